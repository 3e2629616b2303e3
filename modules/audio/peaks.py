"""How high sound really goes: the true peak of ITU-R BS.1770, between the samples too."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import Check, Samples, never

Peaks = npt.NDArray[np.float32]
"""[frames]: how high a sound goes at each frame, whatever the channel."""

_OVERSAMPLING: Final = 4
_SIDE: Final = 6
"""Samples on either side of a gap that decide what goes on inside it."""
STRETCH: Final = 1 << 18
_DENSE: Final = 0.2


def _interpolators() -> npt.NDArray[np.float32]:
    """[3, 12]: what lies a quarter, a half and three quarters of the way between two samples (windowed sinc)."""
    positions = np.arange(1 - _SIDE, _SIDE + 1)
    rows = []
    for step in range(1, _OVERSAMPLING):
        away = positions - step / _OVERSAMPLING
        row = np.sinc(away) * np.cos(np.pi * away / (2 * (_SIDE + 1))) ** 2
        rows.append(row / row.sum())
    return np.array(rows, dtype=np.float32)


_WEIGHTS: Final = _interpolators()
_OVERSHOOT: Final = float(np.abs(_WEIGHTS).sum(axis=1).max())
"""No gap rises higher than this times the highest sample around it."""


def sample_peaks(samples: Samples) -> Peaks:
    """[frames] of the higher channel."""
    peaks: Peaks = np.abs(samples[:, 0])
    for channel in range(1, samples.shape[1]):
        np.maximum(peaks, np.abs(samples[:, channel]), out=peaks)
    return peaks


def stretches(samples: Samples, floor: float | None, check: Check = never) -> Iterator[Peaks]:
    """The peaks, stretch by stretch; with a floor, gaps that could exceed it are counted to the frame before."""
    for start in range(0, len(samples), STRETCH):
        check()
        stop = min(start + STRETCH, len(samples))
        if floor is None:
            yield sample_peaks(samples[start:stop])
        else:
            before = min(start, _SIDE)
            around = samples[start - before : stop + _SIDE]
            yield _with_gaps(around, floor)[before : before + stop - start]


def _with_gaps(samples: Samples, floor: float) -> Peaks:
    peaks = sample_peaks(samples)
    for channel in range(samples.shape[1]):
        padded = np.concatenate([np.zeros(_SIDE, np.float32), samples[:, channel], np.zeros(_SIDE, np.float32)])
        frames = _risky(padded, floor)
        if len(frames):
            peaks[frames] = np.maximum(peaks[frames], _gaps(padded, frames))
    return peaks


def _risky(padded: npt.NDArray[np.float32], floor: float) -> npt.NDArray[np.int64]:
    """The frames whose gaps could rise above floor, because a sample around them is high enough for it."""
    high = np.flatnonzero(np.abs(padded) * _OVERSHOOT > floor)
    frames = len(padded) - 2 * _SIDE
    if len(high) > _DENSE * len(padded):
        return np.arange(frames)
    near = np.zeros(len(padded) + 2 * _SIDE, dtype=bool)
    for shift in range(2 * _SIDE):
        near[high + shift] = True
    return np.flatnonzero(near[2 * _SIDE : 2 * _SIDE + frames])


def _gaps(padded: npt.NDArray[np.float32], frames: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """How high each gap after these frames goes. Plain sums: their order, and so the result, is always the same."""
    inside = [np.zeros(len(frames), dtype=np.float32) for _ in _WEIGHTS]
    everywhere = len(frames) == len(padded) - 2 * _SIDE
    for tap in range(1, 2 * _SIDE + 1):
        values = padded[tap : tap + len(frames)] if everywhere else padded[frames + tap]
        for step, weights in enumerate(_WEIGHTS):
            inside[step] += weights[tap - 1] * values
    return np.asarray(np.max(np.abs(inside), axis=0))


def highest_sample(samples: Samples, check: Check = never) -> float:
    highest = 0.0
    for start in range(0, len(samples), STRETCH):
        check()
        part = samples[start : start + STRETCH]
        highest = max(highest, float(part.max()), -float(part.min()))
    return highest


def true_peak(samples: Samples, check: Check = never) -> float:
    """dBTP; -inf for silence."""
    peak = highest_sample(samples, check)
    peak = max((float(peaks.max()) for peaks in stretches(samples, peak, check)), default=0.0) if peak else 0.0
    return 20 * math.log10(peak) if peak else -math.inf
