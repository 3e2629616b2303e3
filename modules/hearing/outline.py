"""The outline of a piece: lowest and highest sample of every stretch, for pictures."""

from typing import Final

import numpy as np

from modules.hearing.evidence import END, START, WEIGHT
from modules.hearing.sound import Floats

POINTS: Final = 1200


def outline_of(samples: Floats) -> Floats:
    """[POINTS, 2] of a sound."""
    edges = np.linspace(0, len(samples), POINTS + 1).astype(int)
    starts = np.minimum(edges[:-1], max(len(samples) - 1, 0))
    lowest, highest = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    return np.asarray(np.stack([lowest, highest], axis=1), dtype=np.float32)


def outline_of_notes(notes: Floats, seconds: float) -> Floats:
    """[POINTS, 2] of notes: how much sounds at once."""
    times = (np.arange(POINTS) + 0.5) / POINTS * seconds
    loud = np.zeros(POINTS)
    for note in notes:
        first, last = np.searchsorted(times, [note[START], note[END]])
        loud[first : max(last, first + 1)] += note[WEIGHT]
    loud = loud / max(float(loud.max(initial=0.0)), 1e-6)
    return np.asarray(np.stack([-loud, loud], axis=1), dtype=np.float32)
