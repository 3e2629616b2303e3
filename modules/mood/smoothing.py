"""Smoothing: a stream of moods without the flicker of single frames."""

import math
from dataclasses import dataclass
from typing import Final, Self

from models.mood import Mood
from modules.mood.arithmetic import blend, distance

SECONDS: Final = 0.8
"""After so long, 63 % of a change have arrived, if the readings are sure."""
FORGET: Final = 10.0
"""After a longer silence nothing of what was before counts."""
LEAP: Final = 0.8
"""A change as far as this, by a reading as sure as that, is taken over at once: somebody burst out laughing."""
SURE: Final = 0.75


@dataclass(frozen=True)
class Smoothed:
    """The mood of a stream so far: a value that its owner keeps, and hands back with the next reading."""

    mood: Mood
    at: float
    """Seconds on any clock that never runs backwards."""

    @classmethod
    def first(cls, mood: Mood, at: float) -> Self:
        return cls(mood, at)

    def then(self, mood: Mood, at: float, seconds: float = SECONDS) -> "Smoothed":
        """The stream after one more reading; sure ones move it faster, and it is the time that counts, not the frames.

        Two readings at the same moment leave the first one standing; an older one than the last changes nothing.
        """
        passed = at - self.at
        if passed > FORGET or self._leaps(mood):
            return Smoothed(mood, max(at, self.at))
        if passed <= 0:
            return self
        gain = 1 - math.exp(-passed * mood.confidence / seconds)
        return Smoothed(blend([self.mood, mood], [1 - gain, gain], source=mood.source), at)

    def _leaps(self, mood: Mood) -> bool:
        return mood.confidence >= SURE and distance(mood, self.mood) >= LEAP


def smooth(before: Smoothed | None, mood: Mood, at: float) -> Smoothed:
    """The stream after this reading, which may be its first."""
    return Smoothed.first(mood, at) if before is None else before.then(mood, at)
