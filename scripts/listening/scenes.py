"""`Scene`: what plays, with or without somebody who sings, as rooms, desks and files change it; and where they sing."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from listening.songs import Floats
from modules.hearing.sound import RATE

Chance = np.random.Generator
_SUNG = -32.0
"""dB under its loudest moments that still count as singing."""
_BLOCK = 512
_FRAME = 1024


@dataclass(frozen=True)
class Scene:
    """samples: as heard. singing: [blocks] whether somebody does, every _BLOCK samples."""

    samples: Floats
    singing: Floats


def scene(beneath: Floats | None, lead: Floats | None, voice: Floats | None, chance: Chance) -> Scene:
    """Somebody is always there: what plays beneath, an instrument that leads, a voice."""
    given = [part for part in (beneath, lead, voice) if part is not None]
    mix = np.zeros(max(len(part) for part in given))
    singing = np.zeros(len(mix) // _BLOCK + 1, dtype=bool)
    if beneath is not None:
        mix[: len(beneath)] += unit(beneath)
    if lead is not None:
        mix[: len(lead)] += decibels(chance.uniform(-8, 8)) * unit(lived(lead, chance))
    if voice is not None:
        dressed = worked(voice, chance)
        mix[: len(dressed)] += decibels(chance.uniform(-7, 8)) * unit(dressed)
        singing = heard(dressed, len(singing))
    return Scene(filed(mix, chance), singing)


def heard(voice: Floats, blocks: int) -> Floats:
    cut = np.pad(voice, (0, max(blocks * _BLOCK - len(voice), 0)))[: blocks * _BLOCK].reshape(blocks, _BLOCK)
    power = (cut.astype(np.float64) ** 2).mean(axis=1)
    return np.asarray(10 * np.log10(power / (np.quantile(power, 0.98) + 1e-12) + 1e-12) > _SUNG)


def unit(samples: Floats) -> Floats:
    """Its loud moments at one level."""
    blocks = (samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64) ** 2).mean(axis=1)
    loud = blocks[blocks > 0.03 * blocks.max()]
    return samples * (0.1 / (np.sqrt(loud.mean()) + 1e-9)) if len(loud) and blocks.max() > 0 else samples


def decibels(value: float) -> float:
    return float(10 ** (value / 20))


def worked(voice: Floats, chance: Chance) -> Floats:
    """As a desk treats a voice: coloured, pressed, doubled, in a room."""
    made = coloured(voice, chance, 7)
    if chance.random() < 0.3:
        late = round(chance.uniform(0.008, 0.03) * RATE)
        other = warped(made, 12 * (chance.random(2) - 0.5), 0.7, chance)
        made = made + chance.uniform(0.4, 1) * np.pad(other, (late, 0))[: len(made)]
    if chance.random() < 0.6:
        made = pressed(made, chance.uniform(1, 4))
    return roomy(made, chance.uniform(0, 0.45), chance) if chance.random() < 0.8 else made


def lived(lead: Floats, chance: Chance) -> Floats:
    """An instrument as people play it: bends, vibrato, a pedal that moves its colour, a room."""
    made = lead
    kind = chance.random()
    if kind < 0.35:
        made = warped(made, chance.uniform(8, 45, 1), chance.uniform(4, 7.5), chance)
    elif kind < 0.55:
        made = warped(made, chance.uniform(10, 90, 1), chance.uniform(0.3, 3), chance)
    if chance.random() < 0.12:
        made = swept(made, chance)
    made = coloured(made, chance, 7)
    return roomy(made, chance.uniform(0, 0.45), chance) if chance.random() < 0.6 else made


def filed(mix: Floats, chance: Chance) -> Floats:
    """As a file comes: coloured, narrowed, pressed, noisy, at any level."""
    made = coloured(mix, chance, 4)
    if chance.random() < 0.35:
        made = narrowed(made, chance.uniform(4_500, 10_500))
    if chance.random() < 0.3:
        made = pressed(made, chance.uniform(0.5, 3))
    if chance.random() < 0.5:
        made = made + decibels(chance.uniform(-75, -42)) * chance.normal(size=len(made))
    return np.asarray(made / (np.abs(made).max() + 1e-9) * chance.uniform(0.05, 1), dtype=np.float32)


def coloured(samples: Floats, chance: Chance, most: float) -> Floats:
    """A tilt and three broad bells."""
    frequencies = np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE), 20)
    octaves = np.log2(frequencies / 800)
    gain = chance.uniform(-1.5, 1.5) * np.clip(octaves, -4, 4)
    for _ in range(3):
        centre, width = chance.uniform(-3.5, 3.3), chance.uniform(0.2, 1)
        gain = gain + chance.uniform(-most, most) * np.exp(-0.5 * ((octaves - centre) / width) ** 2)
    return np.fft.irfft(np.fft.rfft(samples) * 10 ** (gain / 20), len(samples))


def narrowed(samples: Floats, highest: float) -> Floats:
    frequencies = np.fft.rfftfreq(len(samples), 1 / RATE)
    return np.fft.irfft(np.fft.rfft(samples) / (1 + (frequencies / highest) ** 16), len(samples))


def pressed(samples: Floats, drive: float) -> Floats:
    scaled = unit(samples) * 3 * drive
    return np.tanh(scaled) / (drive + 0.3)


def roomy(samples: Floats, wet: float, chance: Chance) -> Floats:
    length = chance.uniform(0.3, 1.8)
    times = np.arange(round(length * RATE)) / RATE
    answer = chance.normal(size=len(times)) * np.exp(-6.9 * times / length)
    size = len(samples) + len(answer)
    echo = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(answer, size), size)[: len(samples)]
    level = np.sqrt((np.asarray(samples) ** 2).mean() / ((echo**2).mean() + 1e-12))
    return samples * (1 - wet) + wet * level * echo


def warped(samples: Floats, cents: Any, rate: float, chance: Chance) -> Floats:
    """Bent in pitch by so many cents, so often in a second, more at some times than at others."""
    times = np.arange(len(samples)) / RATE
    knots = np.arange(0, times[-1] + 1, 0.4)
    depth = np.interp(times, knots, chance.random(len(knots)) ** 0.7)
    beat = rate * (1 + 0.08 * np.interp(times, knots, chance.normal(size=len(knots))))
    swing = np.sin(2 * np.pi * np.cumsum(beat) / RATE + chance.uniform(0, 6))
    pace = 2 ** (depth * swing * float(np.abs(cents).max()) / 1200)
    places = np.cumsum(pace)
    return np.interp(places * (len(samples) - 1) / places[-1], np.arange(len(samples)), samples)


def swept(samples: Floats, chance: Chance) -> Floats:
    """A resonance that a foot moves."""
    hop = _FRAME // 4
    shape = np.hanning(_FRAME + 1)[:-1]
    padded = np.pad(samples, (_FRAME, _FRAME))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::hop] * shape
    octaves = np.log2(np.maximum(np.fft.rfftfreq(_FRAME, 1 / RATE), 20) / 900)
    times = np.arange(len(windows)) * hop / RATE
    place = chance.uniform(0.4, 1.2) * np.sin(2 * np.pi * chance.uniform(0.3, 5) * times) + chance.uniform(-0.5, 0.5)
    gain = 1 + chance.uniform(1, 4) * np.exp(-0.5 * ((octaves - place[:, None]) / 0.3) ** 2)
    frames = np.fft.irfft(np.fft.rfft(windows, axis=1) * gain, axis=1) * shape
    made = np.zeros(len(padded) + _FRAME)
    for index, frame in enumerate(frames):
        made[index * hop : index * hop + _FRAME] += frame
    return made[_FRAME : _FRAME + len(samples)] / 1.5
