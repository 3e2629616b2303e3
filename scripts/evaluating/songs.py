"""Songs composed for an evaluation: many orders at once, one draft each, and each read back from its MIDI bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.composing import scores
from modules.composing.copies import Known
from modules.composing.planning.request import PlanRequest
from modules.composing.songs import Song
from modules.generation.engines.composer.composition import Composed, Order, completed, others_of, tasks_of
from modules.generation.engines.composer.material import Networked, Rules, Writer
from modules.generation.engines.composer.references import References
from modules.generation.progress import silent_progress
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import Score

BATCH = 50


@dataclass(frozen=True)
class Heard:
    """A composed song, and what a listener finds in its file."""

    composed: Composed
    score: Score
    data: bytes

    @property
    def song(self) -> Song:
        """On the grid and at home, as references are read."""
        return scores.read(self.data, "made", "other")


class Studio:
    """Composes as the engine does, without sound."""

    def __init__(self, weights: Path, *, rules: bool = False) -> None:
        there = (weights / "composer.safetensors").is_file() and not rules
        self.writer: Writer = Networked(weights) if there else Rules()
        known = weights / "phrases.npz"
        self.known = Known.read(known) if known.is_file() else None

    def songs(
        self,
        requests: Sequence[PlanRequest],
        seed: int,
        liked: Sequence[References] | None = None,
        closeness: float = 0.6,
        *,
        apart: bool = False,
    ) -> list[Heard]:
        """One song for every request; liked: the references of each. apart: as orders of their own, best of a few."""
        references = liked or [References()] * len(requests)
        orders = [
            Order(request, seed + index, 1, closeness, like, self.known)
            for index, (request, like) in enumerate(zip(requests, references, strict=True))
        ]
        made = []
        size = 1 if apart else BATCH
        for first in range(0, len(orders), size):
            some = orders[first : first + size]
            tasks = [task for order in some for task in tasks_of(order)]
            drafts = self.writer.write(tasks, silent_progress())
            for order, task, mine in zip(some, tasks, drafts, strict=True):
                made.append(heard(completed(task, mine, others_of(order.references), order.known)))
        return made


def heard(composed: Composed) -> Heard:
    data = write_midi(composed.score)
    return Heard(composed, read_midi(data), data)
