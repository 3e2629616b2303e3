"""Learning a producer's manner: low-rank weights on the frozen network, stopped by watched bars, ready to be killed."""

import math
import time
from collections import deque
from typing import Any, Final

import torch
from torch import Tensor

from modules.audio.clip import Check
from modules.composing import objective
from modules.composing.architecture import Network
from modules.composing.batches import Batch
from modules.generation.engines.twin.backends.backend import Lesson, Step, Tell
from modules.generation.engines.twin.backends.composer import wearing
from modules.generation.engines.twin.backends.composer.checkpoint import Checkpoint, fingerprint, read_checkpoint
from modules.generation.engines.twin.backends.composer.lessons import EVENTS, Lessons, judged

STEPS: Final = 120
_RATE: Final = 1.5e-3
_WARM: Final = 10
_LOOK_EVERY: Final = 10
"""Steps between two looks at watched bars, after each of which everything is kept."""
_BETTER: Final = 0.004
_PATIENCE: Final = 4
_CPU: Final = torch.device("cpu")


class Training:
    """A run. best: the weights that watched bars liked most, which are the adapter in the end."""

    def __init__(self, network: Network, lesson: Lesson, lessons: Lessons, base: str) -> None:
        self.network, self.lesson = network, lesson
        self.weights = wearing.put_on(network, lesson.rank, lesson.seed)
        self.network.eval()
        self.steps = lesson.steps or STEPS
        self._optimiser = torch.optim.AdamW(list(self.weights.values()), _RATE, betas=(0.9, 0.98), weight_decay=0.01)
        self._windows, self._judged = lessons.windows(), judged(lessons.watched)
        self._name = fingerprint(lesson, base)
        self.step = self._pool = self._offset = self._strikes = 0
        self._queue: list[Batch] = []
        self._times: deque[float] = deque(maxlen=20)
        self.loss = self.first = self.watched = float("nan")
        self.best = self._copy()
        self._resume()

    @property
    def stopped(self) -> str | None:
        """Why it is over, if it is."""
        if self._strikes >= _PATIENCE:
            return "enough"
        return "plan" if self.step >= self.steps else None

    def run(self, tell: Tell, check: Check) -> str:
        """To its end; what tell and check raise ends it sooner."""
        if math.isnan(self.first):
            self.first = self.watched = self.surprise()
        while (why := self.stopped) is None:
            check()
            begun = time.monotonic()
            self._learn(self._next())
            saved = self.step % _LOOK_EVERY == 0 or self.step >= self.steps
            if saved:
                self._look()
            self._times.append(time.monotonic() - begun)
            left = (self.steps - self.step) * sum(self._times) / len(self._times)
            tell(Step(self.step, self.steps, self.loss, self.watched if saved else None, left, saved))
        return why

    @torch.no_grad()
    def surprise(self) -> float:
        """Nats an event of watched bars."""
        found = []
        for batch in self._judged:
            losses = objective.losses(self.network, objective.tensors(batch, _CPU), objective.Weights(), None)
            found.append(float(losses["music"]))
        return sum(found) / len(found)

    def _learn(self, batch: Batch) -> None:
        rate = _RATE * min(1.0, (self.step + 1) / _WARM) * (0.05 + 0.95 * (1 - self.step / self.steps))
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        noise = torch.Generator().manual_seed(self.lesson.seed * 1_000_003 + self.step)
        losses = objective.losses(self.network, objective.tensors(batch, _CPU), objective.Weights(), noise)
        self._optimiser.zero_grad()
        losses["loss"].backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(list(self.weights.values()), 1.0)
        self._optimiser.step()
        self.step += 1
        now = float(losses["music"].detach())
        self.loss = now if math.isnan(self.loss) else 0.9 * self.loss + 0.1 * now

    def _next(self) -> Batch:
        if not self._queue:
            self._pool, self._offset = self._pool + 1, 0
            self._queue = self._windows.batches(self.lesson.seed, self._pool, EVENTS)
        self._offset += 1
        return self._queue.pop(0)

    def _look(self) -> None:
        """Judge, remember the best, and keep everything."""
        now = self.surprise()
        self._strikes = 0 if now < self.watched - _BETTER else self._strikes + 1
        if now < self.watched:
            self.watched, self.best = now, self._copy()
        states = {name: self._optimiser.state[weight] for name, weight in self.weights.items()}
        groups: dict[str, dict[str, Tensor]] = {"now": dict(self.weights), "best": self.best}
        groups["first"] = {name: state["exp_avg"] for name, state in states.items()}
        groups["second"] = {name: state["exp_avg_sq"] for name, state in states.items()}
        Checkpoint(groups, self._facts()).save(self.lesson.folder)

    def _facts(self) -> dict[str, Any]:
        return {
            "lesson": self._name,
            "step": self.step,
            "pool": self._pool,
            "offset": self._offset,
            "strikes": self._strikes,
            "loss": self.loss,
            "first": self.first,
            "watched": self.watched,
        }

    def _resume(self) -> None:
        found = read_checkpoint(self.lesson.folder, self._name)
        if found is None:
            return
        facts = found.facts
        self.step, self._strikes = facts["step"], facts["strikes"]
        self.loss, self.first, self.watched = facts["loss"], facts["first"], facts["watched"]
        self._pool, self._offset = facts["pool"], facts["offset"]
        self._queue = self._windows.batches(self.lesson.seed, self._pool, EVENTS)[self._offset :]
        self.best = dict(found.groups["best"])
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.copy_(found.groups["now"][name])
                state = {"step": torch.tensor(float(self.step))}
                state |= {"exp_avg": found.groups["first"][name], "exp_avg_sq": found.groups["second"][name]}
                self._optimiser.state[weight] = state

    def _copy(self) -> dict[str, Tensor]:
        return {name: weight.detach().clone() for name, weight in self.weights.items()}
