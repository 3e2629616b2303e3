"""`Training`, a run that can stop and go on: it keeps the network, how far it is, and what it measured."""

from __future__ import annotations

import csv
import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch

from models.errors import Conflict
from modules.generation.engines.blend.codec.architecture import Cascade, Shape
from modules.generation.engines.blend.codec.lessons import Lesson, lesson, loss
from modules.generation.engines.blend.codec.network import CascadeNetwork

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from modules.generation.engines.blend.codec.corpus import Corpus

MEASURED: Final = 4
"""Batches of held-out tracks that are measured, always the same."""


class OtherRun(Conflict):
    code = "blend.other_run"
    title = "The folder holds another run"


@dataclass(frozen=True)
class Plan:
    shape: Shape
    work: Path
    steps: int
    batch: int = 16
    rate: float = 1e-3
    warm: int = 100
    every: int = 250
    seed: int = 1
    device: str = "cpu"


class Training:
    """The state of a run; rows: what was measured, one row each time."""

    def __init__(self, corpus: Corpus, plan: Plan) -> None:
        self.corpus, self.plan = corpus, plan
        self.step = 0
        self.rows: list[dict[str, float]] = []
        self.recent = math.nan
        with torch.random.fork_rng():
            torch.manual_seed(plan.seed)
            self.cascade = Cascade(plan.shape)
        mean, deviation = corpus.spread()
        self.cascade.mean.copy_(torch.from_numpy(mean))
        self.cascade.deviation.copy_(torch.from_numpy(deviation))
        self.cascade.to(plan.device)
        self.optimiser = torch.optim.AdamW(self.cascade.parameters(), plan.rate, weight_decay=0.01)

    @property
    def file(self) -> Path:
        return self.plan.work / "checkpoint.pt"

    def resume(self) -> bool:
        """Go on where a former run stopped; False where there was none. Raises OtherRun."""
        if not self.file.exists():
            return False
        state = torch.load(self.file, map_location=self.plan.device, weights_only=True)
        if state["shape"] != asdict(self.plan.shape):
            raise OtherRun(
                f"{self.file} is of a run with another shape: {state['shape']}.",
                next_step="Ask for the same, or name another folder with --work.",
            )
        self.cascade.load_state_dict(state["cascade"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.rows, self.recent = state["step"], state["rows"], state["recent"]
        return True

    def save(self) -> None:
        """The file is whole at any moment."""
        state: dict[str, Any] = {"step": self.step, "rows": self.rows, "recent": self.recent}
        state["shape"] = asdict(self.plan.shape)
        state |= {"cascade": self.cascade.state_dict(), "optimiser": self.optimiser.state_dict()}
        unfinished = self.file.with_suffix(".new")
        torch.save(state, unfinished)
        unfinished.replace(self.file)

    def run(self, tell: Callable[[Training], None], pause_after: int | None = None) -> None:
        """To the end of the plan, or until so many steps are done."""
        if not self.rows:
            self.measure()
        last = min(self.plan.steps, pause_after or self.plan.steps)
        while self.step < last:
            self._learn()
            if self.step % self.plan.every == 0 or self.step == self.plan.steps:
                self.measure()
            tell(self)
        self.save()

    def _learn(self) -> None:
        plan = self.plan
        done = self.step / plan.steps
        rate = plan.rate * min(1.0, (self.step + 1) / plan.warm) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        rng = np.random.default_rng((plan.seed, self.step))
        self.cascade.train()
        learned = lesson(self.corpus.learned, plan.shape.window, plan.batch, rng).to(plan.device)
        value, _ = loss(self.cascade, learned)
        self.optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.cascade.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self.recent = value.item() if math.isnan(self.recent) else 0.95 * self.recent + 0.05 * value.item()

    def measure(self) -> None:
        """How much of the open places is missed (1: no better than the mean), as it is and without what it hears.

        Where only one track is held out, it takes turns with one that is not.
        """
        tracks = self.corpus.held if len(self.corpus.held) > 1 else [*self.corpus.held, self.corpus.learned[0]]
        lessons = [
            lesson(tracks, self.plan.shape.window, 8, np.random.default_rng((9, number)), noise=0.0).to(
                self.plan.device
            )
            for number in range(MEASURED)
        ]
        row = {"step": float(self.step), "learned": self.recent}
        for name, changed in {"held": _same, "held_other_way_round": _swapped, "held_deaf": _deaf}.items():
            row[name] = self._missed([changed(one) for one in lessons])
        self.rows.append(row)
        self.save()
        with (self.plan.work / "training.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows({name: f"{value:.5g}" for name, value in one.items()} for one in self.rows)

    def _missed(self, lessons: list[Lesson]) -> float:
        self.cascade.eval()
        with torch.inference_mode():
            return float(np.mean([loss(self.cascade, one)[1].item() for one in lessons]))

    def publish(self, path: Path) -> None:
        """The weights as the engine reads them."""
        last = self.rows[-1]
        facts = {name: f"{value:.5g}" for name, value in last.items()}
        CascadeNetwork(self.cascade).save(path, facts | {"tracks": str(len(self.corpus.learned))})


def _same(one: Lesson) -> Lesson:
    return one


def _swapped(one: Lesson) -> Lesson:
    return replace(one, a=one.b, b=one.a)


def _deaf(one: Lesson) -> Lesson:
    return replace(one, a=torch.full_like(one.a, math.nan), b=torch.full_like(one.b, math.nan))
