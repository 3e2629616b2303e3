"""`Candidate`: a melody that can be sung over a backing, with its rank and the reasons for it."""

from dataclasses import dataclass
from typing import NamedTuple

from modules.composing.bars import Floats, Ints
from modules.composing.melody.backing import Backing

START, LENGTH, PITCH = range(3)
"""Columns of a line: [notes, 3] onset and duration in sixteenths of the backing, MIDI pitch; one note at a time."""


class MelodyNote(NamedTuple):
    """beat, beats: in quarters of the score of what was heard. start, seconds: in the backing."""

    beat: float
    beats: float
    start: float
    seconds: float
    pitch: int


@dataclass(frozen=True)
class Candidate:
    """rank: 1 is the best. score: higher is better, comparable between candidates for one backing. phrases: numbers of
    the notes that begin one, the first note's included.
    """

    notes: tuple[MelodyNote, ...]
    rank: int
    score: float
    phrases: tuple[int, ...]
    reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def notes_of(backing: Backing, line: Ints) -> tuple[MelodyNote, ...]:
    """A line of the backing as notes."""
    starts: Floats = backing.when(line[:, START])
    lasting: Floats = backing.when(line[:, START] + line[:, LENGTH]) - starts
    return tuple(
        MelodyNote(
            beat=backing.first + int(row[START]) / 4,
            beats=int(row[LENGTH]) / 4,
            start=round(float(start), 4),
            seconds=round(float(seconds), 4),
            pitch=int(row[PITCH]),
        )
        for row, start, seconds in zip(line, starts, lasting, strict=True)
    )


def phrases_of(line: Ints, rest: int = 2) -> tuple[int, ...]:
    """Numbers of the notes before which there is a rest of so many sixteenths, an eighth where it is not said."""
    if not len(line):
        return ()
    gaps = line[1:, START] - line[:-1, START] - line[:-1, LENGTH]
    return (0, *(int(place) + 1 for place in (gaps >= rest).nonzero()[0]))
