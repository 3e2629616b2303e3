"""Teaches the network for many languages: emotions in hashed n-grams, and what each language looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from modules.mood.detectors.text.labels import PLUTCHIK
from modules.mood.detectors.text.ngrams import places

Places = list[np.ndarray]
Bag = tuple[Tensor, Tensor, Tensor]
EMOTIONS = len(PLUTCHIK)


@dataclass(frozen=True)
class Plan:
    bits: int = 18
    few_bits: int = 15
    hidden: int = 14
    inner: int = 64
    epochs: int = 2
    tongue_epochs: int = 2
    batch: int = 64
    rate: float = 0.1
    """Of the tables; the small layers learn at their own."""
    forgotten: float = 0.2
    """So many of a line's n-grams are left out each time."""
    rarest: int = 2
    """An n-gram must be in so many lines to count."""
    seed: int = 1


@dataclass(frozen=True)
class Bags:
    """Lines as bags of table places, each place weighing its rarity, a line having length 1."""

    places: Places
    rarity: np.ndarray

    def of(self, lines: np.ndarray, forgotten: float, rng: np.random.Generator) -> Bag:
        found = [self.places[line] for line in lines]
        if forgotten:
            found = [one[rng.random(len(one)) > forgotten] for one in found]
        sizes = np.array([len(one) for one in found])
        ids = np.concatenate(found)
        shares = self.rarity[ids]
        owner = np.repeat(np.arange(len(found)), sizes)
        length = np.sqrt(np.bincount(owner, shares**2, minlength=len(found))) + 1e-9
        starts = np.concatenate([[0], np.cumsum(sizes[:-1])])
        return (
            torch.from_numpy(ids),
            torch.from_numpy(starts),
            torch.from_numpy((shares / length[owner]).astype(np.float32)),
        )


def bags(texts: list[str], learned: np.ndarray, bits: int, rarest: int) -> Bags:
    """Rarity is counted over the learned lines only."""
    found = [places(text, bits) for text in texts]
    seen = np.bincount(np.concatenate([found[line] for line in learned]), minlength=1 << bits)
    rarity = np.where(seen >= rarest, np.log((1 + len(learned)) / (1 + seen)) + 1, 0)
    return Bags(found, rarity.astype(np.float16).astype(np.float32))


def fewer(whole: Bags, learned: np.ndarray, bits: int) -> Bags:
    """The same lines over a smaller table."""
    found = [np.unique(one & ((1 << bits) - 1)) for one in whole.places]
    seen = np.bincount(np.concatenate([found[line] for line in learned]), minlength=1 << bits)
    rarity = np.where(seen > 0, np.log((1 + len(learned)) / (1 + seen)) + 1, 0)
    return Bags(found, rarity.astype(np.float16).astype(np.float32))


class EmotionTables(nn.Module):
    """bag, languages [lines] -> logits [lines, 8]."""

    def __init__(self, plan: Plan, languages: int, usual: np.ndarray) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(1 << plan.bits, EMOTIONS + plan.hidden, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=0.05)
        self.table.weight.data[:, :EMOTIONS] = 0
        self.accents = nn.Parameter(torch.randn(languages, plan.hidden) * 0.1)
        self.inner, self.outer = nn.Linear(plan.hidden, plan.inner), nn.Linear(plan.inner, EMOTIONS)
        nn.init.zeros_(self.outer.weight)
        self.outer.bias.data = torch.from_numpy(np.log(usual / (1 - usual)))
        self.leaning = nn.Parameter(torch.zeros(languages, EMOTIONS))
        self.dropout = nn.Dropout(0.2)

    def forward(self, bag: Bag, languages: Tensor) -> Tensor:
        sums = self.table(bag[0], bag[1], per_sample_weights=bag[2])
        inner = functional.relu(self.inner(sums[:, EMOTIONS:] + self.accents[languages]))
        return sums[:, :EMOTIONS] + self.outer(self.dropout(inner)) + self.leaning[languages]


class TongueTables(nn.Module):
    """bag -> logits [lines, languages]."""

    def __init__(self, plan: Plan, languages: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(1 << plan.few_bits, languages, mode="sum", sparse=True)
        nn.init.zeros_(self.table.weight)
        self.bias = nn.Parameter(torch.zeros(languages))

    def forward(self, bag: Bag) -> Tensor:
        return self.table(bag[0], bag[1], per_sample_weights=bag[2]) + self.bias


@dataclass
class Course:
    """Who is taught from which lines, and what is told meanwhile."""

    lines: Bags
    learned: np.ndarray
    plan: Plan
    tell: Callable[[float, float], None]
    """progress, loss"""

    def teach(
        self, network: nn.Module, epochs: int, forgotten: float, loss_of: Callable[[Bag, np.ndarray], Tensor]
    ) -> None:
        torch.sparse.check_sparse_tensor_invariants.disable()  # said aloud, or torch warns of it
        rng = np.random.default_rng(self.plan.seed)
        tables, small = _rules(network, self.plan)
        count = epochs * -(-len(self.learned) // self.plan.batch)
        recent = 0.0
        for step, chosen in enumerate(self._batches(epochs, rng)):
            left = max(1 - step / count, 0.03)
            tables.param_groups[0]["lr"], small.param_groups[0]["lr"] = self.plan.rate * left, 2e-3 * left
            loss = loss_of(self.lines.of(chosen, forgotten, rng), chosen)
            for rules in (tables, small):
                rules.zero_grad()
            loss.backward()
            for rules in (tables, small):
                rules.step()
            recent += (float(loss.detach()) - recent) * max(0.01, 1 / (step + 1))
            self.tell((step + 1) / count, recent)
        network.eval()

    def _batches(self, epochs: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        for _ in range(epochs):
            order = rng.permutation(self.learned)
            yield from (order[start : start + self.plan.batch] for start in range(0, len(order), self.plan.batch))


def emotion_tables(course: Course, labels: np.ndarray, languages: np.ndarray) -> EmotionTables:
    usual = labels[course.learned].mean(0).clip(0.01, 0.99).astype(np.float32)
    network = EmotionTables(course.plan, int(languages.max()) + 1, usual)

    def loss(bag: Bag, chosen: np.ndarray) -> Tensor:
        logits = network(bag, torch.from_numpy(languages[chosen]))
        return functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(labels[chosen]))

    course.teach(network, course.plan.epochs, course.plan.forgotten, loss)
    return network


def tongue_tables(course: Course, languages: np.ndarray) -> TongueTables:
    network = TongueTables(course.plan, int(languages.max()) + 1)

    def loss(bag: Bag, chosen: np.ndarray) -> Tensor:
        return functional.cross_entropy(network(bag), torch.from_numpy(languages[chosen]))

    course.teach(network, course.plan.tongue_epochs, course.plan.forgotten, loss)
    return network


@torch.inference_mode()
def emotion_logits(network: EmotionTables, lines: Bags, chosen: np.ndarray, languages: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(0)
    parts = [chosen[start : start + 500] for start in range(0, len(chosen), 500)]
    return np.concatenate(
        [network(lines.of(part, 0, rng), torch.from_numpy(languages[part])).numpy() for part in parts]
    )


def _rules(network: nn.Module, plan: Plan) -> tuple[torch.optim.Adagrad, torch.optim.AdamW]:
    """The tables learn a little from each line that touches a place; what all lines share learns smoothly."""
    small = [value for name, value in network.named_parameters() if name != "table.weight"]
    return (
        torch.optim.Adagrad([network.table.weight], lr=plan.rate),
        torch.optim.AdamW(small, lr=2e-3, weight_decay=1e-3),
    )
