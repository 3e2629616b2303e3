"""How major or minor a set of pitch classes sounds, by how pop songs in either mode use them."""

from typing import Final

import numpy as np

from modules.composing.bars import Floats

_SONGS: Final = np.array(
    [
        [0.216, 0.002, 0.133, 0.002, 0.146, 0.086, 0.004, 0.207, 0.006, 0.126, 0.005, 0.067],
        [0.235, 0.002, 0.082, 0.148, 0.002, 0.123, 0.001, 0.202, 0.066, 0.004, 0.128, 0.009],
    ]
)
"""Share of the time that each degree sounds in the songs of POP909 in major (433) and in minor (346), without those
whose number is divisible by ten.
"""


def _keys() -> Floats:
    rolled = np.array([np.roll(profile, tonic) for profile in _SONGS for tonic in range(12)])
    centred = rolled - rolled.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True))


_KEYS: Final = _keys()


def colour(histograms: Floats) -> Floats:
    """[...] how much better the best major key fits than the best minor one; histograms: [..., 12]."""
    centred = histograms - histograms.mean(axis=-1, keepdims=True)
    fits = centred @ _KEYS.T / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-9)
    return np.asarray(fits[..., :12].max(axis=-1) - fits[..., 12:].max(axis=-1))
