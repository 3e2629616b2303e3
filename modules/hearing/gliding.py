"""`Glides`: how the partials of a sound move from moment to moment, and its timbre with them: what tells a voice."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.audio.clip import Check, never
from modules.hearing.sound import RATE, Floats

HOP: Final = 512
FRAMES_A_SECOND: Final = RATE / HOP
BANDS: Final = 9
TIMBRES: Final = 13
_SIZE: Final = 2048
_STRETCH: Final = 2048
_LOWEST: Final = 160.0
_SEMITONES: Final = 60
_FINE: Final = 10
"""Bins a semitone."""
_REACH: Final = 6
"""Bins that a partial may move from frame to frame."""
_WIDE: Final = 31
"""Bins around one that are taken for its background."""
_MELS: Final = 32
_HEARD: Final = (80.0, 9_500.0)
_QUIET: Final = 1e-4
"""Of the usual energy, below which nothing is told apart."""


@dataclass(frozen=True, eq=False)
class Glides:
    """moved: [frames, BANDS] semitones that partials rise until the next frame. alike: [frames, BANDS] 0..1 how well
    the next frame is this one, moved so. weight: [frames, BANDS] how much stands out there. timbre: [frames, TIMBRES]
    the shape of the spectrum, fine detail left out.
    """

    moved: Floats
    alike: Floats
    weight: Floats
    timbre: Floats


def glides_of(samples: Floats, check: Check = never) -> Glides:
    """Measure a sound at `RATE`."""
    frames = -(-len(samples) // HOP)
    padded = np.pad(samples, (_SIZE // 2, _SIZE + HOP))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::HOP][: frames + 1]
    shape = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
    usual = float(np.mean(np.square(samples, dtype=np.float64))) * _SIZE * 0.375 * _SIZE / 2 / RATE + 1e-12
    parts = []
    for start in range(0, frames, _STRETCH):
        check()
        block = windows[start : min(start + _STRETCH, frames) + 1]
        energy = np.abs(np.fft.rfft(block * shape)).astype(np.float32) ** 2
        parts.append((*_moved(_peaks(energy)), _timbre(energy[:-1], usual)))
    return Glides(*(np.concatenate([part[k] for part in parts]) for k in range(4)))


def _peaks(energy: Floats) -> Floats:
    """[frames, bins] what stands out of its surroundings, on an axis on which equal intervals are equally far."""
    place = _LOWEST * 2 ** (np.arange(_SEMITONES * _FINE) / _FINE / 12) * _SIZE / RATE
    below = place.astype(int)
    share = (place - below).astype(np.float32)
    tall = np.sqrt(np.sqrt(energy))
    fine = tall[:, below] * (1 - share) + tall[:, below + 1] * share
    sums = np.cumsum(np.pad(fine, ((0, 0), (_WIDE // 2 + 1, _WIDE // 2)), mode="edge"), axis=1, dtype=np.float64)
    around = ((sums[:, _WIDE:] - sums[:, :-_WIDE]) / _WIDE).astype(np.float32)
    return np.asarray(np.maximum(fine - around, 0.0))


def _moved(peaks: Floats) -> tuple[Floats, Floats, Floats]:
    now, then = peaks[:-1], np.pad(peaks[1:], ((0, 0), (_REACH, _REACH)))
    count = now.shape[1]
    shared = np.stack([(now * then[:, step : step + count]) @ _HATS for step in range(2 * _REACH + 1)])
    own, next_own = (now**2) @ _HATS, (peaks[1:] ** 2) @ _HATS
    alike = shared / (np.sqrt(own * next_own) + 1e-9)
    best = np.clip(alike.argmax(axis=0), 1, 2 * _REACH - 1)[None]
    left, top, right = (np.take_along_axis(alike, best + step, axis=0)[0] for step in (-1, 0, 1))
    bent = left - 2 * top + right
    beside = np.where(bent < -1e-6, 0.5 * (left - right) / np.minimum(bent, -1e-6), 0.0)
    moved = (best[0] - _REACH + np.clip(beside, -0.5, 0.5)) / _FINE
    return moved.astype(np.float32), np.clip(top, 0, 1), np.sqrt(own)


def _timbre(energy: Floats, usual: float) -> Floats:
    loud = np.log(energy @ _MEL_FILTERS / usual + _QUIET)
    return np.asarray(loud @ _COSINES, dtype=np.float32)


def _hats() -> Floats:
    """[bins, BANDS] overlapping triangles of an octave to each side."""
    semitone = np.arange(_SEMITONES * _FINE) / _FINE
    centres = np.linspace(6, _SEMITONES - 6, BANDS)
    return np.maximum(1 - np.abs(semitone[:, None] - centres) / 9, 0).astype(np.float32)


def _mel_filters() -> Floats:
    frequencies = np.fft.rfftfreq(_SIZE, 1 / RATE)
    lowest, highest = (float(1127 * np.log1p(edge / 700)) for edge in _HEARD)
    mels = np.linspace(lowest, highest, _MELS + 2)
    edges = 700 * np.expm1(mels / 1127)
    rising = (frequencies[:, None] - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - frequencies[:, None]) / np.diff(edges)[1:]
    shapes = np.maximum(np.minimum(rising, falling), 0.0)
    return np.asarray(shapes / np.maximum(shapes.sum(axis=0), 1e-9), dtype=np.float32)


def _cosines() -> Floats:
    """[mels, TIMBRES] of a discrete cosine transform."""
    angle = np.pi * (np.arange(_MELS)[:, None] + 0.5) * np.arange(TIMBRES) / _MELS
    return np.asarray(np.cos(angle) * np.sqrt(2 / _MELS), dtype=np.float32)


_HATS: Final = _hats()
_MEL_FILTERS: Final = _mel_filters()
_COSINES: Final = _cosines()
