"""Which bars of a melody come again: where a section of the backing returns, and where its chords go round."""

from typing import Final

import numpy as np

from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing, Stretch

_BAR: Final = 0.5
"""Share of the quarters of a bar that must have the same chord."""
_FEWEST: Final = 4
"""Bars in a row that return together."""
_NEAREST: Final = 16
"""Bars that must lie between a bar and its return within one section; half of it between two."""
_TIMES: Final = 3
"""Places from which one section may take what it repeats."""
_ROUND: Final = 8
_GOES_ROUND: Final = 0.75
_OWN_END: Final = 2
"""Bars at the end of a repeated round that are written anew."""


def sources(backing: Backing, sung: Flags) -> Ints:
    """[bars] the bar whose melody is heard in each; its own number where it is written for itself."""
    source = np.arange(len(sung))
    for stretch in backing.stretches:
        for _ in range(_TIMES):
            alike, lag = _return(backing, stretch, source, sung)
            if not lag:
                break
            bars = stretch.start + np.flatnonzero(alike > 0)
            source[bars] = source[bars - lag]
        if stretch.end - stretch.start >= 2 * _ROUND:
            _go_round(source, backing, stretch, sung)
    return source


def _return(backing: Backing, stretch: Stretch, source: Ints, sung: Flags) -> tuple[Floats, int]:
    """(how alike the bars of the stretch are that return, by how many bars); 0 bars where nothing does."""
    best: tuple[Floats, int] = (np.zeros(0), 0)
    for lag in range(_NEAREST // 2, stretch.end):
        alike = _runs(_alike(backing, stretch, lag, sung) * (source[stretch.start : stretch.end] == _own(stretch)))
        if alike.sum() > best[0].sum():
            best = (alike, lag)
    return best


def _own(stretch: Stretch) -> Ints:
    return np.arange(stretch.start, stretch.end)


def _alike(backing: Backing, stretch: Stretch, lag: int, sung: Flags) -> Floats:
    """[bars of the stretch] share of the quarters with the same chord so many bars earlier; 0 where that is no return
    of a section, and where nobody sings.
    """
    here = _own(stretch)
    there = here - lag
    known = (there >= 0) & ((there < stretch.start) | (lag >= _NEAREST)) & _labelled(backing, stretch.label)[there]
    chords, lengths = backing.bars.chords, backing.bars.lengths
    same = (chords[here] == chords[there]).mean(axis=1)
    return np.asarray(same * known * sung[here] * sung[there] * (lengths[here] == lengths[there]))


def _labelled(backing: Backing, label: str) -> Flags:
    """[bars] that lie in sections of that label."""
    found = np.zeros(len(backing.bars), dtype=bool)
    for stretch in backing.stretches:
        found[stretch.start : stretch.end] = stretch.label == label
    return found


def _runs(alike: Floats) -> Floats:
    """The same without bars that are too unlike, and without runs that are too short."""
    kept = alike * (alike >= _BAR)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (kept > 0).astype(int), [0]])))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first < _FEWEST:
            kept[first:last] = 0
    return np.asarray(kept)


def _go_round(source: Ints, backing: Backing, stretch: Stretch, sung: Flags) -> None:
    """The second eight bars begin as the first did, where their chords do and both were written for themselves."""
    for start in range(stretch.start + _ROUND, stretch.end - _ROUND + 1, 2 * _ROUND):
        bars = np.arange(start, start + _ROUND - _OWN_END)
        before = bars - _ROUND
        same = (backing.bars.chords[bars] == backing.bars.chords[before]).mean()
        even = (backing.bars.lengths[bars] == backing.bars.lengths[before]).all()
        own = (source[bars] == bars).all() and sung[bars].all() and sung[before].all()
        if same >= _GOES_ROUND and even and own:
            source[bars] = source[before]
