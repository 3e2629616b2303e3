"""A look-ahead limiter that answers with its gain curve, so that many stems can be limited as one."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import RATE
from modules.audio.peaks import Peaks

BLOCK: Final = 32
"""Frames that share a step of the curve; within a block the gain moves in a straight line."""
_LOOK_AHEAD: Final = 7
"""Blocks: 5 ms in which the gain comes down before a peak."""
_RELEASE: Final = 1 - math.exp(-BLOCK / RATE / 0.12)
"""The share of the way back to 1 that is gone in a block: 120 ms for most of it."""

Curve = npt.NDArray[np.float32]
"""[blocks + 1]: the gain at the edges of the blocks."""


@dataclass(frozen=True)
class BlockPeaks:
    """[blocks]: how high a sound goes in each."""

    values: npt.NDArray[np.float64]

    @classmethod
    def of(cls, stretches: Iterable[Peaks]) -> "BlockPeaks":
        """From peaks in stretches of whole blocks, but for the last."""
        return cls(np.concatenate([np.zeros(0), *(_highest(peaks) for peaks in stretches)]))

    @property
    def highest(self) -> float:
        return float(self.values.max(initial=0.0))


def _highest(peaks: Peaks) -> npt.NDArray[np.float64]:
    whole = len(peaks) // BLOCK * BLOCK
    rest = [peaks[whole:].max()] if whole < len(peaks) else []
    return np.concatenate([peaks[:whole].reshape(-1, BLOCK).max(axis=1), rest], dtype=np.float64)


def limiting_curve(peaks: BlockPeaks, gain: float, ceiling: float) -> Curve:
    """What to multiply a sound by, after this gain, so that no block of it goes above the ceiling."""
    allowed = np.minimum(1.0, ceiling / np.maximum(peaks.values * gain, 1e-9))
    if not len(allowed) or allowed.min() >= 1.0:
        return np.ones(len(allowed) + 1, dtype=np.float32)
    edges = np.minimum(np.append(allowed, 1.0), np.append(1.0, allowed))
    ahead = _lowest_ahead(edges)
    released = _released(ahead)
    padded = np.concatenate([np.full(_LOOK_AHEAD - 1, released[0]), released])
    running = np.concatenate([[0.0], np.cumsum(padded)])
    smooth = (running[_LOOK_AHEAD:] - running[:-_LOOK_AHEAD]) / _LOOK_AHEAD
    return np.minimum(smooth, edges).astype(np.float32)


def _lowest_ahead(edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    padded = np.concatenate([edges, np.ones(_LOOK_AHEAD - 1)])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, _LOOK_AHEAD).min(axis=1))


def _released(wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Down at once, back up slowly: each dip of depth d is d * q**n deep n blocks later, and the deepest one counts."""
    fading = np.arange(len(wanted)) * math.log1p(-_RELEASE)
    depths = np.log(np.maximum(1.0 - wanted, 1e-12))
    return np.asarray(1.0 - np.exp(np.maximum.accumulate(depths - fading) + fading))


def per_frame(curve: Curve, start: int, stop: int) -> npt.NDArray[np.float32]:
    """The gain of every frame from start, a multiple of BLOCK, to stop."""
    blocks = -(-(stop - start) // BLOCK)
    first = start // BLOCK
    edges = curve[first : first + blocks + 1]
    slope = np.arange(BLOCK, dtype=np.float32) / np.float32(BLOCK)
    gains = edges[:-1, None] + (edges[1:] - edges[:-1])[:, None] * slope
    return np.asarray(gains.reshape(-1)[: stop - start], dtype=np.float32)
