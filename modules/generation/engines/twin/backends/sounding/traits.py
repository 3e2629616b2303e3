"""What sound is like, as far as styles go: how loud its bands are over time, and whether two sounds are the same."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import Clip

Floats = npt.NDArray[np.float64]
_BANDS: Final = 24
_LOW, _HIGH = 50.0, 11_000.0
_A_SECOND: Final = 10
_QUIET: Final = 60.0
"""Decibels below the loudest that count as nothing."""
_HEARD: Final = 3.0
"""Decibels between two moments from which on they are not the same."""
_SAME: Final = 1.0


def bands(clip: Clip) -> Floats:
    """[moments, bands] decibels, ten moments a second; the loudest is 0."""
    sound = clip.mono().samples[:, 0].astype(np.float64)
    hop = clip.rate // _A_SECOND
    moments = max(len(sound) // hop, 1)
    frames = np.resize(sound, moments * hop).reshape(moments, hop) if len(sound) < hop else sound[: moments * hop]
    power = np.abs(np.fft.rfft(frames.reshape(moments, hop) * np.hanning(hop))) ** 2
    pitch = np.fft.rfftfreq(hop, 1 / clip.rate)
    edges = np.geomspace(_LOW, min(_HIGH, clip.rate / 2), _BANDS + 1)
    masks = (pitch >= edges[:-1, None]) & (pitch < edges[1:, None])
    level = 10 * np.log10(power @ masks.T.astype(np.float64) + 1e-12)
    found: Floats = np.maximum(level - level.max(), -_QUIET)
    return found


def traits(sound: Floats) -> Floats:
    """Of a stretch: its colour, and how it moves."""
    moves = np.abs(np.diff(sound, axis=0)).mean(axis=0) if len(sound) > 1 else np.zeros(sound.shape[1])
    return np.concatenate([sound.mean(axis=0), sound.std(axis=0), moves])


def distance(one: Floats, other: Floats) -> float:
    """Decibels."""
    return float(np.sqrt(np.mean((one - other) ** 2)))


def changed(one: Floats, other: Floats) -> float:
    """The share of moments that are not the same."""
    length = min(len(one), len(other))
    return float((np.sqrt(((one[:length] - other[:length]) ** 2).mean(axis=1)) > _HEARD).mean())


def longest_same(sound: Floats, known: Sequence[tuple[str, Floats]]) -> tuple[float, str | None]:
    """The longest stretch, in seconds, that is one of the known sounds moment by moment; and which."""
    best: tuple[float, str | None] = (0.0, None)
    for name, other in known:
        apart = np.sqrt(((sound[:, None] - other[None]) ** 2).mean(axis=2))
        same = (apart < _SAME) & (sound.max(axis=1) > -_QUIET)[:, None]
        runs = np.zeros(len(other) + 1)
        for row in same:
            runs[1:] = np.where(row, runs[:-1] + 1, 0)
            if runs.max() / _A_SECOND > best[0]:
                best = float(runs.max()) / _A_SECOND, name
    return best
