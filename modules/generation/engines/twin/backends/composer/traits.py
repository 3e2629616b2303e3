"""What makes a manner tell itself: rhythms, lengths, leaps, fullness and height of each part, as one row of numbers."""

from typing import Final

import numpy as np

from modules.composing.bars import ACCOMPANIMENT, BAR, DURATION, MELODY, PART, PITCH, SLOT, SLOTS, Bars, Floats, Ints

_LENGTHS: Final = np.array([2, 3, 5, 9])
_LEAPS: Final = np.array([1, 3, 5, 8, 12])
_BLOCKS: Final = 5
"""Groups of numbers a part has; each counts as much as any other."""


def traits(bars: Bars) -> Floats:
    """[numbers] of some bars, the same for all of their keys."""
    return np.concatenate([_part(bars, part) for part in (MELODY, ACCOMPANIMENT)])


def distance(one: Floats, other: Floats) -> float:
    """0 for the same, about 1 for what has nothing in common."""
    return float(np.abs(one - other).sum() / (2 * _BLOCKS))


def _part(bars: Bars, part: int) -> Floats:
    notes = bars.notes[bars.notes[:, PART] == part]
    where = notes[:, BAR] * SLOTS + notes[:, SLOT]
    onsets, count = np.unique(where), max(len(bars), 1)
    if not len(notes):
        return np.concatenate([np.zeros(SLOTS), np.zeros(len(_LENGTHS) + 1), np.zeros(len(_LEAPS) + 1), np.zeros(3)])
    rhythm = np.bincount(onsets % SLOTS, minlength=SLOTS) / len(onsets) / 2
    lengths = _shares(np.digitize(notes[:, DURATION], _LENGTHS), len(_LENGTHS) + 1) / 2
    line = _top(notes, where)
    leaps = _shares(np.digitize(np.abs(np.diff(line)), _LEAPS), len(_LEAPS) + 1) / 2
    busy, full, height = len(onsets) / count / SLOTS, len(notes) / len(onsets) / 4, (notes[:, PITCH].mean() - 40) / 48
    return np.concatenate([rhythm, lengths, leaps, [busy, full, height]])


def _shares(kinds: Ints, choices: int) -> Floats:
    return np.bincount(kinds, minlength=choices) / max(len(kinds), 1)


def _top(notes: Ints, where: Ints) -> Ints:
    """The highest note of every onset."""
    order = np.lexsort((-notes[:, PITCH], where))
    fresh = np.append(True, np.diff(where[order]) > 0)
    top: Ints = notes[order][fresh][:, PITCH]
    return top
