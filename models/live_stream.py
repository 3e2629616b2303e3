"""Streams of live music as clients order, steer and see them."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.live import FASTEST, SLOWEST, LiveBar, LiveOrder, LiveStyle
from models.mood import Mood, Point
from models.mood_requests import Coordinate
from models.schema import Schema


class LiveState(StrEnum):
    STARTING = "starting"
    """Nothing sounds yet: the first bar is being written."""
    RUNNING = "running"
    ENDED = "ended"


class LiveStart(Schema):
    """A stream of music in a mood, given as a word, as `mood`, or as the two numbers themselves; else a neutral one."""

    mood: Mood | None = Field(default=None, description='A word such as "calm", or [valence, arousal]')
    valence: Coordinate | None = Field(default=None, description="From unpleasant (-1) to pleasant (1)")
    arousal: Coordinate | None = Field(default=None, description="From sleepy (-1) to wide awake (1)")
    style: LiveStyle = "pop"
    tempo: float | None = Field(
        default=None,
        ge=SLOWEST,
        le=FASTEST,
        allow_inf_nan=False,
        description="Quarters a minute at an ordinary arousal; left out, style and mood decide",
    )
    references: tuple[str, ...] = Field(
        default=(), max_length=10, description="Ids of uploads (MIDI) whose manner the stream leans towards"
    )
    seed: int | None = Field(default=None, ge=0, lt=2**53, description="Chosen for you, and told, when left out")

    @property
    def order(self) -> LiveOrder:
        begins = (
            Point(self.mood.valence, self.mood.arousal) if self.mood else Point(self.valence or 0, self.arousal or 0)
        )
        return LiveOrder(
            valence=begins.valence,
            arousal=begins.arousal,
            style=self.style,
            tempo=self.tempo,
            references=self.references,
            seed=self.seed,
        )

    @model_validator(mode="after")
    def _one_mood(self) -> Self:
        if (self.valence is None) != (self.arousal is None):
            raise ValueError("valence and arousal belong together: give both or neither")
        if self.mood is not None and self.valence is not None:
            raise ValueError("the mood is given twice: as mood, and as valence and arousal")
        return self


class LiveWhich(Schema):
    """One stream of yours."""

    id: str = Field(max_length=60, description="As live:start told it")


class LiveSteering(LiveWhich):
    """A new mood for a stream, as often as you like; the newest one wins."""

    valence: Coordinate = Field(description="From unpleasant (-1) to pleasant (1)")
    arousal: Coordinate = Field(description="From sleepy (-1) to wide awake (1)")


class LiveStop(LiveWhich):
    """End a stream."""

    keep: bool = Field(default=False, description="Make a work of what was played: GET /generations then tells of it")


class WrittenBar(LiveBar):
    """A bar with its place in time."""

    starts: float = Field(description="When it sounds: seconds since 1970 on the server's clock, which acks call now")


class LiveView(Schema):
    """How a stream stands."""

    id: str
    state: LiveState
    order: LiveOrder
    seed: int
    created_at: datetime
    ended_at: datetime | None = None
    reason: str | None = Field(default=None, description="Why: stopped, unheard, longest, erased, lost or failed")
    began: float | None = Field(default=None, description="When bar 0 sounded, on the server's clock")
    now: float = Field(description="The server's clock: seconds since 1970")
    valence: float = Field(description="The newest mood")
    arousal: float
    played: int = Field(default=0, description="Bars that have sounded, or begun to")
    late: int = Field(default=0, description="Bars that came too late, so that the music had to wait")
    bars: list[WrittenBar] = Field(default_factory=list, description="The last few that were played, and those to come")
    audio: str = Field(description="Where the same music comes as Ogg Opus, or with ?format=mp3 as MP3")
    work: str | None = Field(default=None, description="The job that makes a work of it, once it is kept")


class LiveList(Schema):
    items: list[LiveView]
