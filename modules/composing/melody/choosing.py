"""Which of ten lines sings when: pairs of bars are judged, and the best way through them is found."""

from typing import Final, NamedTuple

import numpy as np

from modules.composing.arranging.voicing import TONES
from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import LENGTH, PITCH, START
from modules.composing.melody.lanes import chords_at, home

_BARS: Final = 2
_TONES: Final = 0.62
"""Share of the notes that should be tones of their chords: people sing .65, and some are mended later; more is no
merit.
"""
_STEP, _SMALL = 2.5, 0.45
"""Semitones from note to note, on average, and share of the steps that are a second."""
_WIDE: Final = 7
_SWITCH: Final = 0.5
_LEAD: Final = 1.0
"""What leaving one's lane costs, and what the lane that leads is better by, each pair of bars."""
_EMPTY: Final = 6.0


class Unit(NamedTuple):
    """Bars from start to before end that are chosen together. closes: whether a phrase comes to rest in them."""

    start: int
    end: int
    closes: bool


def units_of(written: Flags) -> list[Unit]:
    """Runs of bars in pairs; every second pair closes, and so does the end of a run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], written.astype(int), [0]])))
    found = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        starts = list(range(first, last, _BARS))
        for number, start in enumerate(starts):
            end = min(start + _BARS, last)
            found.append(Unit(start, end, number % 2 == 1 or end == last))
    return found


class Judged(NamedTuple):
    """units: pairs of bars. pieces: [units][lanes] notes. cost: [units, lanes]."""

    units: list[Unit]
    pieces: list[list[Ints]]
    cost: Floats


def judged(backing: Backing, lanes: list[Ints], written: Flags, voice: tuple[int, int]) -> Judged:
    """Every line in every pair of bars."""
    units, lines = units_of(written), backing.lines
    pieces = [
        [lane[(lane[:, START] >= lines[unit.start]) & (lane[:, START] < lines[unit.end])] for lane in lanes]
        for unit in units
    ]
    cost = [[_cost(backing, piece, unit, voice) for piece in row] for row, unit in zip(pieces, units, strict=True)]
    crowd = [[len(piece) for piece in row] for row in pieces]
    usual = np.median(np.array(crowd, dtype=float), axis=1, keepdims=True) if units else np.zeros((0, 1))
    far = np.abs(np.array(crowd) - usual) / (usual + 2) if units else np.zeros((0, len(lanes)))
    return Judged(units, pieces, np.array(cost).reshape(len(units), len(lanes)) + 2.0 * far)


def _cost(backing: Backing, piece: Ints, unit: Unit, voice: tuple[int, int]) -> float:
    """How ill these notes sit together, on their chords and in the voice."""
    if len(piece) < 2:
        return _EMPTY
    pitch, chord = piece[:, PITCH], chords_at(backing, piece[:, START])
    at_home = (pitch + home(backing, piece[:, START])) % 12
    tone = (TONES[chord, at_home] == 1) | (chord == 0)
    leaps = np.abs(np.diff(pitch))
    heavy = piece[:, LENGTH] >= 4
    outside = np.maximum(voice[0] - pitch, 0) + np.maximum(pitch - voice[1], 0)
    cost = 0.25 * float(np.maximum(leaps - _WIDE, 0).sum()) / len(pitch) * 4
    cost += 1.5 * abs(float(tone.mean()) - _TONES)
    cost += 0.5 * float((heavy & ~tone).sum()) + 0.35 * float(np.minimum(outside, 6).mean())
    small = float(((leaps > 0) & (leaps <= 2)).mean())
    cost += 3.0 * max(float((leaps == 0).mean()) - 0.15, 0.0) + 2.0 * max(_SMALL - small, 0.0)
    cost += 0.5 * abs(float(leaps.mean()) - _STEP)
    if unit.closes:
        cost += 1.2 * float(not tone[-1]) + 0.6 * float(piece[-1, LENGTH] < 3)
    return cost


def woven(found: Judged, lead: int) -> tuple[Ints, float]:
    """(the best line that keeps to one lane where it can, what it costs a pair of bars)."""
    if not found.units:
        return np.zeros((0, 3), dtype=np.int64), 0.0
    lanes = found.cost.shape[1]
    own = found.cost + _LEAD * (np.arange(lanes) != lead)
    score, came = own[0], []
    for number in range(1, len(found.units)):
        price = _SWITCH * (1 - np.eye(lanes)) + _joins(found.pieces[number - 1], found.pieces[number])
        ways = score[:, None] + price
        came.append(ways.argmin(axis=0))
        score = ways.min(axis=0) + own[number]
    path = [int(score.argmin())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    path.reverse()
    notes = [row[lane] for row, lane in zip(found.pieces, path, strict=True)]
    paid = [found.cost[unit, lane] for unit, lane in enumerate(path)]
    return np.concatenate(notes), float(np.mean(paid))


def _joins(before: list[Ints], after: list[Ints]) -> Floats:
    """[lanes, lanes] what the leap from the end of one piece to the beginning of the next costs."""
    last = np.array([piece[-1, PITCH] if len(piece) else -1 for piece in before])
    first = np.array([piece[0, PITCH] if len(piece) else -1 for piece in after])
    leap = np.abs(last[:, None] - first[None])
    known = (last >= 0)[:, None] & (first >= 0)[None]
    return np.asarray(0.3 * np.maximum(leap - 5, 0) * known)
