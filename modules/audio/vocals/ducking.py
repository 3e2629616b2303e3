"""`ducked`: a backing led out of a voice's way, only while it sings and only where voices are."""

from typing import Final

import numpy as np

from modules.audio.clip import RATE, Check, Samples, never
from modules.audio.vocals.filtering import Floats, Mono, bandpass, by_frame, filtered, levels

_STEP: Final = RATE // 100
_SUNG: Final = 0.02
"""Of the loudest moments: what is softer is breath."""
_HOLD: Final = 25
"""Hundredths of a second around a sung moment that stay ducked, so that nothing pumps between syllables."""
_SLOPE: Final = 30
_BAND: Final = (280.0, 4_800.0)


def singing(dry: Mono) -> Floats:
    """[hundredths of a second] 0 to 1, how far somebody sings."""
    loud = levels(dry, _STEP)
    sung = (loud > max(_SUNG * float(loud.max(initial=0.0)), 1e-5)).astype(np.float64)
    wide = np.convolve(sung, np.ones(2 * _HOLD + 1), "same") > 0
    slope = np.hanning(2 * _SLOPE + 1)
    return np.clip(np.convolve(wide.astype(np.float64), slope / slope.sum(), "same")[: len(loud)], 0.0, 1.0)


def ducked(backing: Samples, share: Floats, depth: float, into: Samples, check: Check = never) -> None:
    """Write the backing with its middle lowered by so many dB wherever share is 1; [frames, 2] both."""
    gains = by_frame(1 - 10 ** (-depth * share / 20), len(backing), _STEP)
    for side in range(2):
        into[:, side] = backing[:, side] - filtered(backing[:, side], bandpass(*_BAND), check) * gains
