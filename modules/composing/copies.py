"""Finds what a song shares with music that was there before: the longest run of notes, by intervals and rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from modules.composing.bars import ACCOMPANIMENT, BAR, PART, PARTS, PITCH, SLOT, Bars, Ints

MOST: Final = 8
"""Notes that a song may share with another before it is changed."""
Hashes = npt.NDArray[np.uint64]
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Line:
    """A single voice. onsets: sixteenths (or ticks) from the beginning; pitches; steps: hashed (interval, delay)."""

    onsets: Ints
    pitches: Ints
    steps: Hashes


@dataclass(frozen=True)
class Run:
    """The longest run shared: how many notes, where it begins in the line, and with what."""

    notes: int = 0
    start: int = 0
    source: str | None = None


def line_of(onsets: Ints, pitches: Ints) -> Line:
    """The highest note of every onset; delays of more than two bars count as two."""
    order = np.lexsort((-pitches, onsets))
    onsets, pitches = onsets[order], pitches[order]
    fresh = np.append(True, onsets[1:] != onsets[:-1]) if len(onsets) else np.zeros(0, dtype=bool)
    onsets, pitches = onsets[fresh], pitches[fresh]
    steps = (np.diff(pitches) + 128) * 64 + np.minimum(np.diff(onsets), 32)
    return Line(onsets, pitches, _mixed(steps.astype(np.uint64)))


def lines_of(bars: Bars, parts: Sequence[int] = tuple(range(PARTS))) -> list[Line]:
    """One for every part."""
    starts = np.concatenate([[0], np.cumsum(bars.lengths)])
    found = []
    for part in parts:
        notes = bars.notes[bars.notes[:, PART] == part]
        found.append(line_of(starts[notes[:, BAR]] + notes[:, SLOT], notes[:, PITCH]))
    return [line for line in found if len(line.pitches) > 1]


def grams(line: Line, notes: int) -> Hashes:
    """Hashes of all runs of so many notes."""
    count = len(line.steps) - notes + 2
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for offset in range(notes - 1):
        total = total * _BASE + line.steps[offset : offset + count]
    return _mixed(total)


def longest(line: Line, other: Line) -> tuple[int, int]:
    """Notes of the longest run that both have, and where it begins in the first: by halving."""
    low, high, start = 0, min(len(line.pitches), len(other.pitches)), 0
    while low < high:
        middle = (low + high + 1) // 2
        shared = np.flatnonzero(np.isin(grams(line, middle), grams(other, middle))) if middle > 1 else np.zeros(1, int)
        if len(shared):
            low, start = middle, int(shared[0])
        else:
            high = middle - 1
    return low, start


class Known:
    """What a network learned from, as hashes of all runs of nine notes; made by `scripts/build_copy_index.py`."""

    def __init__(self, hashes: npt.NDArray[np.uint32]) -> None:
        self._hashes = hashes

    @classmethod
    def read(cls, path: Path) -> "Known":
        with np.load(path) as file:
            return cls(np.cumsum(file["gaps"], dtype=np.uint64).astype(np.uint32))

    def run(self, line: Line) -> Run:
        """Runs of up to eight notes are not told apart: a run of 8 means at most 8."""
        hashes = short(grams(line, MOST + 1))
        places = np.minimum(np.searchsorted(self._hashes, hashes), max(len(self._hashes) - 1, 0))
        hits = self._hashes[places] == hashes if len(self._hashes) else np.zeros(len(hashes), dtype=bool)
        best, start, length = MOST, 0, 0
        for index, hit in enumerate(hits.tolist()):
            length = length + 1 if hit else 0
            if MOST + length > best:
                best, start = MOST + length, index - length + 1
        return Run(min(best, len(line.pitches)), start, "training" if best > MOST else None)


def short(hashes: Hashes) -> npt.NDArray[np.uint32]:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def packed(hashes: npt.NDArray[np.uint32]) -> dict[str, Any]:
    """What `Known.read` reads: gaps between sorted hashes, which compress well."""
    ordered = np.unique(hashes)
    return {"gaps": np.diff(ordered, prepend=np.uint32(0))}


def against(line: Line, references: Sequence[tuple[str, list[Line]]]) -> Run:
    """The longest run that a line shares with any line of any reference."""
    best = Run()
    for name, others in references:
        for other in others:
            notes, start = longest(line, other)
            best = Run(notes, start, name) if notes > best.notes else best
    return best


def voices(bars: Bars) -> list[Line]:
    """Melody, bridge and the top of the accompaniment, as references are compared."""
    return lines_of(bars, (0, 1, ACCOMPANIMENT))


def _mixed(values: Hashes) -> Hashes:
    """SplitMix64's finaliser."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return np.asarray(values ^ (values >> np.uint64(31)), dtype=np.uint64)
