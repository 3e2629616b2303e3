"""`Heard`: a section so far, in tones: what has sounded of it, what is planned, and the colour it is to have."""

from dataclasses import dataclass

import numpy as np

from modules.composing.bars import DURATION, PITCH, Floats, Ints
from modules.live.composing.ear import colour


@dataclass(frozen=True)
class Heard:
    """bar: how many of the section's bars have sounded. sounded: [12] how long each pitch class has, in C major or A
    minor. planned: [8, 4] its chords; [0, 4] where it has yet to begin. letter: [bars, 4] the chords its letter had
    before, where it was heard before. aim: the colour that all its bars together are to have.

    sounds: [chords, 12] what a quarter of each chord sounds like. accompanied: whether other players add the chords to
    what is written.
    """

    bar: int
    sounded: Floats
    planned: Ints
    letter: Ints
    aim: float
    sounds: Floats
    accompanied: bool

    @property
    def tones(self) -> Floats:
        """[12] what has sounded, as much as chords do in as many bars."""
        return _as_much(self.sounded, self._chords(0, self.bar))

    @property
    def strays(self) -> float:
        """How far from its aim the section will be if it goes on as planned."""
        return self._off(self.tones + self._chords(self.bar))

    def strays_with(self, rows: Ints) -> float:
        """The same where the next bar is written with these notes, [notes, 5] rows of `Bars`."""
        chords = self._chords(self.bar, self.bar + 1)
        here = _as_much(np.bincount(rows[:, PITCH] % 12, weights=rows[:, DURATION], minlength=12), chords)
        here = (here + chords) / 2 if self.accompanied else here
        return self._off(self.tones + here + self._chords(self.bar + 1))

    def _off(self, tones: Floats) -> float:
        return abs(float(colour(tones)) - self.aim)

    def _chords(self, start: int, end: int | None = None) -> Floats:
        return np.asarray(self.sounds[self.planned[start:end]].sum(axis=(0, 1)))


def _as_much(tones: Floats, other: Floats) -> Floats:
    total = float(tones.sum())
    return np.asarray(tones * (float(other.sum()) / total)) if total else np.zeros_like(other)
