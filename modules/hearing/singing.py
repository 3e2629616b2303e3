"""Where a voice would sing: judged bar by bar from what plays beneath it, decided over the whole piece."""

from typing import Final

import numpy as np

from modules.hearing.evidence import END, PITCH, START, WEIGHT
from modules.hearing.findings import Parts
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Flags, Floats

_AROUND: Final = 2
_EDGE: Final = 16
"""Bars from either end that are told apart."""
_TURN: Final = 2.2
"""What it costs to begin or to stop singing."""
_RATHER: Final = 0.4
"""How much, in log odds, it is better to sing through a gap than to fall silent where people sing."""
_HIGH: Final = 64


def described(parts: Parts, bars: Floats, seconds: float) -> Floats:
    """[bars, features] how much each bar and its neighbours play, how high, and where in the piece they are."""
    own = _measured(parts, bars, seconds)
    count = len(bars)
    padded = np.pad(own, ((_AROUND, _AROUND), (0, 0)), mode="edge")
    near = [padded[step : step + count] for step in range(2 * _AROUND + 1)]
    wide = np.pad(own, ((4, 4), (0, 0)), mode="edge")
    sums = np.concatenate([np.zeros((1, own.shape[1])), np.cumsum(wide, axis=0)])
    number = np.arange(count)
    place = [np.minimum(number, _EDGE), np.minimum(count - 1 - number, _EDGE), number / count]
    place += [np.minimum(bars, 40.0) / 10, np.minimum(seconds - bars, 40.0) / 10, number < 4]
    columns = [*near, (sums[8:][1:] - sums[:-9]) / 9, np.stack(place, axis=1)]
    return np.asarray(np.concatenate(columns, axis=1), dtype=np.float32)


def _measured(parts: Parts, bars: Floats, seconds: float) -> Floats:
    """[bars, 8] against the piece's own usual bar: strikes, high strikes, leading line, bass, force, height, length."""
    notes = parts.pitched
    ends = np.append(bars[1:], max(seconds, float(bars[-1]) + 0.5))
    length = ends - bars

    def total(rows: Floats, values: Floats) -> Floats:
        at = np.searchsorted(bars, rows[:, START] + 0.03, side="right") - 1
        inside = at >= 0
        return np.asarray(np.bincount(at[inside], weights=values[inside], minlength=len(bars))[: len(bars)])

    struck = total(notes, np.ones(len(notes)))
    height = total(notes, notes[:, PITCH]) / np.maximum(struck, 1)
    lead = parts.melody
    columns = [struck, total(notes, (notes[:, PITCH] >= _HIGH) * 1.0), total(lead, np.ones(len(lead)))]
    columns += [total(parts.bass, np.ones(len(parts.bass))), total(notes, notes[:, WEIGHT])]
    columns += [total(lead, lead[:, END] - lead[:, START])]
    relative = [np.minimum(column / length / (np.median(column / length) + 0.2), 4.0) for column in columns]
    heights = [(height - np.median(height)) / 12, (struck == 0) * 1.0]
    return np.stack([*relative, *heights], axis=1)


def chances(parts: Parts, bars: Floats, seconds: float, judge: Perceptron) -> Floats:
    """[bars] how likely a voice sings in each."""
    if not len(bars):
        return np.zeros(0, dtype=np.float32)
    return judge.chances(described(parts, bars, seconds))[:, 1]


def sung(chance: Floats) -> Flags:
    """[bars] whether to sing: the likeliest way with few beginnings and ends."""
    if not len(chance):
        return np.zeros(0, dtype=bool)
    likely = np.log(np.clip(np.stack([1 - chance, chance], axis=1), 1e-3, 1))
    likely[:, 1] += _RATHER
    score, came = likely[0], []
    for row in likely[1:]:
        turned = score[::-1] - _TURN
        came.append(turned > score)
        score = np.maximum(score, turned) + row
    path = [int(score.argmax())]
    for turn in reversed(came):
        path.append(path[-1] ^ int(turn[path[-1]]))
    return np.array(path[::-1], dtype=bool)
