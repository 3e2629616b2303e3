"""How major or minor a stretch of music sounds, by all its tones, and what chords sound like when they are played."""

from typing import Final

import numpy as np

from modules.composing import chords as vocabulary
from modules.composing.bars import Floats
from modules.composing.planning import colour as songs
from modules.composing.styles.style import Style

_TEXTBOOK: Final = np.array(
    [
        [0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400],
        [0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330],
    ]
)
"""How often each degree sounds in major and in minor common-practice music, after Temperley (2007, Music and
Probability, table 6.1). Pop songs in minor lower the seventh, these raise it; an ear that knows both takes neither for
brighter.
"""
_TONES: Final = np.asarray(vocabulary.DESCRIPTIONS[:, :12], dtype=np.float64)
_ROOTS: Final = np.asarray(vocabulary.DESCRIPTIONS[:, 12:24], dtype=np.float64)
_ROOT, _BASS = 0.5, 1.2
"""How much more of a chord's root sounds than of its other tones, without a bass and with one."""
_DIGITS: Final = 6
"""Colours that differ by less are the same, whatever the machine."""


def _keys() -> Floats:
    rolled = np.array([np.roll(profile, tonic) for profile in _TEXTBOOK for tonic in range(12)])
    centred = rolled - rolled.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True))


_KEYS: Final = _keys()


def colour(tones: Floats) -> Floats:
    """[...] from minor (below 0) to major, the mean of two ears: one that knows pop songs, one that knows textbooks.

    tones: [..., 12] how much of each pitch class sounds.
    """
    return np.asarray(np.round((songs.colour(tones) + _textbook(tones)) / 2, _DIGITS))


def _textbook(tones: Floats) -> Floats:
    centred = tones - tones.mean(axis=-1, keepdims=True)
    fits = centred @ _KEYS.T / np.maximum(np.linalg.norm(centred, axis=-1, keepdims=True), 1e-9)
    return np.asarray(fits[..., :12].max(axis=-1) - fits[..., 12:].max(axis=-1))


def sounds_of(style: Style) -> Floats:
    """[chords, 12] how much of each pitch class sounds in a quarter of each chord."""
    return _TONES + (_BASS if "bass" in style.roles else _ROOT) * _ROOTS
