"""`Spectra`: what can be measured of a sound without knowing its notes: where energy rises, loudness, brightness."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.audio.clip import Check, never
from modules.hearing.sound import HOP, RATE, Floats

BANDS: Final = 30
_SIZE: Final = 1024
_STRETCH: Final = 4096
_LOWEST, _HIGHEST = 40.0, 10_000.0
LOW, HIGH = 180.0, 3_500.0
"""Hertz: kick drums and basses sound below, hats and cymbals above, snares and most else between."""
_FLOOR: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Spectra:
    """Frame by frame. rise: [frames, 3] how much louder low, middle and high bands become, in log units.

    power: [frames] mean square. centre: [frames] Hertz around which the energy lies. flatness: [frames] 0 a tone,
    1 noise. bands: [frames, BANDS] log energies.
    """

    rise: Floats
    power: Floats
    centre: Floats
    flatness: Floats
    bands: Floats


def spectra_of(samples: Floats, check: Check = never) -> Spectra:
    """Measure a sound at `RATE`."""
    frames = -(-len(samples) // HOP)
    padded = np.pad(samples, (_SIZE // 2, _SIZE + HOP))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::HOP][:frames]
    shape = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
    frequencies = np.fft.rfftfreq(_SIZE, 1 / RATE)
    filters = _filters(frequencies)
    parts = []
    for start in range(0, frames, _STRETCH):
        check()
        energy = (np.abs(np.fft.rfft(windows[start : start + _STRETCH] * shape)) ** 2).astype(np.float32)
        parts.append(_measured(energy, frequencies, filters))
    power, centre, flatness, bands = (np.concatenate([part[k] for part in parts]) for k in range(4))
    return Spectra(_rises(bands), power, centre, flatness, bands)


def _measured(energy: Floats, frequencies: Floats, filters: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    total = energy.sum(axis=1)
    centre = energy @ frequencies / np.maximum(total, 1e-12)
    inside = energy[:, 4:400] + 1e-10
    flatness = np.exp(np.log(inside).mean(axis=1)) / inside.mean(axis=1)
    power = total * (2.0 / _SIZE**2 / 0.375)
    bands = np.log1p((energy @ filters) / (_SIZE * _FLOOR))
    small = np.float32
    return power.astype(small), centre.astype(small), flatness.astype(small), bands.astype(small)


def _filters(frequencies: Floats) -> Floats:
    """[bins, BANDS] triangles, evenly spaced in log frequency, each of weight 1."""
    edges = np.geomspace(_LOWEST, _HIGHEST, BANDS + 2)
    rising = (frequencies[:, None] - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - frequencies[:, None]) / np.diff(edges)[1:]
    shapes = np.maximum(np.minimum(rising, falling), 0.0)
    nearest = np.abs(frequencies[:, None] - edges[1:-1]).argmin(axis=0)
    shapes[nearest, np.arange(BANDS)] += 1e-3
    return np.asarray(shapes / shapes.sum(axis=0), dtype=np.float32)


def _rises(bands: Floats) -> Floats:
    """Against two frames earlier, where the neighbouring bands are taken with it so that vibrato does not count."""
    wide = bands.copy()
    wide[:, 1:] = np.maximum(wide[:, 1:], bands[:, :-1])
    wide[:, :-1] = np.maximum(wide[:, :-1], bands[:, 1:])
    rise = np.zeros_like(bands)
    rise[2:] = np.maximum(bands[2:] - wide[:-2], 0.0)
    centres = np.geomspace(_LOWEST, _HIGHEST, BANDS + 2)[1:-1]
    groups = np.stack([centres < LOW, (centres >= LOW) & (centres < HIGH), centres >= HIGH], axis=1)
    return np.asarray(rise @ (groups / groups.sum(axis=0)), dtype=np.float32)
