"""Who writes the notes of planned songs: the network, or rules where there are no weights; several drafts a song."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from modules.composing import latents, network
from modules.composing.arranging.draft import draft
from modules.composing.arranging.mending import mended
from modules.composing.arranging.singable import sung
from modules.composing.bars import Bars, tidy
from modules.composing.decoding import Taste
from modules.composing.latents import Bank
from modules.composing.network import LANES, Order
from modules.composing.one_thread import one_thread
from modules.composing.phrases import from_bank
from modules.composing.planning.plan import Plan
from modules.generation.engines.composer import starting
from modules.generation.engines.composer.starting import Model
from modules.generation.progress import Progress
from modules.generation.recording import sha256_of

_MOST_TRIES: Final = 5
_RULES: Final = 3
"""Drafts by rule, which cost nothing."""
_TASTE: Final = Taste(temperature=0.9)
_START, _NETWORK, _DRAFT = 11, 12, 13
"""Streams of chance, beside the song's number."""


@dataclass(frozen=True)
class Task:
    """A song to write. seed: the order's; number: the song's. windows: bars of its model for every passage."""

    plan: Plan
    seed: int
    number: int
    windows: list[Bars]
    closeness: float
    model: Model | None = None


@dataclass(frozen=True)
class Draft:
    """moved: share of the notes that had to be brought into harmony."""

    bars: Bars
    moved: float = 0.0


class Writer(Protocol):
    """name: what the record says of who wrote."""

    name: str

    def write(self, tasks: Sequence[Task], progress: Progress) -> Iterator[list[Draft]]:
        """Drafts for every task in turn, as soon as they are there; those of one task depend on nothing beside it but
        how many tasks there are.
        """


class Rules:
    name = "rules"

    def write(self, tasks: Sequence[Task], progress: Progress) -> Iterator[list[Draft]]:
        for task in progress.each(tasks, "composing"):
            yield [Draft(by_rule(task, attempt)) for attempt in range(_RULES)]


def by_rule(task: Task, attempt: int) -> Bars:
    return draft(task.plan, np.random.default_rng((task.seed, task.number, _DRAFT, attempt)))


class Networked:
    """The network, with the bank of phrases that came with it."""

    name = "network"

    def __init__(self, folder: Path) -> None:
        self.composer = network.load(folder / "composer.safetensors")
        self._bank: Bank = latents.load(folder / "bank.npz")
        self.sha256 = {name: sha256_of(folder / name, lambda: None) for name in ("composer.safetensors", "bank.npz")}

    def write(self, tasks: Sequence[Task], progress: Progress) -> Iterator[list[Draft]]:
        """As many songs side by side as there are lanes for all their drafts."""
        tries = max(1, min(_MOST_TRIES, LANES // len(tasks)))
        beside = LANES // tries
        for first in range(0, len(tasks), beside):
            some = tasks[first : first + beside]
            with one_thread():
                orders = [self._order(task, attempt) for task in some for attempt in range(tries)]
                written = self.composer.decode(orders, _TASTE, _teller(tasks, first, tries, progress))
            for index, task in enumerate(some):
                fallback = by_rule(task, 0)
                yield [_draft(task, bars, fallback) for bars in written[index * tries : (index + 1) * tries]]

    def _order(self, task: Task, attempt: int) -> Order:
        rng = np.random.default_rng((task.seed, task.number, _START, attempt))
        plan = task.plan
        if task.windows:
            start = starting.from_references(plan, task.windows, self.composer.encode, task.closeness, rng)
        else:
            start = from_bank(plan, self._bank, rng)
        blank = plan.blank
        seed = (task.seed, task.number, _NETWORK, attempt)
        return Order(blank.lengths, blank.chords, plan.wishes, start, seed=seed)


def _draft(task: Task, bars: Bars, fallback: Bars) -> Draft:
    """What the network wrote, mended; without references whose manner a melody is to keep, it is made easy to sing."""
    material, moved = mended(task.plan, bars, fallback)
    if not task.windows:
        material = Bars(tidy(sung(task.plan, material.notes)), material.lengths, material.chords)
    return Draft(material, moved)


def _teller(tasks: Sequence[Task], first: int, tries: int, progress: Progress) -> Callable[[list[int]], None]:
    bars = [tries * task.plan.written for task in tasks]
    before, total, songs = sum(bars[:first]), max(sum(bars), 1), len(tasks)

    def tell(done: list[int]) -> None:
        written = before + sum(done)
        song = min(1 + written * songs // total, songs)
        progress.at(written / total, f"composing song {song} of {songs}" if songs > 1 else "composing")

    return tell
