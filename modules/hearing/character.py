"""How a piece feels and sounds as a whole: density, mood by the formula of decision 003, and the room it leaves for a
voice.
"""

from typing import Final

import numpy as np

from modules.hearing.evidence import END, PITCH, START, WEIGHT
from modules.hearing.findings import Parts
from modules.hearing.sound import Floats

_MAJOR: Final = np.array([0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081])
_MINOR: Final = np.array([0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052])
"""Albrecht and Shanahan's profiles, as decision 003 has them."""
_TOGETHER: Final = 0.03
_VOICES: Final = (48, 79)
"""Where voices sing, bass to soprano."""
_SPAN: Final = 16


def density_of(notes: Floats) -> float:
    """Moments a second at which something is struck."""
    if len(notes) < 2:
        return 0.0
    starts = np.sort(notes[:, START])
    moments = 1 + int((np.diff(starts) > _TOGETHER).sum())
    return moments / max(float(notes[:, END].max() - starts[0]), 1.0)


def affect_of(parts: Parts, tempo: float) -> tuple[float, float]:
    """(valence, arousal), -1..1: the cues and weights of decision 003, from notes alone."""
    notes = parts.pitched
    if not len(notes):
        return 0.0, 0.0
    mode = _clip(_mode_difference(notes) / 0.35)
    pace = _clip(np.log2(max(tempo, 1.0) / 100))
    dense = _clip(np.log2(max(density_of(notes), 1e-3) / 4) / 2)
    register = _clip((float(notes[:, PITCH].mean()) - 63) / 15)
    force = _clip((127 * float(notes[:, WEIGHT].mean()) - 70) / 40)
    short = _clip((0.75 - _length_ratio(notes)) / 0.25)
    valence = 0.55 * mode + 0.18 * pace + 0.12 * register - 0.08 * force + 0.07 * short
    arousal = 0.30 * pace + 0.30 * force + 0.25 * dense + 0.10 * short + 0.05 * register
    return float(valence), float(arousal)


def _mode_difference(notes: Floats) -> float:
    length = notes[:, END] - notes[:, START]
    histogram = np.bincount(notes[:, PITCH].astype(int) % 12, weights=length, minlength=12)
    centred = histogram - histogram.mean()
    best = []
    for profile in (_MAJOR, _MINOR):
        rolled = np.stack([np.roll(profile - profile.mean(), tonic) for tonic in range(12)])
        best.append((rolled @ centred / (np.linalg.norm(rolled[0]) * np.linalg.norm(centred) + 1e-9)).max())
    return float(best[0] - best[1])


def _length_ratio(notes: Floats) -> float:
    """Mean share of the way to the next onset that notes sound."""
    starts = np.unique(notes[:, START])
    following = np.searchsorted(starts, notes[:, START] + _TOGETHER, side="right")
    known = following < len(starts)
    gap = starts[following[known]] - notes[known, START]
    near = (gap > 0) & (gap <= 1.5)
    ratio = np.minimum((notes[known, END] - notes[known, START])[near] / gap[near], 1.0)
    return float(ratio.mean()) if len(ratio) else 0.75


def room_for_a_voice(parts: Parts) -> tuple[int, int]:
    """(lowest, highest) pitch, a good octave, where the least sounds besides the melody, which a voice would sing."""
    notes = np.concatenate([parts.bass, parts.accompaniment])
    busy = np.zeros(128)
    if len(notes):
        np.add.at(busy, np.clip(notes[:, PITCH].astype(int), 0, 127), notes[:, END] - notes[:, START])
    busy = busy / max(float(busy.sum()), 1e-9)
    wished = 67.0 if not len(parts.melody) else float(np.median(parts.melody[:, PITCH]))
    starts = np.arange(_VOICES[0], _VOICES[1] - _SPAN + 1)
    cost = [
        busy[start : start + _SPAN].sum() + 0.03 * abs(start + _SPAN / 2 - np.clip(wished, 54, 74)) for start in starts
    ]
    lowest = int(starts[int(np.argmin(cost))])
    return lowest, lowest + _SPAN


def _clip(value: float) -> float:
    return float(np.clip(value, -1, 1))
