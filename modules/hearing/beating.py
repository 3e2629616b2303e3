"""When the beats are: ticks, metre, and a steady grid where the piece keeps one."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from modules.hearing.evidence import Evidence, accents
from modules.hearing.findings import Time
from modules.hearing.metre import Metre, metre_of
from modules.hearing.perceptron import Perceptron
from modules.hearing.pulse import pulse_of
from modules.hearing.sound import FRAMES_A_SECOND, Floats, Ints

_STEADY: Final = 0.018
"""Seconds, root mean square, that beats may lie off a grid that is called steady."""
_STRAY: Final = 0.05
_FEWEST_TICKS: Final = 12
_COMPOUND: Final = (3, 6)
NO_TIME: Final = Time(np.zeros(0), np.zeros(0, dtype=np.int64), 4, (4, 4), 0.0, (), steady=False)


@dataclass(frozen=True, eq=False)
class Beaten:
    """clear: how steady a pulse there is at all, 0..1."""

    time: Time
    clear: float
    sure: dict[str, float]


NOT_BEATEN: Final = Beaten(NO_TIME, 0.0, {"beats": 0.0, "downbeats": 0.0, "tempo": 0.0, "metre": 0.0})


def beaten(evidence: Evidence, judges: dict[str, Perceptron]) -> Beaten:
    """Beats, bars and tempo of a piece; NOT_BEATEN where there is too little to go by."""
    frames, period, clear = pulse_of(evidence.onsets())
    if len(frames) < _FEWEST_TICKS or not len(evidence.notes):
        return NOT_BEATEN
    ticks = frames / FRAMES_A_SECOND
    lasting = period[np.clip(frames.astype(int), 0, len(period) - 1)] / FRAMES_A_SECOND
    metre = metre_of(accents(evidence, ticks), lasting, judges["ticks"], judges["level"])
    if len(metre.beats) < 2:
        return NOT_BEATEN
    time = timed(ticks[metre.beats].astype(np.float64), metre.first, metre.division, metre.count)
    struck = _struck(evidence, ticks[metre.beats])
    sure = _sureness(time, metre, clear, struck)
    return Beaten(time, clear, sure)


def timed(beats: Floats, downbeats: Ints, division: int, count: int) -> Time:
    """The time of beats in seconds: put on a steady grid where they hardly leave it."""
    fitted = _fitted(beats)
    steady = fitted is not None
    beats = beats if fitted is None else fitted
    tempo = 60.0 / float(np.median(np.diff(beats)))
    metre = (3 * count, 8) if division in _COMPOUND else (count, 4)
    tempo_map = ((float(beats[0]), tempo),) if steady else _tempo_map(beats, downbeats)
    return Time(beats, downbeats, division, metre, tempo, tempo_map, steady)


def _fitted(beats: Floats) -> Floats | None:
    """The steady grid by least squares, strays left out; None where the beats are not on one."""
    if len(beats) < 8:
        return None
    number = np.arange(len(beats))
    kept = np.ones(len(beats), dtype=bool)
    line = np.polyfit(number, beats, 1)
    for _ in range(4):
        line = np.polyfit(number[kept], beats[kept], 1)
        off = np.abs(beats - np.polyval(line, number))
        kept = off < max(_STRAY, 2.5 * float(np.median(off)))
    off = beats - np.polyval(line, number)
    if float(np.sqrt(np.mean(off[kept] ** 2))) > _STEADY or kept.mean() < 0.93 or np.abs(off).max() > 3 * _STRAY:
        return None
    return np.asarray(np.polyval(line, number))


def _tempo_map(beats: Floats, downbeats: Ints) -> tuple[tuple[float, float], ...]:
    """(seconds, beats a minute) from every bar line on."""
    lines = downbeats if len(downbeats) > 1 else np.arange(0, len(beats), 4)
    lines = np.unique(np.append(lines, len(beats) - 1))
    return tuple(
        (float(beats[one]), 60.0 * (two - one) / float(beats[two] - beats[one]))
        for one, two in pairwise(lines.tolist())
    )


def _struck(evidence: Evidence, beats: Floats) -> float:
    """Share of the beats at which something begins, within 40 ms."""
    curve = evidence.onsets()
    frames = np.rint(beats * FRAMES_A_SECOND).astype(int)
    near = np.clip(frames[:, None] + np.arange(-3, 4), 0, max(len(curve) - 1, 0))
    return float((curve[near].max(axis=1) > 0.5).mean())


def _sureness(time: Time, metre: Metre, clear: float, struck: float) -> dict[str, float]:
    gaps = np.diff(time.beats)
    even = float(np.exp(-8 * np.median(np.abs(gaps / np.median(gaps) - 1))))
    beats = clear * struck * even
    many = min(1.0, len(time.beats) / 16)
    return {
        "beats": round(beats * many, 3),
        "tempo": round(clear * even * many * (0.5 + 0.5 * metre.sure_of_level), 3),
        "metre": round(beats * many * metre.sure, 3),
        "downbeats": round(beats * many * metre.sure, 3),
    }
