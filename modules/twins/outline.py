"""`Outline`, what tells a recording from another: the same for its copies in other formats, and for nothing else."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import RATE, Samples

_FRAME: Final = RATE // 10
_HOP: Final = _FRAME // 2
_LOW, _HIGH, _TONES = 110.0, 3520.0, 60
_QUIET: Final = 60.0
"""Decibels below the loudest that count as nothing."""
_LONGEST: Final = 4 * 60
"""Seconds that are compared: two recordings are not the same for four minutes and then another."""
_SHORTEST: Final = 2.0
_LENGTH: Final = 0.02
_SAME: Final = 0.88
"""Copies lie above .93, also where they begin a little later; pieces of one groove and harmony up to .72."""
_LAGS: Final = range(-2, 3)


@dataclass(frozen=True, eq=False)
class Outline:
    """levels: [moments, tones] decibels; how loud each tone is along the way, not how loud the whole is: pieces of one
    groove are equally loud at the same moments.
    """

    seconds: float
    levels: npt.NDArray[np.int8]

    @classmethod
    def of(cls, samples: Samples) -> "Outline":
        """samples: [frames, 1] at RATE."""
        sound = samples[: _LONGEST * RATE, 0]
        count = max((len(sound) - _FRAME) // _HOP + 1, 0)
        window = np.hanning(_FRAME).astype(np.float32)
        edges = np.geomspace(_LOW, _HIGH, _TONES + 1)
        tone = np.searchsorted(edges, np.fft.rfftfreq(_FRAME, 1 / RATE))
        inside = np.unique(tone[(tone > 0) & (tone <= _TONES)])
        masks = (tone[:, None] == inside).astype(np.float32)
        rows = [
            np.abs(np.fft.rfft(sound[at * _HOP : at * _HOP + _FRAME] * window)).astype(np.float32) ** 2 @ masks
            for at in range(count)
        ]
        power = np.stack(rows) if rows else np.zeros((0, len(inside)), np.float32)
        level = 10 * np.log10(power + 1e-12)
        return cls(len(samples) / RATE, np.maximum(level - level.max(initial=-120.0), -_QUIET).astype(np.int8))

    def alike(self, other: "Outline") -> bool:
        """Whether both are the same recording."""
        shorter = min(self.seconds, other.seconds)
        if shorter < _SHORTEST or abs(self.seconds - other.seconds) > max(0.5, _LENGTH * shorter):
            return False
        one, two = self.levels, other.levels
        return max(_likeness(one[lag:], two) if lag >= 0 else _likeness(one, two[-lag:]) for lag in _LAGS) > _SAME


def _likeness(one: npt.NDArray[np.int8], other: npt.NDArray[np.int8]) -> float:
    """Correlation of which tones stand out when, whatever the loudness and the colour on the whole."""
    length = min(len(one), len(other))
    left, right = (_standing_out(some[:length]) for some in (one, other))
    size = float(np.sqrt((left**2).sum() * (right**2).sum()))
    return float((left * right).sum()) / size if size else 1.0


def _standing_out(levels: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    rows = levels.astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    return np.asarray(rows - rows.mean(axis=0), dtype=np.float32)
