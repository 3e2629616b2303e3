"""Which ticks of the pulse are beats, and which begin a bar: judged tick by tick, decided over the whole piece."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Floats, Ints

NEITHER, BEAT, DOWNBEAT = range(3)
_AROUND: Final = 8
_COMBS: Final = (2, 3, 4, 6, 8, 12, 16, 24)
_TEETH: Final = 4
_COMBED: Final = (1, 3, 7, 8, 9, 10, 11, 12)
"""Columns of `accents` that are also looked at far away, at multiples of some ticks."""
DIVISIONS: Final = (2, 3, 4, 6)
METRES: Final = (2, 3, 4, 5, 6, 7)
RARE: Final = {2: 6.0, 3: 4.0, 4: 0.0, 5: 14.0, 6: 8.0, 7: 14.0}
"""What a bar of so many beats has to be better by; bars of four are most of what is recorded."""
_SLIP: Final = 7.0
_NEW_BAR: Final = 5.0


@dataclass(frozen=True, eq=False)
class Metre:
    """beats: numbers of ticks. first: numbers of those beats that begin a bar. division: ticks a beat. count: beats a
    bar.

    sure: how much likelier than the next best count, and division, 0..1.
    """

    beats: Ints
    first: Ints
    division: int
    count: int
    sure: float
    sure_of_level: float


def described(accent: Floats, period: Floats) -> Floats:
    """[ticks, features] the accents around every tick, and at multiples of some ticks; period: [ticks] seconds."""
    scaled = accent / (accent.mean(axis=0) + 1e-3)
    scaled = np.clip(scaled, 0, 6).astype(np.float32)
    padded = np.pad(scaled, ((_AROUND, _AROUND), (0, 0)))
    count = len(scaled)
    columns = [padded[k : k + count] for k in range(2 * _AROUND + 1)]
    reach = max(_COMBS) * _TEETH
    far = np.pad(scaled[:, _COMBED], ((reach, reach), (0, 0)))
    there = np.pad(np.ones(count), reach)
    for comb in _COMBS:
        steps = [step * comb for step in range(-_TEETH, _TEETH + 1) if step]
        known = sum(there[reach + step : reach + step + count] for step in steps)
        columns.append(sum(far[reach + step : reach + step + count] for step in steps) / np.maximum(known, 1)[:, None])
    columns.append(np.log2(np.maximum(period, 0.05) / 0.23)[:, None])
    return np.asarray(np.concatenate(columns, axis=1), dtype=np.float32)


def metre_of(accent: Floats, period: Floats, judge: Perceptron) -> Metre:
    """The best metre there is for these ticks; sure near 0 where nothing speaks for any."""
    chances = judge.chances(described(accent, period))
    likely = np.log(np.maximum(chances, 1e-4))
    found = [(_path(likely, division, count), division, count) for division, count in product(DIVISIONS, METRES)]
    scores = np.array([score - RARE[count] for (score, _), _, count in found])
    best = int(scores.argmax())
    (_, places), division, count = found[best]
    levels = np.array([division for _, division, _ in found])
    other_level = scores[levels != division].max() if (levels != division).any() else -np.inf
    other_count = scores[levels == division][[c != count for (_, d, c) in found if d == division]].max()
    ticks = max(len(accent), 1)
    sure, level = (
        float(1 - np.exp(-20 * max(scores[best] - other, 0) / ticks)) for other in (other_count, other_level)
    )
    beats = np.flatnonzero(places % division == 0)
    return Metre(beats, np.flatnonzero(places[beats] == 0), division, count, sure, level)


def _path(likely: Floats, division: int, count: int) -> tuple[float, Ints]:
    """(score, place in the bar of every tick): bars follow each other, but for slips that cost."""
    length = division * count
    places = np.arange(length)
    kinds = np.where(places == 0, DOWNBEAT, np.where(places % division == 0, BEAT, NEITHER))
    said = likely[:, kinds]
    onbeat = places % division == 0
    score = said[0].copy()
    came = np.zeros((len(said), length), dtype=np.int64)
    before = np.roll(places, 1)
    for tick in range(1, len(said)):
        best = score[before]
        come = before.copy()
        leap = int(score.argmax())
        slipped = score[leap] - _SLIP
        ended = np.where(onbeat[(places + 1) % length], score, -np.inf)
        last = int(ended.argmax())
        better = slipped > best
        best, come = np.where(better, slipped, best), np.where(better, leap, come)
        if ended[last] - _NEW_BAR > best[0]:
            best[0], come[0] = ended[last] - _NEW_BAR, last
        came[tick] = come
        score = best + said[tick]
    place = int(score.argmax())
    total, path = float(score[place]), [place]
    for tick in range(len(said) - 1, 0, -1):
        place = int(came[tick, place])
        path.append(place)
    return total, np.array(path[::-1], dtype=np.int64)
