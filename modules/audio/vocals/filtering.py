"""Filters and levels of one channel, in stretches so that a long sound needs little more memory than itself."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import signal

from modules.audio.clip import RATE, Check, never

Mono = npt.NDArray[np.float32]
"""[frames] at RATE."""
Floats = npt.NDArray[np.float64]
STEP: Final = 128
"""Frames that share a level."""
_STRETCH: Final = 1 << 20


def highpass(hertz: float) -> Floats:
    return np.asarray(signal.butter(2, hertz, "highpass", fs=RATE, output="sos"))


def lowpass(hertz: float) -> Floats:
    return np.asarray(signal.butter(2, hertz, "lowpass", fs=RATE, output="sos"))


def bandpass(low: float, high: float) -> Floats:
    return np.asarray(signal.butter(1, (low, high), "bandpass", fs=RATE, output="sos"))


def filtered(sound: npt.NDArray[Any], sections: Floats, check: Check = never) -> Mono:
    """The whole sound through a filter, as long as before."""
    made = np.empty(len(sound), dtype=np.float32)
    state = np.zeros((len(sections), 2))
    for start in range(0, len(sound), _STRETCH):
        check()
        part, state = signal.sosfilt(sections, sound[start : start + _STRETCH].astype(np.float64), zi=state)
        made[start : start + _STRETCH] = part
    return made


def levels(sound: npt.NDArray[Any], step: int = STEP) -> Floats:
    """[blocks] root mean square of each, the last one filled up with silence."""
    whole = len(sound) // step * step
    powers = np.square(sound[:whole].reshape(-1, step), dtype=np.float32).mean(axis=1, dtype=np.float64)
    rest = [float(np.square(sound[whole:], dtype=np.float64).sum()) / step] if whole < len(sound) else []
    return np.asarray(np.sqrt(np.concatenate([powers, rest])))


def by_frame(gains: Floats, frames: int, step: int = STEP) -> Mono:
    """[frames] from a gain a block, in straight lines from middle to middle."""
    places = (np.arange(len(gains)) + 0.5) * step
    made = np.empty(frames, dtype=np.float32)
    for start in range(0, frames, _STRETCH):
        stop = min(start + _STRETCH, frames)
        made[start:stop] = np.interp(np.arange(start, stop), places, gains)
    return made


def decibels(values: npt.NDArray[Any]) -> Floats:
    return np.asarray(20 * np.log10(np.maximum(values, 1e-7)))
