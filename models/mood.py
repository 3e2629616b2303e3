"""A mood: a point on the circle of valence and arousal, with the label people use for it."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from pydantic import Field, model_validator

from models.schema import Schema


class MoodLabel(StrEnum):
    EXCITED = "excited"
    HAPPY = "happy"
    CONTENT = "content"
    CALM = "calm"
    SLEEPY = "sleepy"
    MELANCHOLIC = "melancholic"
    SAD = "sad"
    ANXIOUS = "anxious"
    ANGRY = "angry"
    TENSE = "tense"
    ENERGETIC = "energetic"
    NEUTRAL = "neutral"


class Point(NamedTuple):
    valence: float
    arousal: float


POINTS: Final[dict[MoodLabel, Point]] = {
    MoodLabel.EXCITED: Point(0.65, 0.75),
    MoodLabel.HAPPY: Point(0.85, 0.35),
    MoodLabel.CONTENT: Point(0.80, -0.25),
    MoodLabel.CALM: Point(0.55, -0.65),
    MoodLabel.SLEEPY: Point(0.05, -0.90),
    MoodLabel.MELANCHOLIC: Point(-0.45, -0.60),
    MoodLabel.SAD: Point(-0.80, -0.35),
    MoodLabel.ANXIOUS: Point(-0.60, 0.35),
    MoodLabel.ANGRY: Point(-0.65, 0.75),
    MoodLabel.TENSE: Point(-0.25, 0.75),
    MoodLabel.ENERGETIC: Point(0.25, 0.90),
    MoodLabel.NEUTRAL: Point(0.00, 0.00),
}
"""Where each word lies: the product's own table in steps of .05, nobody's published norms.

The bearings follow the circle of J. A. Russell, "A circumplex model of affect", Journal of Personality and Social
Psychology 39 (1980) 1161-1178: pleasure at 0 degrees, excitement 45, arousal 90, distress 135, displeasure 180,
depression 225, sleepiness 270, relaxation 315. Words between those, and how far out each lies, are our choice, made so
that any two are at least .4 apart and every label has a neighbourhood. How people rate such words one by one, which we
did not copy: A. B. Warriner, V. Kuperman and M. Brysbaert, "Norms of valence, arousal, and dominance for 13,915 English
lemmas", Behavior Research Methods 45 (2013) 1191-1207; S. M. Mohammad, "Obtaining reliable human ratings of valence,
arousal, and dominance for 20,000 English words", Proceedings of ACL (2018) 174-184.
"""
NEUTRAL_RADIUS: Final = 0.2
"""Closer to the middle than this, a mood is called neutral."""


def nearest_label(valence: float, arousal: float) -> MoodLabel:
    """The word for a point; at equal distance the one that `MoodLabel` names first."""
    if math.hypot(valence, arousal) < NEUTRAL_RADIUS:
        return MoodLabel.NEUTRAL
    words = [label for label in MoodLabel if label is not MoodLabel.NEUTRAL]
    return min(words, key=lambda label: math.dist(POINTS[label], (valence, arousal)))


class Mood(Schema):
    """Wherever a mood is asked for, its label ("calm") or its two numbers alone are enough."""

    valence: float = Field(ge=-1, le=1, description="From unpleasant (-1) to pleasant (1)")
    arousal: float = Field(ge=-1, le=1, description="From sleepy (-1) to wide awake (1)")
    label: MoodLabel = Field(description="The nearest word, found for you when left out")
    confidence: float = Field(default=1.0, ge=0, le=1)
    distribution: dict[str, float] = Field(default_factory=dict)
    source: str = "pointed"

    @classmethod
    def at(cls, valence: float, arousal: float, **more: Any) -> Self:
        """A point, called by the nearest word."""
        return cls(valence=valence, arousal=arousal, label=nearest_label(valence, arousal), **more)

    @classmethod
    def named(cls, label: str, **more: Any) -> Self:
        """Where the table puts this word; "source" says that a word was all there was."""
        known = MoodLabel(label)
        valence, arousal = POINTS[known]
        return cls(valence=valence, arousal=arousal, label=known, **{"source": "named", **more})

    @model_validator(mode="before")
    @classmethod
    def _from_short_forms(cls, value: Any) -> Any:
        if isinstance(value, str):
            return _by_name(value, {})
        if isinstance(value, Mapping):
            return _completed(dict(value))
        if isinstance(value, Sequence) and len(value) == 2:
            return _completed({"valence": value[0], "arousal": value[1]})
        return value


def _by_name(label: str, given: dict[str, Any]) -> dict[str, Any]:
    words = list(map(str, MoodLabel))
    if label.strip().lower() not in words:
        raise ValueError(f"is no mood we know; choose one of {', '.join(words)}, or give valence and arousal")
    known = MoodLabel(label.strip().lower())
    return {"source": "named"} | given | POINTS[known]._asdict() | {"label": known}


def _completed(given: dict[str, Any]) -> dict[str, Any]:
    numbers = [given.get("valence"), given.get("arousal")]
    if numbers == [None, None] and isinstance(given.get("label"), str):
        return _by_name(given["label"], given)
    if given.get("label") is None and all(_is_number(number) for number in numbers):
        return given | {"label": nearest_label(float(numbers[0] or 0), float(numbers[1] or 0))}
    return given


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
