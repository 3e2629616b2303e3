"""Fine-tunes the English network, keeps a running average of its weights, and goes on where it was stopped."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from teaching.english_network import EnglishNetwork, batches, groups, padded, tokenizer
from teaching.goemotions import Comments
from teaching.thresholds import macro_f1, tuned

WARM, SLOWEST = 0.06, 0.02
EVERY = 5
"""The running average takes one step in so many."""


@dataclass(frozen=True)
class Plan:
    work: Path
    epochs: int = 4
    minutes: float = 60
    batch: int = 48
    rate: float = 1e-4
    decay: float = 0.85
    rarity: float = 0.3
    """An emotion seen once in n texts weighs n to this power."""
    average: float = 0.988
    longest: int = 48
    seed: int = 1
    rounds: int = 5
    """How often the tenth is looked at in an epoch's time, for the log; also how often the state is kept."""


class Training:
    def __init__(self, network: EnglishNetwork, learned: Comments, kept: Comments, plan: Plan) -> None:
        self.network, self.plan, self.learned, self.kept = network, plan, learned, kept
        torch.manual_seed(plan.seed)
        cut = tokenizer(plan.longest)
        self.pieces = [one.ids for one in cut.encode_batch(learned.texts)]
        self.kept_pieces = [one.ids for one in cut.encode_batch(kept.texts)]
        self.labels = torch.from_numpy(learned.labels)
        self.weights = torch.from_numpy(importance(learned.labels, plan.rarity))
        self.rules = torch.optim.AdamW(
            groups(network, plan.rate, plan.decay), lr=plan.rate, weight_decay=0.01, fused=True
        )
        self.mean = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.step, self.seconds, self.rows = 0, 0.0, list[dict[str, float]]()
        self.loss = 0.7

    @property
    def steps(self) -> int:
        return self.plan.epochs * math.ceil(len(self.learned) / self.plan.batch)

    def progress(self) -> float:
        """From 0 to 1: by what was seen, or by the time there is, whichever is further."""
        return min(max(self.step / self.steps, self.seconds / (60 * self.plan.minutes)), 1.0)

    def run(self, tell: Callable[[Training], None]) -> None:
        self.network.train()
        order: list[np.ndarray] = []
        per_epoch = self.steps // self.plan.epochs
        every = max(per_epoch // self.plan.rounds, 1)
        while self.progress() < 1:
            begun = time.perf_counter()
            epoch, place = divmod(self.step, per_epoch)
            if place == 0 or not order:
                order = batches([len(one) for one in self.pieces], self.plan.batch, self.plan.seed + epoch)
            self.learn(order[place])
            self.step += 1
            self.seconds += time.perf_counter() - begun
            tell(self)
            if self.step % every == 0:
                self.look()
                self.save()
        self.look()
        self.save()

    def learn(self, places: np.ndarray) -> None:
        rate = pace(self.progress())
        for group in self.rules.param_groups:
            group["lr"] = rate * group["rate"]
        ids, mask = padded([self.pieces[place] for place in places])
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.network(ids, mask)
        loss = functional.binary_cross_entropy_with_logits(logits.float(), self.labels[places], pos_weight=self.weights)
        self.rules.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.rules.step()
        self.loss += 0.02 * (float(loss.detach()) - self.loss)
        if self.step % EVERY == 0:
            self.average(min(self.plan.average, (1 + self.step) / (50 + self.step)))

    @torch.no_grad()
    def average(self, share: float) -> None:
        for name, value in self.network.state_dict().items():
            self.mean[name].lerp_(value, 1 - share) if value.is_floating_point() else self.mean[name].copy_(value)

    def look(self) -> None:
        logits = self.averaged_logits()
        row = {"step": float(self.step), "minutes": self.seconds / 60, "loss": self.loss}
        row["kept_loss"] = float(
            functional.binary_cross_entropy_with_logits(
                torch.from_numpy(logits), torch.from_numpy(self.kept.labels), pos_weight=self.weights
            )
        )
        row["kept_macro_f1"] = macro_f1(logits > tuned(logits, self.kept.labels, rounds=20), self.kept.labels)
        self.rows.append(row)
        with (self.plan.work / "training.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(self.rows)

    def averaged_logits(self) -> np.ndarray:
        """What the averaged network says of the tenth kept back."""
        own = {name: value.clone() for name, value in self.network.state_dict().items()}
        self.network.load_state_dict(self.mean)
        found = logits(self.network, self.kept_pieces)
        self.network.load_state_dict(own)
        self.network.train()
        return found

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "mean": self.mean,
            "rules": self.rules.state_dict(),
            "chance": torch.get_rng_state(),
            "rest": (self.step, self.seconds, self.rows, self.loss),
        }
        new = self.plan.work / "checkpoint.new"
        torch.save(state, new)
        new.replace(self.plan.work / "checkpoint.pt")

    def resume(self) -> bool:
        path = self.plan.work / "checkpoint.pt"
        if not path.exists():
            return False
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.mean = state["mean"]
        self.rules.load_state_dict(state["rules"])
        torch.set_rng_state(state["chance"])
        self.step, self.seconds, self.rows, self.loss = state["rest"]
        return True

    def finished(self) -> EnglishNetwork:
        self.network.load_state_dict(self.mean)
        return self.network.eval()


def importance(labels: np.ndarray, power: float) -> np.ndarray:
    """How much a present emotion weighs against an absent one: more, the rarer it is."""
    seen = np.maximum(labels.sum(0), 1)
    return ((len(labels) / seen) ** power).astype(np.float32)


def pace(progress: float) -> float:
    """Share of the full learning rate: a short rise, then a cosine down."""
    if progress < WARM:
        return max(progress / WARM, SLOWEST)
    return SLOWEST + (1 - SLOWEST) * 0.5 * (1 + math.cos(math.pi * (progress - WARM) / (1 - WARM)))


@torch.inference_mode()
def logits(network: EnglishNetwork, pieces: list[list[int]]) -> np.ndarray:
    network.eval()
    found = np.zeros((len(pieces), network.head.out_features), dtype=np.float32)
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    for start in range(0, len(order), 96):
        places = order[start : start + 96]
        with torch.autocast("cpu", torch.bfloat16):
            found[places] = network(*padded([pieces[place] for place in places])).float().numpy()
    return found
