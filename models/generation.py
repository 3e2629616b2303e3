"""Orders for music and what comes of them."""

from typing import Any, Literal

from pydantic import Field

from models.mood import Mood
from models.schema import Schema

Sounds = Literal["all", "mix", "none"]
"""What is rendered of a score: mix and stems, the mix alone, or nothing but notes."""
PartKind = Literal["mix", "stem", "dry", "midi", "score", "picture", "record"]


class Brief(Schema):
    """An order for music: which engine, and what it should know."""

    engine: str = Field(min_length=1, max_length=40)
    mood: Mood | None = Field(
        default=None, description='A word such as "calm", or [valence, arousal], each from -1 to 1'
    )
    seconds: float | None = Field(
        default=None, gt=0, le=1800, description="How long it is to be; left out, the engine says its usual"
    )
    seed: int | None = Field(
        default=None, ge=0, lt=2**53, description="Chosen for you, and told, when you leave it out"
    )
    options: dict[str, Any] = Field(default_factory=dict, description="What this engine adds: see GET /engines")


class PartInfo(Schema):
    """One file of a work, as clients see it."""

    name: str
    kind: PartKind
    media_type: str
    size: int
    sha256: str
    title: str | None = None


class WorkInfo(Schema):
    """What came out of a job: its parts, how long it is, and whatever the engine wants to say in short."""

    parts: list[PartInfo]
    seconds: float
    summary: dict[str, Any] = Field(default_factory=dict)
    notes: list[str] = Field(
        default_factory=list, description="What a person should know, such as what had to be left out"
    )
