"""Calibration: what a person's corrections teach about one source, so that it later comes nearer to the truth."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np

from models.mood import Mood, Point, nearest_label
from modules.mood.arithmetic import moved, point
from modules.mood.explaining import Explained, Floats, explained, near

SLIP: Final = 1.0
"""How far a slip of the finger may be off: a standard deviation on each axis."""
ODDS: Final = math.log(20)
"""One lesson in about so many is a slip."""
WORD: Final = 0.15
"""How far from its place in the table a word may be meant."""
FEW: Final = 4
"""Among fewer lessons nobody can say which one is the odd one out."""


@dataclass(frozen=True)
class Lesson:
    """One correction: what was read, and what the person said it should have been."""

    read: Point
    told: Point
    vagueness: float = 0.0
    """How far off the person may be, who only named a word: a standard deviation on each axis."""

    @classmethod
    def of(cls, read: Mood, told: Mood) -> "Lesson":
        """A word that fits the reading anyway confirms it; another word is only roughly where the table puts it."""
        if told.source != "named":
            return cls(point(read), point(told))
        fits = nearest_label(read.valence, read.arousal) is told.label
        return cls(point(read), point(read if fits else told), WORD)


@dataclass(frozen=True)
class Correction:
    """What is known about one source: an offset, a slope, and something around each place where it was corrected."""

    offset: Floats
    """[axis]"""
    slope: Floats
    """[axis]"""
    places: Floats
    """[lesson, axis]"""
    local: Floats
    """[lesson, axis]"""

    @classmethod
    def learnt(cls, lessons: Sequence[Lesson]) -> "Correction":
        """From lessons that agree much, from such as contradict each other little, from an obvious slip nothing."""
        places = np.array([lesson.read for lesson in lessons], dtype=float)
        errors = np.array([lesson.told for lesson in lessons], dtype=float) - places
        doubt = np.array([lesson.vagueness**2 for lesson in lessons])
        valence, arousal = _understood(places, errors, doubt)
        for _ in range(len(lessons) // 3 if len(lessons) >= FEW else 0):
            gain = valence.gain + arousal.gain
            if gain.max() < ODDS:
                break
            doubt[gain.argmax()] += SLIP**2
            valence, arousal = _understood(places, errors, doubt)
        return cls(
            np.array([valence.offset, arousal.offset]),
            np.array([valence.slope, arousal.slope]),
            places,
            np.stack([valence.local, arousal.local], axis=1),
        )

    def shift(self, place: Point) -> Point:
        at = np.array(place, dtype=float)
        valence, arousal = self.offset + self.slope * at + near(at[None], self.places)[0] @ self.local
        return Point(float(valence), float(arousal))


@dataclass(frozen=True)
class Calibration:
    """What one person taught about all sources; without lessons it changes nothing."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)

    @classmethod
    def learnt(cls, lessons: Mapping[str, Sequence[Lesson]]) -> "Calibration":
        return cls({source: _learnt(tuple(some)) for source, some in lessons.items() if some})

    def adjusted(self, mood: Mood) -> Mood:
        """The mood where this person would put it. What was never corrected comes back as it is."""
        correction = self.corrections.get(mood.source)
        if correction is None:
            return mood
        shift = correction.shift(point(mood))
        return moved(mood, mood.valence + shift.valence, mood.arousal + shift.arousal)


@lru_cache(maxsize=512)
def _learnt(lessons: tuple[Lesson, ...]) -> Correction:
    """The same lessons teach the same: people correct seldom and are read often."""
    return Correction.learnt(lessons)


def _understood(places: Floats, errors: Floats, doubt: Floats) -> tuple[Explained, Explained]:
    valence, arousal = (explained(places, axis, errors[:, axis], doubt, SLIP**2) for axis in range(2))
    return valence, arousal
