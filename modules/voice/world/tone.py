"""`Tone`: a throat's colour: where its resonances lie, how bright it is and how much air goes with it."""

from typing import Final

import numpy as np

from modules.voice.espeak import RATE
from modules.voice.voices import Voice
from modules.voice.world.speaking import BINS, Floats, Timbre

_FREQUENCIES: Final = np.linspace(0.0, RATE / 2, BINS)
_RING: Final = 0.9
"""How much a trained voice lifts the region around 3 kHz, in nepers of power."""
_LOW_THROAT: Final = Timbre(1.0, 96)
_HIGH_THROAT: Final = Timbre(1.16, 165)


class Tone:
    def __init__(self, voice: Voice) -> None:
        self.timbre = _HIGH_THROAT if voice.tract > 1.12 else _LOW_THROAT
        ratio = voice.tract / self.timbre.tract
        self._places = np.minimum(np.arange(BINS) / ratio, BINS - 1.001)
        octaves = np.log2(np.maximum(_FREQUENCIES, 120.0) / 600.0)
        ring = _RING * np.exp(-0.5 * ((_FREQUENCIES / voice.tract - 2900.0) / 500.0) ** 2)
        self._colour = ring + voice.bright * octaves * np.log(10) / 10
        height = _FREQUENCIES / _FREQUENCIES[-1]
        self._air = np.clip(0.004 + voice.breath * (0.05 + 1.7 * height) + 0.35 * height**2, 0.001, 0.98)
        self._hiss = np.clip(0.05 + 1.3 * np.clip(height - 0.12, 0.0, 1.0) ** 0.5, 0.001, 0.999)

    def coloured(self, envelope: Floats) -> Floats:
        """[frames, bins] with the resonances moved and the colour put on."""
        below = self._places.astype(int)
        share = self._places - below
        return np.asarray(envelope[:, below] * (1 - share) + envelope[:, below + 1] * share + self._colour)

    def aperiodic(self, voiced: Floats, rough: Floats) -> Floats:
        """[frames, bins] the share of noise: all of it where nothing is voiced."""
        tonal = self._air + rough[:, None] * np.maximum(self._hiss - self._air, 0.0)
        return np.asarray(np.where(voiced[:, None] > 0, tonal, 1.0 - 1e-9))
