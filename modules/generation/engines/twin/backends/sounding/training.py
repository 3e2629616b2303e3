"""Learning a producer's sound: low-rank weights on a frozen network, stopped by what is watched, ready to be killed."""

import math
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import torch
from torch import Tensor

from modules.audio.clip import Check
from modules.generation.engines.twin.backends.backend import Lesson, Step, Tell
from modules.generation.engines.twin.backends.composer.checkpoint import Checkpoint, read_checkpoint
from modules.generation.engines.twin.backends.sounding import low_rank
from modules.generation.engines.twin.backends.sounding.network import Example, SoundNetwork

STEPS: Final = 400
_WARM: Final = 10
_LOOK_EVERY: Final = 20
"""Steps between two looks at what is watched, after each of which everything is kept."""
_BETTER: Final = 0.002
_PATIENCE: Final = 4
MOST_JUDGED: Final = 8
"""Watched examples that are looked at."""


class Training:
    """A run. examples: learned from, watched. best: the weights that what is watched liked most: the adapter."""

    def __init__(
        self, network: SoundNetwork, lesson: Lesson, examples: tuple[Sequence[Example], Sequence[Example]], rate: float
    ) -> None:
        self.network, self.lesson, self._rate = network, lesson, rate
        self._learned, self._judged = examples[0], examples[1][:MOST_JUDGED]
        found = low_rank.put_on(network.learner, network.targets, network.prefix, lesson.rank, lesson.seed)
        self.weights = found
        network.learn()
        self.steps = lesson.steps or STEPS
        self._optimiser = torch.optim.AdamW(list(found.values()), rate, betas=(0.9, 0.98), weight_decay=0.01)
        self.step = self._strikes = 0
        self._times: deque[float] = deque(maxlen=20)
        self.loss = self.first = self.watched = float("nan")
        self.best = self._copy()

    @property
    def stopped(self) -> str | None:
        """Why it is over, if it is."""
        if self._strikes >= _PATIENCE:
            return "enough"
        return "plan" if self.step >= self.steps else None

    def run(self, name: str, tell: Tell, check: Check) -> str:
        """To its end, from the checkpoint of that name if there is one; what tell and check raise ends it sooner."""
        self._resume(name)
        if math.isnan(self.first):
            self.first = self.watched = surprise(self.network, self._judged, check)
        while (why := self.stopped) is None:
            check()
            begun = time.monotonic()
            self._learn()
            saved = self.step % _LOOK_EVERY == 0 or self.step >= self.steps
            if saved:
                self._look(name, check)
            self._times.append(time.monotonic() - begun)
            left = (self.steps - self.step) * sum(self._times) / len(self._times)
            tell(Step(self.step, self.steps, self.loss, self.watched if saved else None, left, saved))
        return why

    def _learn(self) -> None:
        rate = self._rate * min(1.0, (self.step + 1) / _WARM) * (0.05 + 0.95 * (1 - self.step / self.steps))
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        loss = self.network.loss(self._next(), _noise(self.lesson.seed, self.step))
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(list(self.weights.values()), 1.0)
        self._optimiser.step()
        self.step += 1
        now = float(loss.detach())
        self.loss = now if math.isnan(self.loss) else 0.9 * self.loss + 0.1 * now

    def _next(self) -> Example:
        """Every example in its turn, in a new order each time; told by the step alone."""
        turn, at = divmod(self.step, len(self._learned))
        order = torch.randperm(len(self._learned), generator=_noise(self.lesson.seed + 1, turn))
        return self._learned[int(order[at])]

    def _look(self, name: str, check: Check) -> None:
        """Judge, remember the best, and keep everything."""
        now = surprise(self.network, self._judged, check)
        self._strikes = 0 if now < self.watched - _BETTER else self._strikes + 1
        if now < self.watched:
            self.watched, self.best = now, self._copy()
        states = {name: self._optimiser.state[weight] for name, weight in self.weights.items()}
        groups: dict[str, dict[str, Tensor]] = {"now": dict(self.weights), "best": self.best}
        groups["first"] = {name: state["exp_avg"] for name, state in states.items()}
        groups["second"] = {name: state["exp_avg_sq"] for name, state in states.items()}
        facts: dict[str, Any] = {"lesson": name, "step": self.step, "strikes": self._strikes}
        facts |= {"loss": self.loss, "first": self.first, "watched": self.watched}
        Checkpoint(groups, facts).save(self.lesson.folder)

    def _resume(self, name: str) -> None:
        found = read_checkpoint(self.lesson.folder, name)
        if found is None:
            return
        facts = found.facts
        self.step, self._strikes = facts["step"], facts["strikes"]
        self.loss, self.first, self.watched = facts["loss"], facts["first"], facts["watched"]
        self.best = dict(found.groups["best"])
        with torch.no_grad():
            for name_, weight in self.weights.items():
                weight.copy_(found.groups["now"][name_])
                state = {"step": torch.tensor(float(self.step))}
                state |= {"exp_avg": found.groups["first"][name_].to(weight)}
                self._optimiser.state[weight] = state | {"exp_avg_sq": found.groups["second"][name_].to(weight)}

    def _copy(self) -> dict[str, Tensor]:
        return {name: weight.detach().cpu().clone() for name, weight in self.weights.items()}


@torch.no_grad()
def surprise(network: SoundNetwork, examples: Sequence[Example], check: Check) -> float:
    """The mean loss of these examples, with the same noise each time."""
    found = []
    for at, example in enumerate(examples):
        check()
        found.append(float(network.loss(example, _noise(9, at))))
    return sum(found) / len(found)


def _noise(seed: int, step: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed * 1_000_003 + step)
