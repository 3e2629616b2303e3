"""`cleaned`: a dry voice without rumble and sharp hisses, its loud and soft moments brought nearer to each other."""

import math
from typing import Final

import numpy as np

from modules.audio.clip import RATE, Check, never
from modules.audio.vocals.filtering import STEP, Floats, Mono, by_frame, decibels, filtered, highpass, levels

_RUMBLE: Final = 85.0
_HISS: Final = 5_500.0
_HISS_BELOW: Final = -9.0
"""dB under the voice itself that its hisses may reach; what is above is pressed."""
_HISS_MOST: Final = 10.0
_SUNG: Final = 30.0
"""dB under its loudest moments that still count as sung."""
_RATIO: Final = 3.0
_UNDER: Final = 3.0
"""dB under its usual level from which on a voice is pressed."""
_ATTACK, _RELEASE = 0.005, 0.11
"""Seconds in which the gain goes most of the way down, and up again."""


def cleaned(dry: Mono, check: Check = never) -> Mono:
    """As long as the dry voice, and as loud, more or less."""
    if not dry.any():
        return dry.astype(np.float32)
    sound = filtered(dry, highpass(_RUMBLE), check)
    return compressed(de_essed(sound, check), check)


def de_essed(sound: Mono, check: Check = never) -> Mono:
    """What lies above 5.5 kHz, turned down for as long as it stands out."""
    highs = filtered(sound, highpass(_HISS), check)
    over = decibels(levels(highs)) - (usual(sound) + _HISS_BELOW)
    gain = -np.clip(0.8 * over, 0.0, _HISS_MOST)
    smooth = np.convolve(gain, np.hanning(7) / np.hanning(7).sum(), "same")
    check()
    return np.asarray(sound + highs * (by_frame(10 ** (smooth / 20), len(sound)) - 1), dtype=np.float32)


def compressed(sound: Mono, check: Check = never) -> Mono:
    """Three to one from a little below its usual level on."""
    over = np.maximum(decibels(levels(sound)) - (usual(sound) - _UNDER), 0.0)
    check()
    gains = 10 ** (-_followed(over * (1 - 1 / _RATIO)) / 20)
    return np.asarray(sound * by_frame(gains, len(sound)), dtype=np.float32)


def usual(sound: Mono) -> float:
    """Its root mean square in dB, over the moments in which somebody sings."""
    powers = np.square(levels(sound))
    loud = powers > np.quantile(powers, 0.99) * 10 ** (-_SUNG / 10)
    return float(10 * math.log10(powers[loud].mean())) if loud.any() else -100.0


def _followed(wanted: Floats) -> Floats:
    """How far the gain is down: quickly down, slowly up."""
    down, up = (1 - math.exp(-STEP / RATE / seconds) for seconds in (_ATTACK, _RELEASE))
    now, made = 0.0, []
    for one in wanted.tolist():
        now += (one - now) * (down if one > now else up)
        made.append(now)
    return np.array(made)
