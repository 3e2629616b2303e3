"""`Bars`, music as the composing network reads and writes it: notes on a grid of sixteenths, bar by bar, in C major
or A minor.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[Any]
Flags: TypeAlias = npt.NDArray[np.bool_]

MELODY, BRIDGE, ACCOMPANIMENT = 0, 1, 2
PARTS = 3
SLOTS = 16
BEATS = 4
LOWEST, PITCHES = 21, 88
DURATIONS: Ints = np.array([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32], dtype=np.int64)
BAR, SLOT, PART, PITCH, DURATION = range(5)


@dataclass(frozen=True)
class Bars:
    """Notes of whole bars.

    notes: [notes, 5] bar, slot (sixteenth in the bar), part, MIDI pitch, duration in sixteenths; sorted and without
    duplicates.
    lengths: [bars] sixteenths in each bar, at most 16. chords: [bars, 4] chord of every quarter, ids of `chords`.
    """

    notes: Ints
    lengths: Ints
    chords: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    def window(self, start: int, count: int) -> "Bars":
        """The bars from start on, numbered from 0 again."""
        low, high = np.searchsorted(self.notes[:, BAR], [start, start + count])
        notes = self.notes[low:high].copy()
        notes[:, BAR] -= start
        return Bars(notes, self.lengths[start : start + count], self.chords[start : start + count])

    def only(self, parts: list[int]) -> "Bars":
        """The same bars with nothing but these parts."""
        return replace(self, notes=self.notes[np.isin(self.notes[:, PART], parts)])

    def without(self, parts: list[int]) -> "Bars":
        """The same bars with these parts silent."""
        return replace(self, notes=self.notes[~np.isin(self.notes[:, PART], parts)])

    def joined(self, other: "Bars") -> "Bars":
        """Both at once: the notes of other added to these bars."""
        return replace(self, notes=tidy(np.concatenate([self.notes, other.notes])))


def tidy(notes: Ints) -> Ints:
    """Sort by (bar, slot, part, pitch), keep the longest of duplicates, round durations to the known ones, fold
    pitches into the piano's.
    """
    notes = notes.copy()
    pitch = notes[:, PITCH]
    pitch = np.where(pitch < LOWEST, LOWEST + (pitch - LOWEST) % 12, pitch)
    top = LOWEST + PITCHES - 1
    notes[:, PITCH] = np.where(pitch > top, top - 11 + (pitch - top + 11) % 12, pitch)
    notes[:, DURATION] = DURATIONS[duration_bins(notes[:, DURATION])]
    order = np.lexsort((-notes[:, DURATION], notes[:, PITCH], notes[:, PART], notes[:, SLOT], notes[:, BAR]))
    notes = notes[order]
    fresh = np.ones(len(notes), dtype=bool)
    fresh[1:] = (notes[1:, :DURATION] != notes[:-1, :DURATION]).any(axis=1)
    kept: Ints = notes[fresh]
    return kept


def duration_bins(durations: npt.ArrayLike) -> Ints:
    """Index of the nearest known duration."""
    edges = (DURATIONS[1:] + DURATIONS[:-1]) / 2
    return np.searchsorted(edges, np.asarray(durations), side="right").astype(np.int64)


def silence(lengths: Ints, chords: Ints | None = None) -> Bars:
    """Bars without a note."""
    empty = np.zeros((len(lengths), BEATS), dtype=np.int64) if chords is None else chords
    return Bars(np.zeros((0, 5), dtype=np.int64), np.asarray(lengths, dtype=np.int64), empty)


def concatenate(pieces: list[Bars]) -> Bars:
    """One after the other."""
    moved, first = [], 0
    for piece in pieces:
        moved.append(piece.notes + np.array([first, 0, 0, 0, 0]))
        first += len(piece)
    return Bars(
        np.concatenate(moved), np.concatenate([p.lengths for p in pieces]), np.concatenate([p.chords for p in pieces])
    )
