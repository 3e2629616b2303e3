"""Where a melody falls silent: phrases as long as people's, pauses where they are likeliest, nothing left in them."""

from typing import Final

import numpy as np

from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import START
from modules.composing.melody.manner import Manner
from modules.composing.melody.pausing import quarters

_LEANING: Final = 2.2
"""What a pause is worth beside its likelihood."""
_LOST: Final = 0.45
"""What each note that a pause takes away costs."""
_SHORTEST, _LONGEST = 2, 40
"""Quarters of a phrase."""
_STRICT: Final = 1.2
"""How much it matters that a phrase is as long as others."""
_MOST: Final = 3
"""Quarters of a pause."""


def paused(line: Ints, backing: Backing, source: Ints, chance: Floats, manner: Manner) -> tuple[Ints, Flags]:
    """(the line without what lies in a pause, [quarters] where the pauses are). line: of the bars that are written for
    themselves. source: [bars] as of `sources`. chance: [quarters] how likely people pause there.
    """
    places = quarters(backing)
    at = np.searchsorted(places[:, 0], line[:, START], side="right") - 1
    crowd = np.bincount(at, minlength=len(places))
    own = (source[places[:, 1]] == places[:, 1]) & backing.sung[places[:, 1]]
    likely = np.clip(_shared(chance, places, source, backing.sung), 0.01, 0.99)
    worth = np.log(likely / (1 - likely)) + _LEANING - _LOST * crowd
    bars = max(int((np.bincount(places[:, 1], weights=crowd) > 0).sum()), 1)
    usual = manner.beats(len(line) / bars)
    silent = np.zeros(len(places), dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], own.astype(int), [0]])))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        silent[first:last] = _pauses(worth[first:last], usual)
    kept = line[~silent[at]]
    return kept, _everywhere(silent, places, source)


def _shared(chance: Floats, places: Ints, source: Ints, sung: Flags) -> Floats:
    """[quarters] the mean over every bar in which the same is sung, so that what returns is phrased alike."""
    first = _first(places, source)
    weight = sung[places[:, 1]].astype(float)
    total = np.bincount(first, weights=chance * weight, minlength=len(places))
    count = np.bincount(first, weights=weight, minlength=len(places))
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1e-9), chance))


def _first(places: Ints, source: Ints) -> Ints:
    """[quarters] the quarter from which each takes its notes."""
    begins = np.searchsorted(places[:, 1], np.arange(len(source)))
    return np.asarray(np.minimum(begins[source[places[:, 1]]] + places[:, 2], len(places) - 1))


def _everywhere(silent: Flags, places: Ints, source: Ints) -> Flags:
    return np.asarray(silent[_first(places, source)])


def _pauses(worth: Floats, usual: float) -> Flags:
    """[quarters] where to pause: the best row of phrases and pauses. worth: [quarters] of a pause there."""
    count = len(worth)
    total = np.concatenate([[0.0], np.cumsum(worth)])
    sizes = np.arange(_SHORTEST, _LONGEST + 1)
    price = -_STRICT * np.log(sizes / usual) ** 2
    best, came, rested = np.full(count + 1, -np.inf), np.zeros(count + 1, dtype=int), np.zeros(count + 1, dtype=int)
    best[0] = 0.0
    for end in range(1, count + 1):
        for rest in range(0 if end == count else 1, _MOST + 1):
            starts = end - rest - sizes
            starts = starts[starts >= 0]
            if not len(starts):
                continue
            reached = best[starts] + price[: len(starts)] + total[end] - total[end - rest]
            pick = int(reached.argmax())
            if reached[pick] > best[end]:
                best[end], came[end], rested[end] = reached[pick], starts[pick], rest
    silent = np.zeros(count, dtype=bool)
    end = count
    while end > 0 and np.isfinite(best[end]):
        silent[end - rested[end] : end] = True
        end = int(came[end])
    return silent
