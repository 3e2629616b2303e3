"""Which bars of a melody come again: where a section of the backing returns, and where its chords go round."""

from typing import Final

import numpy as np

from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing, Stretch

_SHIFTS: Final = range(-4, 5)
"""Bars by which a returning section may begin earlier or later than it was heard to."""
_RETURNS: Final = 0.6
_BAR: Final = 0.5
"""Share of the quarters that must have the same chord, of a section and of a bar."""
_ROUND: Final = 8
_GOES_ROUND: Final = 0.75
_OWN_END: Final = 2
"""Bars at the end of a repeated round that are written anew."""
_FEWEST: Final = 2


def sources(backing: Backing, sung: Flags) -> Ints:
    """[bars] the bar whose melody is heard in each; its own number where it is written for itself."""
    source = np.arange(len(sung))
    for number, stretch in enumerate(backing.stretches):
        earlier = [one for one in backing.stretches[:number] if one.label == stretch.label]
        lag = _lag(backing, stretch, earlier, sung)
        if lag:
            _copy(source, _alike(backing, stretch, lag, sung) >= _BAR, stretch.start, lag)
        elif stretch.end - stretch.start >= 2 * _ROUND:
            _go_round(source, backing, stretch, sung)
    return source


def _alike(backing: Backing, stretch: Stretch, lag: int, sung: Flags) -> Floats:
    """[bars of the stretch] share of the quarters with the same chord so many bars earlier; 0 where nobody sings."""
    here = np.arange(stretch.start, stretch.end)
    there = here - lag
    known = (there >= 0) & (there < stretch.start)
    there = np.maximum(there, 0)
    chords, lengths = backing.bars.chords, backing.bars.lengths
    same = (chords[here] == chords[there]).mean(axis=1)
    return np.asarray(same * known * sung[here] * sung[there] * (lengths[here] == lengths[there]))


def _lag(backing: Backing, stretch: Stretch, earlier: list[Stretch], sung: Flags) -> int:
    """How many bars earlier the same was heard; 0 where it was not."""
    best, found = _RETURNS, 0
    for one in earlier:
        for shift in _SHIFTS:
            lag = stretch.start - one.start - shift
            if lag < _ROUND:
                continue
            alike = float(_alike(backing, stretch, lag, sung).mean()) - 0.01 * abs(shift)
            if alike > best:
                best, found = alike, lag
    return found


def _copy(source: Ints, alike: Flags, start: int, lag: int) -> None:
    """Runs of bars that are alike, single ones left out, take the melody of the bars so much earlier."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], alike.astype(int), [0]])))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first >= _FEWEST:
            bars = np.arange(start + first, start + last)
            source[bars] = source[bars - lag]


def _go_round(source: Ints, backing: Backing, stretch: Stretch, sung: Flags) -> None:
    """The second eight bars begin as the first did, where their chords do."""
    for start in range(stretch.start + _ROUND, stretch.end - _ROUND + 1, 2 * _ROUND):
        bars = np.arange(start, start + _ROUND - _OWN_END)
        same = (backing.bars.chords[bars] == backing.bars.chords[bars - _ROUND]).mean()
        even = (backing.bars.lengths[bars] == backing.bars.lengths[bars - _ROUND]).all()
        if same >= _GOES_ROUND and even and sung[bars].all() and sung[bars - _ROUND].all():
            source[bars] = source[bars - _ROUND]
