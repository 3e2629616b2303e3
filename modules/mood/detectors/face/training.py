"""`Training`, one run of the face network that anneals by the time it has, and goes on after a stop."""

from __future__ import annotations

import copy
import csv
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed
from torch.nn import functional

from modules.mood.detectors.face import votes
from modules.mood.detectors.face.dataset import Faces
from modules.mood.detectors.face.distortion import distorted
from modules.mood.detectors.face.network import FaceNetwork, Shape


@dataclass(frozen=True)
class Plan:
    """How to train; the run ends after so many epochs or seconds, or at a moment since 1970, whatever comes first."""

    work: Path
    shape: Shape = field(default_factory=Shape)
    epochs: float = math.inf
    seconds: float = math.inf
    until: float = math.inf
    batch: int = 64
    """For each process."""
    rate: float = 0.1
    decay: float = 5e-4
    sizes: tuple[tuple[float, int], ...] = ((0.4, 32), (0.72, 40), (1.0, 48))
    """(until that share of the run, side of the pictures): small first costs less."""
    mixed: float = 0.4
    mixes: float = 1 / 3
    """Share of the batches whose faces are mixed."""
    second: float = 0.6
    """What the loss of the head for FER2013 counts beside the other's."""
    every: float = 0.08
    """Measure and save after that share of the run."""
    seed: int = 1
    half: bool = True


class Training:
    """One process, or one of several that `torchrun` started, each with a share of the faces: on a busy machine
    processes of one thread do more than one of several, whose threads wait for each other.
    """

    def __init__(self, learned: Faces, held: Faces, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        self.rank, self.world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
        self.plan, self.held = plan, held
        self.images = torch.from_numpy(learned.images)
        self.targets = targets(learned)
        self.network = FaceNetwork(plan.shape)
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.SGD(_groups(self.network, plan), plan.rate, momentum=0.9, nesterov=True)
        self.step, self.trained, self.loss, self.done = 0, 0.0, 0.0, 0.0
        self.rows: list[dict[str, float]] = []
        self.before = {"epoch": 0.0, "seconds": 0.0}
        self._draw = torch.Generator()

    @property
    def epoch(self) -> float:
        return self.step * self.plan.batch * self.world / len(self.images)

    @property
    def file(self) -> Path:
        return self.plan.work / "checkpoint.pt"

    def progress(self) -> float:
        """Share of the run that lies behind: 1 is the end. A pause shortens what is left, so that it still anneals."""
        plan, left = self.plan, self.plan.until - time.time()
        by_clock = self.trained / max(self.trained + left, 1e-9) if left > 0 else 1.0
        return min(1.0, max(self.epoch / plan.epochs, self.trained / plan.seconds, by_clock))

    def run(self, tell: Callable[[Training], None]) -> None:
        measured = self.done
        while self.done < 1:
            begun = time.monotonic()
            self._learn(self._chosen())
            self.trained += min(time.monotonic() - begun, 30.0)
            tell(self)
            if self.rank == 0 and (self.done - measured >= self.plan.every or self.done >= 1):
                measured = self.done
                self.measure()
                self.save()

    def measure(self) -> None:
        """One row of the log: how the averaged network does on the faces held out."""
        ferplus, fer = predict(self.average, self.held.images, half=self.plan.half)
        wanted, labels = targets(self.held), votes.probability_labels(self.held.ferplus)
        counted = labels != votes.DISCARDED
        row = {"step": self.step, "rate": self._rate(), "loss": self.loss}
        row |= {"epoch": self.before["epoch"] + self.epoch, "seconds": self.before["seconds"] + self.trained}
        row["held_out_loss"] = float(_cross_entropy(torch.from_numpy(ferplus), wanted[0], wanted[1]))
        row["held_out_ferplus_accuracy"] = float((ferplus.argmax(1) == labels)[counted].mean())
        row["held_out_fer2013_accuracy"] = float((fer.argmax(1) == self.held.fer)[self.held.fer >= 0].mean())
        self.rows.append(row)
        with (self.plan.work / "training.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(self.rows)

    def save(self) -> None:
        """Write everything that `resume` needs; the file is whole at any moment."""
        state: dict[str, Any] = {name: getattr(self, name) for name in ("step", "trained", "loss", "rows", "before")}
        state |= {name: getattr(self, name).state_dict() for name in ("network", "average", "optimiser")}
        unfinished = self.file.with_suffix(".new")
        torch.save(state, unfinished)
        unfinished.replace(self.file)

    def resume(self) -> bool:
        """Go on where a former run of the same plan stopped; False when there was none."""
        if not self.file.exists():
            return False
        state = torch.load(self.file, weights_only=True)
        for name, found in state.items():
            if name in ("network", "average", "optimiser"):
                getattr(self, name).load_state_dict(found)
            else:
                setattr(self, name, found)
        self.done = self.progress()
        return True

    def begin_from(self, file: Path) -> None:
        """Begin with the weights and the log of a run that is at its end, and anneal anew."""
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["average"])
        self.average.load_state_dict(state["average"])
        self.rows = state["rows"]
        self.before = {name: self.rows[-1][name] for name in self.before}

    def _chosen(self) -> Tensor:
        """This process's part of the next faces: every round through them has an order of its own."""
        together = self.plan.batch * self.world
        rounds = max(len(self.images) // together, 1)
        self._draw.manual_seed(self.plan.seed * 10_007 + self.step // rounds)
        order = torch.randperm(len(self.images), generator=self._draw)
        start = self.step % rounds * together + self.rank * self.plan.batch
        return order[start : start + self.plan.batch]

    def _learn(self, chosen: Tensor) -> None:
        self._draw.manual_seed((self.plan.seed * 101 + self.rank) * 1_000_003 + self.step)
        torch.manual_seed(self.step * self.world + self.rank)  # for dropout
        side = next(side for share, side in self.plan.sizes if self.done <= share)
        faces = distorted(self.images[chosen, None].float().div(255), side, self._draw)
        wanted = [target[chosen] for target in self.targets]
        if self.done < 0.85:
            faces, wanted = self._mixed(faces, wanted)
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.plan.half):
            ferplus, fer = self.network(faces.to(memory_format=torch.channels_last))
        loss = _cross_entropy(ferplus.float(), wanted[0], wanted[1])
        loss = loss + self.plan.second * _cross_entropy(fer.float(), wanted[2], wanted[3])
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations
        self.step += 1
        self.done = self._agreed()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        if self.rank == 0:
            self._follow()
        self.loss += (loss.item() - self.loss) * max(0.01, 1 / self.step)

    def _agreed(self) -> float:
        """The progress that all processes go by; on the way their gradients are averaged too."""
        if self.world == 1:
            return self.progress()
        weights = [weight for weight in self.network.parameters() if weight.grad is not None]
        parts = [weight.grad.flatten() for weight in weights if weight.grad is not None]
        shared = torch.cat([torch.tensor([self.progress()]), *parts]) / self.world
        distributed.all_reduce(shared)
        start = 1
        for weight in weights:
            weight.grad = shared[start : start + weight.numel()].view_as(weight)
            start += weight.numel()
        return min(float(shared[0]) + 1e-6, 1.0) if float(shared[0]) < 1 - 1e-5 else 1.0

    def _mixed(self, faces: Tensor, wanted: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """In a share of the batches each face is laid over another one, with labels in the same shares."""
        if torch.rand(1, generator=self._draw) > self.plan.mixes:
            return faces, wanted
        share = float(np.random.default_rng(self.step).beta(self.plan.mixed, self.plan.mixed))
        other = torch.randperm(len(faces), generator=self._draw)
        return faces.lerp(faces[other], share), [target.lerp(target[other], share) for target in wanted]

    def _rate(self) -> float:
        done = self.done
        return self.plan.rate * min(done / 0.06, 1.0) * 0.5 * (1 + math.cos(math.pi * done)) + 1e-5

    @torch.no_grad()
    def _follow(self) -> None:
        """The averaged network trails the trained one: closely at first, over some epochs at the end."""
        pace = max(9 / (10 + self.step), 0.0012)
        now = self.network.state_dict()
        for name, kept in self.average.state_dict().items():
            kept.lerp_(now[name], pace) if kept.is_floating_point() else kept.copy_(now[name])


def targets(faces: Faces) -> list[Tensor]:
    """FER+ shares and their weight, FER2013 labels smoothed by a tenth and their weight."""
    ferplus = torch.from_numpy(votes.shares(faces.ferplus))
    labels = torch.from_numpy(faces.fer)
    classes = len(votes.FER2013)
    fer = functional.one_hot(labels.clamp(min=0), classes).float() * 0.9 + 0.1 / classes
    return [ferplus, ferplus.sum(1, keepdim=True), fer, (labels >= 0).float()[:, None]]


def predict(network: FaceNetwork, images: NDArray[np.uint8], *, half: bool = False) -> tuple[Any, Any]:
    """Logits of both heads, as arrays; the mean over a face and its mirror image."""
    straight, mirrored = (look(network, images, mirrored=mirrored, half=half) for mirrored in (False, True))
    return (straight[0] + mirrored[0]) / 2, (straight[1] + mirrored[1]) / 2


@torch.no_grad()
def look(
    network: FaceNetwork, images: NDArray[np.uint8], *, mirrored: bool = False, half: bool = False
) -> tuple[Any, Any]:
    """Logits of both heads, as arrays."""
    network.eval()
    found: list[list[Tensor]] = []
    for start in range(0, len(images), 256):
        faces = torch.from_numpy(images[start : start + 256, None]).float().div(255)
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            found.append([head.float() for head in network(faces.flip(3) if mirrored else faces)])
    ferplus, fer = (torch.cat(head).numpy() for head in zip(*found, strict=True))
    return ferplus, fer


def _cross_entropy(logits: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    each = -(wanted * functional.log_softmax(logits, 1)).sum(1, keepdim=True)
    return (each * weight).sum() / weight.sum().clamp(min=1)


def _groups(network: FaceNetwork, plan: Plan) -> list[dict[str, Any]]:
    """Weight decay for weights, none for what shifts and scales."""
    weights = [each for each in network.parameters() if each.ndim > 1]
    rest = [each for each in network.parameters() if each.ndim == 1]
    return [{"params": weights, "weight_decay": plan.decay}, {"params": rest, "weight_decay": 0.0}]
