"""Instruments whose pitch slides from note to note and trembles, as on strings and a theremin, without a soundfont."""

import numpy as np

from listening.songs import Floats
from modules.hearing.sound import RATE

_STEPS = (-7, -5, -3, -2, -1, 0, 1, 2, 2, 3, 4, 5, 7)
_PARTIALS = 24


def slid(seconds: float, chance: np.random.Generator) -> Floats:
    """A melody by chance: partials of one colour, notes that run into each other, rests now and then."""
    count = round(seconds * RATE)
    times = np.arange(count) / RATE
    pitch, loud = _line(count, chance)
    smooth = round(chance.uniform(0.03, 0.16) * RATE)
    pitch = np.convolve(np.pad(pitch, smooth, mode="edge"), _bell(2 * smooth + 1), "valid")
    loud = np.convolve(np.pad(loud, smooth // 2, mode="edge"), _bell(2 * (smooth // 2) + 1), "valid")
    depth = chance.uniform(0, 0.6) * np.clip(np.sin(times * chance.uniform(0.3, 2) + chance.uniform(0, 6)), 0, 1)
    pitch = pitch + depth * np.sin(2 * np.pi * chance.uniform(4, 7.5) * times)
    phase = 2 * np.pi * np.cumsum(440 * 2 ** ((pitch - 69) / 12)) / RATE
    fall, odd = chance.uniform(0.6, 2.2), chance.random() < 0.3
    made = np.zeros(count)
    for partial in range(1, _PARTIALS, 2 if odd else 1):
        made += chance.uniform(0.4, 1.6) * np.sin(partial * phase) / partial**fall
    breath = chance.uniform(0, 0.08) * chance.normal(size=count)
    return np.asarray(0.1 * loud * (made + breath), dtype=np.float32)


def _line(count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    pitch, loud = np.zeros(count), np.zeros(count)
    at, now = 0, float(chance.integers(48, 80))
    while at < count:
        length = round(float(chance.choice((0.2, 0.3, 0.45, 0.6, 0.9, 1.5))) * RATE)
        now = float(np.clip(now + chance.choice(_STEPS), 45, 86))
        pitch[at : at + length] = now
        loud[at : at + length] = 0.0 if chance.random() < 0.12 else chance.uniform(0.6, 1.0)
        at += length
    return pitch, loud


def _bell(size: int) -> Floats:
    shape = np.hanning(size + 2)[1:-1]
    return np.asarray(shape / shape.sum())
