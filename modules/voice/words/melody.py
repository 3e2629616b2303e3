"""`MelodyNote`: a note that waits for its syllable, and the phrases that such notes make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

SHORTEST: Final = 0.14
"""Seconds: nothing shorter carries a syllable of its own that can be understood."""


@dataclass(frozen=True)
class MelodyNote:
    """start and seconds in seconds. strength: of its beat, 0 to 1. phrase: the number of the phrase it belongs to."""

    start: float
    seconds: float
    pitch: int
    strength: float = 0.5
    phrase: int = 0

    @property
    def end(self) -> float:
        return self.start + self.seconds


def phrases_of(melody: Sequence[MelodyNote]) -> list[list[MelodyNote]]:
    ordered = sorted(melody, key=lambda note: note.start)
    return [list(notes) for _, notes in groupby(ordered, key=lambda note: note.phrase)]


def halved(notes: Sequence[MelodyNote], wanted: int) -> list[MelodyNote]:
    """As many notes as wanted, by parting the longest again and again, but none into less than can be sung."""
    made = list(notes)
    while len(made) < wanted:
        at = max(range(len(made)), key=lambda place: (made[place].seconds, -place))
        note, half = made[at], made[at].seconds / 2
        if half < SHORTEST:
            break
        weaker = replace(note, start=note.start + half, seconds=half, strength=0.5 * note.strength)
        made[at : at + 1] = [replace(note, seconds=half), weaker]
    return made
