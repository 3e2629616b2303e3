"""Vowels made even: what is spoken fades within a vowel and differs between them, what is sung does not."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.voice.espeak import RATE
from modules.voice.world.speaking import BINS, Floats, Parts

_HERTZ: Final = RATE / 2 / (BINS - 1)
"""Between two bins."""
_LOWEST, _HIGHEST = 150.0, 5_000.0
"""The band that makes a vowel loud."""
_USUAL: Final = -9.0
"""Nepers of power that every vowel is brought to."""
_MOST: Final = 2.8
"""Nepers of power that a moment is lifted or lowered at most."""
_SOFTER: Final = 0.8
"""Nepers that consonants stay below a vowel."""
_HIGH: Final = (300.0, 560.0)
"""Hz of the first partial between which a throat opens: from the second on it resonates with it."""
_BELOW: Final = 0.4
"""Nepers that the first partial then stays below the strongest resonance."""
_EMPTY: Final = 4.0
"""Nepers that are taken away where a high note has no partial, lest its breath sounds like a second note."""
_SMOOTH: Final = 9
"""Frames over which a correction is spread."""


def levelled(envelope: Floats, parts: Sequence[Parts], hearts: npt.NDArray[np.bool_]) -> Floats:
    """[frames, bins] with all vowels equally strong, and consonants moved along, but to less than their vowel."""
    band = slice(round(_LOWEST / _HERTZ), round(_HIGHEST / _HERTZ))
    power = np.log(np.exp(envelope[:, band]).mean(axis=1) + 1e-12)
    places: list[int] = []
    for part in parts:
        length = part.heart.end - part.heart.start
        start = min(round(part.heart.start + 0.2 * length), len(envelope) - 2)
        places += range(start, min(max(round(part.heart.start + 0.85 * length), start + 1), len(envelope)))
    levels = power[places]
    usual = float(np.median(levels))
    gains = _USUAL - usual + np.clip(usual - levels, -_MOST, _MOST)
    gain = np.interp(np.arange(len(envelope)), places, gains)
    gain = np.where(hearts, gain, np.minimum(gain, _USUAL - _SOFTER - power))
    return np.asarray(envelope + gain[:, None])


def opened(envelope: Floats, tones: Floats) -> Floats:
    """[frames, bins] where high notes keep their first partial, as singers do who open the mouth for them."""
    low, high = _HIGH
    share = np.clip((tones - low) / (high - low), 0.0, 1.0)
    if not share.any():
        return envelope
    bins = _HERTZ * np.arange(BINS)
    first = envelope[np.arange(len(tones)), np.rint(tones / _HERTZ).astype(int)]
    resonance = envelope[:, : round(1_500.0 / _HERTZ)].max(axis=1)
    missing = np.maximum(resonance - _BELOW - first, 0.0) * share
    apart = (bins[None, :] - tones[:, None]) / (0.4 * np.maximum(tones, 100.0))[:, None]
    lifted = envelope + missing[:, None] * np.exp(-0.5 * apart**2)
    empty = np.clip((0.85 * tones[:, None] - bins[None, :]) / (0.2 * np.maximum(tones, 100.0))[:, None], 0.0, 1.0)
    return np.asarray(lifted - _EMPTY * share[:, None] * empty)


def steadied(envelope: Floats, tones: Floats, hearts: npt.NDArray[np.bool_]) -> Floats:
    """[frames, bins] where the partials that sound, not the resonances between them, are what is even.

    hearts: [frames] whether it is a vowel; voiced consonants are only ever lowered, to less than a vowel.
    """
    voiced = tones > 0
    numbers = np.arange(1, int(_HIGHEST / 60.0) + 1)
    hertz = tones[:, None] * numbers
    inside = (hertz >= min(_LOWEST, 60.0)) & (hertz <= _HIGHEST)
    bins = np.minimum(np.rint(hertz / _HERTZ).astype(int), BINS - 1)
    powers = np.where(inside, np.exp(envelope[np.arange(len(tones))[:, None], bins]), 0.0).sum(axis=1)
    level = np.log(powers * tones / (_HIGHEST - _LOWEST) + 1e-12)
    wish = np.where(voiced, np.clip(_USUAL - level, -_MOST, _MOST), 0.0)
    wish = np.where(hearts, wish, np.minimum(wish - _SOFTER, 0.0) * voiced)
    kernel = np.hanning(_SMOOTH + 2)[1:-1]
    weights = np.convolve(voiced.astype(float), kernel, "same")
    smooth = np.convolve(wish, kernel, "same") / np.maximum(weights, 1e-9)
    return np.asarray(envelope + np.where(voiced, smooth, 0.0)[:, None])
