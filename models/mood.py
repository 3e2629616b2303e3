"""A mood: a point on the circle of valence and arousal, with the label people use for it."""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import Field

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


class Mood(Schema):
    valence: float = Field(ge=-1, le=1)
    arousal: float = Field(ge=-1, le=1)
    label: MoodLabel
    confidence: float = Field(default=1.0, ge=0, le=1)
    distribution: dict[str, float] = Field(default_factory=dict)
    source: str = "pointed"


POINTS: Final[dict[MoodLabel, Point]] = {}
