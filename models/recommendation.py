"""Music chosen for a mood: what was asked for, what is known about each track, and why each was chosen."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, Field, field_validator, model_validator

from models.mood import Mood
from models.schema import Schema
from models.track import Maybe, Name, SkippedRow

MOST_RECOMMENDED: Final = 100
AS_USUAL: Final = 20


class Goal(StrEnum):
    """Where the music should lead from the mood one is in."""

    MATCH = "match"
    LIFT = "lift"
    CALM = "calm"
    ENERGIZE = "energize"
    JOURNEY = "journey"


class TrackFeatures(Schema):
    """What a track feels like, and who says so; None is unknown, and stays so."""

    valence: float | None = Field(default=None, ge=-1, le=1, description="From gloomy (-1) to bright (1)")
    energy: float | None = Field(default=None, ge=-1, le=1, description="From drowsy (-1) to wide awake (1)")
    tempo: float | None = Field(default=None, gt=0, le=1000, description="Beats a minute")
    source: str = Field(max_length=100)
    confidence: float = Field(default=0.5, ge=0, le=1)
    version: str = Field(default="", max_length=100, description="Which state of the source said it")

    @property
    def placed(self) -> bool:
        """Whether it is known where the track lies on the circle of moods."""
        return self.valence is not None and self.energy is not None


class Place(Schema):
    """A point of the way that was planned."""

    valence: float
    energy: float


class Contribution(Schema):
    """One of the numbers that a score is the sum of, and what it is for."""

    what: str
    amount: float
    why: str


class Recommendation(Schema):
    id: str = Field(description="What feedback and playlists call it by")
    name: str
    artist: str
    spotify_id: str | None = None
    file: str | None = Field(default=None, description="Of the collection: what an order for music may name in `like`")
    source: str = Field(description="Where it was found")
    features: TrackFeatures
    planned: Place = Field(description="What was looked for at this place of the list")
    score: float = Field(description="The sum of the contributions")
    contributions: list[Contribution]
    sentence: str = Field(description="Why it is here, for people")


class SourceReport(Schema):
    """What a source of music or of features gave this time."""

    name: str
    state: str = Field(description="ok, off, or away")
    tracks: int = Field(default=0, description="How many it offered or knew")
    why: str | None = Field(default=None, description="What is wrong, where something is")


class WishRequest(Schema):
    """What music is asked for; a mood may be a word or two numbers, such as .5,-.3."""

    mood: Mood | None = Field(default=None, description="Left out: the mood that was last read or pointed at")
    goal: Goal = Goal.MATCH
    to: Mood | None = Field(default=None, description="Where a journey ends")
    limit: int = Field(default=AS_USUAL, ge=1, le=MOST_RECOMMENDED)
    seed: int | None = Field(default=None, ge=0, lt=2**63, description="Left out: by chance, and told")

    @field_validator("mood", "to", mode="before")
    @classmethod
    def _from_numbers(cls, value: Any) -> Any:
        pair = value.split(",") if isinstance(value, str) else ()
        if len(pair) != 2:
            return value
        try:
            return [float(number) for number in pair]
        except ValueError:
            return value


class Wish(WishRequest):
    """A wish with nothing left open."""

    mood: Mood
    seed: int = Field(ge=0, lt=2**63)


class RecommendationList(Wish):
    """The same wish, music and feedback give the same list; degraded: a source that should be there is away."""

    items: list[Recommendation]
    unknown: int = Field(description="Tracks left out because nobody knows their mood")
    sources: list[SourceReport]
    degraded: bool
    notes: list[str] = Field(default_factory=list)


class Said(StrEnum):
    """What people say about a track: they like it, want it less, or it is not what it was offered as."""

    LIKE = "like"
    SKIP = "skip"
    NOT = "not"


class FeedbackRequest(Schema):
    item: str = Field(min_length=1, max_length=200, description="The id of what was recommended")
    says: Said
    mood: Mood | None = Field(default=None, description="What it is not, where it says not: calm")

    @model_validator(mode="after")
    def _needs_a_mood(self) -> "FeedbackRequest":
        if self.says is Said.NOT and self.mood is None:
            raise ValueError("mood: say what it is not, such as calm")
        return self


class FeedbackView(Schema):
    id: str
    item: str
    name: str
    artist: str
    says: Said
    mood: Mood | None = None
    created_at: datetime


class Feedback(FeedbackView):
    """Feedback as it is stored."""

    owner: str
    version: int = 0

    def view(self) -> FeedbackView:
        return FeedbackView(**self.model_dump(include=set(FeedbackView.model_fields)))


class FeedbackPage(Schema):
    items: list[FeedbackView]
    next_cursor: str | None = None


class Named(Schema):
    """A track by its id, and what people call it."""

    id: str
    name: str
    artist: str


class Shown(Schema):
    """A list that somebody was given, so that the next ones bring something else; it goes after some days."""

    id: str
    owner: str
    items: list[Named]
    at: AwareDatetime
    expires_at: AwareDatetime
    version: int = 0


class FeatureRow(TrackFeatures):
    """Features as a person brought them, with the track they are about."""

    title: Name
    artist: Maybe = ""


class FeaturesKept(Schema):
    """What became of a table that was handed in. version: of all that there is now."""

    count: int
    version: int
    skipped: list[SkippedRow] = Field(default_factory=list)


class FeatureTable(Schema):
    """All features that one person brought, as stored: one CSV, which costs nothing to pass by. version: counts."""

    id: str
    owner: str
    table: str
    rows: int
    updated_at: datetime
    version: int = 0
