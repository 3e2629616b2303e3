"""What kind of sound something is: music, silence, noise or speech, and whether there probably is a voice in it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.hearing.findings import Nature
from modules.hearing.posteriors import Posteriors
from modules.hearing.sound import FRAMES_A_SECOND, HOP, Floats
from modules.hearing.spectra import Spectra

SILENT: Final = -65.0
"""dB of full scale below which nothing counts as sound."""
_NOISE: Final = 0.35
_UNPITCHED: Final = 0.6
_SUNG: Final = 0.5
_SYLLABLES: Final = (2.5, 8.0)
"""Hertz at which the loudness of speech rises and falls."""


@dataclass(frozen=True)
class Kind:
    """sure: 0..1. voice: how likely a human voice is, 0..1."""

    nature: Nature
    sure: float
    voice: float

    @property
    def sung(self) -> bool:
        """Whether to count on somebody who sings over the music."""
        return self.nature == "music" and self.voice > _SUNG


def level(samples: Floats) -> float:
    """DB of full scale of the louder half of a sound."""
    if not len(samples):
        return -120.0
    blocks = samples[: len(samples) // HOP * HOP].reshape(-1, HOP)
    power = (blocks.astype(np.float64) ** 2).mean(axis=1) if len(blocks) else np.array([float((samples**2).mean())])
    loud = np.sort(power)[len(power) // 2 :]
    return float(10 * np.log10(loud.mean() + 1e-12))


def kind_of(spectra: Spectra, heard: Posteriors, clear: float, decibels: float, sung: float) -> Kind:
    """clear: how steady a pulse there is. sung: how likely somebody sings, if it is music."""
    if decibels < SILENT:
        return Kind("silence", 1.0, 0.0)
    sounding = spectra.power > spectra.power.max() * 1e-4
    flatness = float(np.median(spectra.flatness[sounding])) if sounding.any() else 0.0
    pitched = (
        float(np.quantile(heard.sounding.max(axis=1)[sounding[: len(heard.sounding)]], 0.5)) if sounding.any() else 0
    )
    if flatness > _NOISE:
        return Kind("noise", float(np.clip(flatness / 0.6, 0.5, 1)), 0.0)
    talk = speech_likeness(spectra, heard)
    if talk > 0.5 and clear < 0.75:
        return Kind("speech", talk, talk)
    sure = float(np.clip((pitched - 0.2) / 0.3, 0.2, 1.0))
    return Kind("music", sure, sung)


def speech_likeness(spectra: Spectra, heard: Posteriors) -> float:
    """0..1: one gliding voice with gaps between words, its loudness moving with the syllables."""
    power = np.sqrt(np.maximum(spectra.power, 0))
    if len(power) < 3 * FRAMES_A_SECOND:
        return 0.0
    quiet = float((power < 0.12 * np.quantile(power, 0.95)).mean())
    spectrum = np.abs(np.fft.rfft((power - power.mean()) * np.hanning(len(power)))) ** 2
    rate = np.fft.rfftfreq(len(power), 1 / FRAMES_A_SECOND)
    syllables = spectrum[(rate > _SYLLABLES[0]) & (rate < _SYLLABLES[1])].sum() / max(spectrum[rate > 0.3].sum(), 1e-9)
    held = held_share(heard)
    odds = 5.0 * (syllables - 0.45) + 4.0 * (quiet - 0.22) + 9.0 * (0.25 - held)
    return float(1 / (1 + np.exp(-2.0 * odds)))


def held_share(heard: Posteriors) -> float:
    """Share of the sounding moments in which some pitch is held for a third of a second: music's mark."""
    on = heard.sounding > 0.35
    width = round(0.33 * FRAMES_A_SECOND)
    sums = np.cumsum(np.pad(on, ((width, 0), (0, 0))), axis=0, dtype=np.int32)
    held = (sums[width:] - sums[:-width] >= 0.95 * width).any(axis=1)
    any_sound = on.any(axis=1)
    return float(held.sum() / max(int(any_sound.sum()), 1))
