"""Sound cut for training: 15 s at 44.1 kHz in one channel, at a peak of -1 dB, without its silences."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.encoding import encode

SECONDS: Final = 15.0
SHORTEST: Final = 3.0
"""What is left over at the end of a piece is dropped if it is shorter, unless it is all there is."""
PEAK: Final = 10 ** (-1 / 20)
_STEP: Final = RATE // 10
_SILENT: Final = 10 ** (-50 / 20)
_PAUSE: Final = 10
"""Tenths of a second of silence that may stay: a rest belongs to the music."""


def segments(samples: Samples) -> Iterator[Samples]:
    """[frames, 1] pieces of a sound of one channel at RATE."""
    sound = without_silence(samples)
    length = round(SECONDS * RATE)
    for start in range(0, len(sound), length):
        piece = sound[start : start + length]
        peak = float(np.abs(piece).max(initial=0.0))
        if peak > _SILENT and (len(piece) >= SHORTEST * RATE or start == 0):
            yield (piece * (PEAK / peak)).astype(np.float32)


def without_silence(samples: Samples) -> Samples:
    """The same with no silence longer than a second, and none at either end."""
    steps = -(-len(samples) // _STEP)
    levels = np.array([np.abs(samples[at * _STEP : (at + 1) * _STEP]).max(initial=0.0) for at in range(steps)])
    loud = levels > _SILENT
    if not loud.any():
        return samples[:0]
    kept = loud.copy()
    edges = np.flatnonzero(loud)
    for before, after in pairwise(edges.tolist()):
        kept[before + 1 : min(after, before + 1 + _PAUSE)] = True
    chosen = [samples[at * _STEP : (at + 1) * _STEP] for at in np.flatnonzero(kept)]
    return np.concatenate(chosen)


def write_segment(samples: Samples, path: Path, check: Check) -> float:
    """Its seconds."""
    clip = Clip(samples, RATE)
    encode(clip, path, check)
    return clip.seconds
