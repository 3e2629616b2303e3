"""`Training`, a run that can stop and go on: it anneals by the time it has, saves itself, and keeps a log of what it
measured.
"""

from __future__ import annotations

import csv
import math
import os
import time
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

import torch
from torch import distributed

from modules.composing import measuring, objective
from modules.composing.architecture import Network, Shape
from modules.composing.network import Composer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from modules.composing.batches import Batch
    from modules.composing.tasks import Windows


class Source(Protocol):
    """Where training batches come from."""

    def batches(self, seed: int, pool: int, most: int) -> list[Batch]:
        """Pool number pool, always the same."""


@dataclass(frozen=True)
class Plan:
    """How to train. The run ends after steps, or after so many seconds of training, or at a moment of the wall clock
    (seconds since 1970).
    """

    shape: Shape
    work: Path
    steps: int | None = None
    seconds: float | None = None
    until: float | None = None
    rate: float = 2e-3
    events: int = 4800
    seed: int = 1
    half: bool = True
    warm: int = 150
    every: float = 300.0
    watched: int = 40
    latent_after: int = 1500


class Training:
    """The state of a run: network, optimiser, how far it is, what it measured."""

    def __init__(self, source: Source, held: Windows | None, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        self.source, self.held, self.plan = source, held, plan
        self.device = torch.get_default_device()
        self.network = Network(plan.shape).to(self.device)
        self.optimiser = torch.optim.AdamW(self.network.parameters(), plan.rate, betas=(0.9, 0.98), weight_decay=0.01)
        self.rank, self.world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
        self.step = self.pool = self.offset = self.events = 0
        self.trained = 0.0
        self.recent: dict[str, float] = {}
        self.rows: list[dict[str, float]] = []
        self._queue: list[Batch] = []
        self._times: deque[float] = deque(maxlen=50)
        self._evaluated = self._saved = 0.0

    @property
    def file(self) -> Path:
        """Where the run saves itself."""
        return self.plan.work / "checkpoint.pt"

    def resume(self) -> bool:
        """Go on where a former run of the same plan stopped; False when there was none."""
        if not self.file.exists():
            return False
        state = torch.load(self.file, map_location=self.device, weights_only=False)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        for name in ("step", "pool", "offset", "events", "trained", "recent", "rows"):
            setattr(self, name, state[name])
        self._evaluated = self._saved = self.trained
        self._queue = self._pool()[self.offset :]
        return True

    def save(self) -> None:
        """Write everything that `resume` needs; the file is whole at any moment."""
        if self.rank:
            return
        names = ("step", "pool", "offset", "events", "trained", "recent", "rows")
        state: dict[str, Any] = {name: getattr(self, name) for name in names}
        state |= {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict()}
        unfinished = self.file.with_suffix(".new")
        torch.save(state, unfinished)
        unfinished.replace(self.file)
        self._saved = self.trained

    def progress(self) -> float:
        """Share of the run that lies behind: 1 is the end. A pause of the process shortens what is left, so that it
        still anneals.
        """
        plan = self.plan
        if plan.steps is not None:
            return self.step / plan.steps
        left = [math.inf if plan.seconds is None else plan.seconds - self.trained]
        left.append(math.inf if plan.until is None else plan.until - time.time())
        return min(1.0, self.trained / max(self.trained + min(left), 1e-9)) if min(left) > 0 else 1.0

    def run(self, tell: Callable[[Training], None], pause_after: int | None = None) -> None:
        """Train to the end of the plan, or until that many steps are done."""
        while (done := self._agreed(self.progress())) < 1 and (pause_after is None or self.step < pause_after):
            begun = time.monotonic()
            self._learn(self._next(), done)
            self._times.append(time.monotonic() - begun)
            self.trained += min(self._times[-1], 5 * median(self._times))
            if self.trained - self._saved > 120:
                self.save()
            if self.trained - self._evaluated > self.plan.every:
                self.evaluate()
            tell(self)
        self.save()

    def _agreed(self, value: float) -> float:
        if self.world == 1:
            return value
        shared = torch.tensor(value)
        distributed.broadcast(shared, 0)
        return float(shared)

    def _pool(self) -> list[Batch]:
        return self.source.batches(self.plan.seed, self.pool * self.world + self.rank, self.plan.events)

    def _next(self) -> Batch:
        if not self._queue:
            self.pool, self.offset = self.pool + 1, 0
            self._queue = self._pool()
        self.offset += 1
        return self._queue.pop(0)

    def _learn(self, batch: Batch, done: float) -> None:
        plan = self.plan
        data = objective.tensors(batch, self.device)
        rate = plan.rate * min(1.0, (self.step + 1) / plan.warm) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        noise = torch.Generator(self.device).manual_seed(plan.seed * 1_000_003 + self.step * self.world + self.rank)
        weights = objective.Weights(latent=objective.Weights.latent * min(1.0, self.step / plan.latent_after))
        with torch.autocast(self.device.type, torch.bfloat16, enabled=plan.half):
            losses = objective.losses(self.network, data, weights, noise)
        self.optimiser.zero_grad()
        losses["loss"].backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self._average()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self.events += int((batch.targets[..., 0] >= 0).sum())
        for name, value in losses.items():
            self.recent[name] = 0.98 * self.recent.get(name, value.item()) + 0.02 * value.item()

    def _average(self) -> None:
        if self.world == 1:
            return
        for weight in self.network.parameters():
            if weight.grad is not None:
                distributed.all_reduce(weight.grad)
                weight.grad /= self.world

    def evaluate(self) -> None:
        """Measure the network on held-out songs and write the log."""
        self._evaluated = self.trained
        if self.held is None or self.rank:
            return
        row = {"minutes": self.trained / 60, "step": float(self.step), "events": float(self.events), **self.recent}
        row |= {f"held_{name}": value for name, value in self.held_losses().items()}
        with torch.device("cpu"):
            composer = Composer(self._copy())
            chosen = measuring.choose(self.held, self.plan.watched, 1)
            row |= {name: float(values.mean()) for name, values in measuring.reconstruction(composer, chosen).items()}
            own = [composer.encode(bars) for bars, _ in chosen]
            for kind, latents in (("asked_", own), ("free_", None)):
                obeyed = measuring.obedience(composer, chosen, latents)
                row |= {kind + name: value for name, value in obeyed.items()}
        self.rows.append(row)
        self.save()
        with (self.plan.work / "training.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[-1]))
            writer.writeheader()
            writer.writerows({name: f"{value:.4g}" for name, value in one.items()} for one in self.rows)

    def _copy(self) -> Network:
        copy = Network(self.plan.shape)
        copy.load_state_dict({name: value.cpu() for name, value in self.network.state_dict().items()})
        return copy

    def composer(self) -> Composer:
        """The network as it is now."""
        return Composer(self._copy())

    @torch.no_grad()
    def held_losses(self) -> dict[str, float]:
        """Losses on a few held-out batches, nothing masked or dropped, mean latents."""
        total: dict[str, float] = {}
        batches = [] if self.held is None else self.held.batches(9, 0, self.plan.events)[:6]
        for batch in batches:
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.plan.half):
                losses = objective.losses(
                    self.network, objective.tensors(batch, self.device), objective.Weights(), None
                )
            for name, value in losses.items():
                total[name] = total.get(name, 0.0) + value.item() / len(batches)
        return total
