"""Calibration: what a person's corrections teach about one source, so that it later comes nearer to the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.mood import Mood, Point
from modules.mood.arithmetic import moved, point

Floats = NDArray[np.float64]
OFFSET: Final = 0.5
"""Prior deviations of what a source may be wrong about for one person: everywhere by the same ..."""
SCALE: Final = 0.9
"""... in proportion to the reading, such as a valence that is damped or an arousal upside down ..."""
LOCAL: Final = 0.35
"""... and only near by, such as one face that always looks angry ..."""
REACH: Final = 0.45
"""... where near is about this far on the circle."""
NOISE: Final = 0.2
"""How far two corrections in the same place may lie apart without meaning anything."""
BELIEF: Final = 0.5
"""The part of a lesson that is taken over before later corrections confirm or refute it ..."""
CAUTION: Final = 0.03
"""... and how much they must weigh to do so: a squared distance on the circle."""
ROUNDS: Final = 5
"""How often corrections that do not fit the others are weighed anew."""


@dataclass(frozen=True)
class Lesson:
    """One correction: what was read, and what the person said it should have been."""

    read: Point
    told: Point


@dataclass(frozen=True)
class Correction:
    """What is known about one source: lessons in, shifts out. A Gaussian process whose mean is held back.

    The process explains the errors as an offset, a scale and something local. Each lesson is predicted from the other
    ones; only as much of the shift is applied as those predictions proved right, so that noise teaches nothing. A
    lesson that contradicts the others, a slip of the finger, loses its weight.
    """

    places: Floats
    """[lesson, 2]: where the source was corrected."""
    weights: Floats
    """[lesson, 2]: what each place says about valence and arousal."""
    belief: float
    """The part of the shift that is applied."""

    @classmethod
    def learnt(cls, lessons: Sequence[Lesson]) -> "Correction":
        places = np.array([lesson.read for lesson in lessons], dtype=float).reshape(-1, 2)
        errors = np.array([lesson.told for lesson in lessons], dtype=float).reshape(-1, 2) - places
        noise = np.full(len(places), NOISE**2)
        for _ in range(ROUNDS):
            inverse = np.linalg.inv(_kernel(places, places) + np.diag(noise))
            weights = inverse @ errors
            foretold = errors - weights / np.diag(inverse)[:, None]
            off = np.linalg.norm(errors - foretold, axis=1)
            noise = NOISE**2 * np.maximum(1.0, off / (3 * NOISE)) ** 2
        return cls(places, weights, _belief(errors, foretold, noise))

    def shift(self, place: Point) -> Point:
        at = np.array([place], dtype=float)
        valence, arousal = self.belief * (_kernel(at, self.places) @ self.weights)[0]
        return Point(float(valence), float(arousal))


@dataclass(frozen=True)
class Calibration:
    """What one person taught about all sources; without lessons it changes nothing."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)

    @classmethod
    def learnt(cls, lessons: Mapping[str, Sequence[Lesson]]) -> "Calibration":
        return cls({source: Correction.learnt(some) for source, some in lessons.items() if some})

    def adjusted(self, mood: Mood) -> Mood:
        """The mood where this person would put it. What was never corrected comes back as it is."""
        correction = self.corrections.get(mood.source)
        if correction is None:
            return mood
        shift = correction.shift(point(mood))
        return moved(mood, mood.valence + shift.valence, mood.arousal + shift.arousal)


def _kernel(one: Floats, other: Floats) -> Floats:
    """[one, other]: how much an error here says about an error there."""
    apart = ((one[:, None] - other[None]) ** 2).sum(axis=2)
    alike: Floats = OFFSET**2 + SCALE**2 * (one @ other.T) + LOCAL**2 * np.exp(-apart / (2 * REACH**2))
    return alike


def _belief(errors: Floats, foretold: Floats, noise: Floats) -> float:
    """How much of what the others foretold came true, from 0 to 1; a belief held beforehand gives way slowly."""
    trust = (NOISE**2 / noise)[:, None]
    came_true = float((trust * errors * foretold).sum()) + BELIEF * CAUTION
    return min(max(came_true / (float((trust * foretold**2).sum()) + CAUTION), 0.0), 1.0)
