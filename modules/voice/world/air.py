"""The air in a voice: a breath before a phrase, and what lies above the highest that espeak-ng speaks."""

from typing import Final

import numpy as np
from scipy.signal import butter, resample_poly, sosfilt

from modules.audio.clip import RATE as STUDIO
from modules.voice.espeak import RATE
from modules.voice.world.loudness import LEVEL
from modules.voice.world.speaking import Floats
from modules.voice.world.tone import Tone

LONGEST: Final = 0.42
"""Seconds that a breath takes at most."""
_SHORTEST: Final = 0.14
_BREATH: Final = LEVEL - 22.0
"""dB of a breath."""
_HIGH: Final = (6_000.0, 9_800.0)
"""The band whose strength says how much there should be above it."""
_ABOVE: Final = (9_800.0, 16_000.0)


def inhaled(samples: Floats, when: tuple[float, float, float], tone: Tone, random: np.random.Generator) -> Floats:
    """when: the time of the first sample, that of the first sound, and how long it was quiet before."""
    begin, first, rest = when
    length = min(LONGEST, 0.6 * rest - 0.05, first - begin - 0.05)
    noise = random.standard_normal(int(LONGEST * RATE) + 1)
    if length < _SHORTEST:
        return samples
    frames = int(length * RATE)
    middle = 1_500.0 * tone.timbre.tract
    shaped = sosfilt(butter(2, (0.45 * middle, 2.6 * middle), "bandpass", fs=RATE, output="sos"), noise[:frames])
    shaped *= np.sin(np.pi * np.linspace(0.0, 1.0, frames) ** 1.6) ** 1.5
    shaped *= 10 ** (_BREATH / 20) / np.sqrt(np.mean(shaped**2))
    at = int((first - begin - 0.045) * RATE) - frames
    made = samples.copy()
    made[at : at + frames] += shaped
    return made


def brightened(wide: Floats, narrow: Floats, random: np.random.Generator) -> Floats:
    """Noise above what was spoken, as strong from moment to moment as the highest of it would lead one to expect."""
    band = sosfilt(butter(4, _HIGH, "bandpass", fs=RATE, output="sos"), narrow)
    smooth = sosfilt(butter(1, 60.0, fs=RATE, output="sos"), np.abs(band))
    noise = sosfilt(butter(4, _ABOVE, "bandpass", fs=STUDIO, output="sos"), random.standard_normal(len(wide)))
    strength = resample_poly(np.maximum(smooth, 0.0), STUDIO // RATE, 1)
    return np.asarray(wide + 0.35 * np.maximum(strength, 0.0) * noise)
