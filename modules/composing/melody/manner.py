"""`Manner`: how somebody sings a song: how much air is between the notes, and how long the phrases are."""

import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.melody.backing import Backing

_PLACES: Final = np.arange(0.05, 1.0, 0.1)
_RESTING: Final = (0.04, 0.13, 0.45, 0.63, 0.72, 0.72, 0.75, 0.77, 0.86, 0.94)
_PARTED: Final = (0.01, 0.02, 0.17, 0.25, 0.29, 0.39, 0.46, 0.50, 0.53, 0.54)
_GAPPED: Final = (0.0, 0.0, 0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.06, 0.12)
_SILENT: Final = (0.35, 0.35, 0.37, 0.37, 0.39, 0.39, 0.40, 0.42, 0.49, 0.63)
"""For the tenths of people's songs, from those that hardly rest to those that rest most: share of the pauses with a
rest of an eighth or more, shares of the other notes that are followed by a sixteenth of silence and by more, and how
much of a pause is silent. 779 songs of POP909 that are not held out. What plays beneath says next to nothing about it,
so it is drawn.
"""
_BEATS, _BUSIER, _SPREAD = 0.374, 0.743, 0.3
"""Beats of a phrase, its last note taken for one: their logarithm, how it grows with that of the notes a bar, and
how far songs lie from it; 360 of the same songs.
"""
_GOLDEN: Final = 0.6180339887


@dataclass(frozen=True)
class Manner:
    """air: 0 for who hardly rests at all, 1 for who rests most. longer: phrases, against what is usual."""

    air: float
    longer: float

    @property
    def resting(self) -> float:
        """Share of the pauses with a rest of an eighth or more."""
        return float(np.interp(self.air, _PLACES, _RESTING))

    @property
    def parted(self) -> float:
        """Share of the notes within a phrase after which there is a moment of silence."""
        return float(np.interp(self.air, _PLACES, _PARTED))

    @property
    def gapped(self) -> float:
        """Share of the notes within a phrase after which there is an eighth of silence."""
        return float(np.interp(self.air, _PLACES, _GAPPED))

    @property
    def silent(self) -> float:
        """Share of a pause that is a rest."""
        return float(np.interp(self.air, _PLACES, _SILENT))

    def beats(self, notes_a_bar: float) -> float:
        """How long a phrase is, for a melody as busy as that."""
        return float(np.exp(_BEATS + _BUSIER * np.log(max(notes_a_bar, 1.0))) * self.longer)


def manner_of(backing: Backing, seed: int, lane: int) -> Manner:
    """As people's songs differ, and lanes from each other; the same for the same backing and seed."""
    notes = np.ascontiguousarray(backing.bars.notes, dtype="<i8").tobytes()
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, 78, zlib.crc32(notes)))))
    air, length = float(rng.random()), float(rng.random())
    spread = float(np.clip(_normal((length + lane * _GOLDEN) % 1.0), -2.0, 2.0))
    return Manner((air + lane * _GOLDEN) % 1.0, float(np.exp(_SPREAD * spread)))


def _normal(share: float) -> float:
    """Where so large a share of what is drawn lies below, nearly: the logistic curve instead of the normal one."""
    return float(np.log(max(share, 1e-6) / max(1.0 - share, 1e-6)) / 1.7)
