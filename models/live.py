"""Music that is written while it plays: the order for a stream, and its bars."""

from typing import Literal, NamedTuple

from pydantic import Field

from models.schema import Schema

LiveStyle = Literal["piano", "pop", "lofi", "orchestral", "chiptune"]
SLOWEST, FASTEST = 40.0, 220.0
"""Quarters a minute that a stream may be asked for."""


class LiveOrder(Schema):
    """What a stream is asked for: the mood it begins with, and what stays through it."""

    valence: float = Field(ge=-1, le=1, description="From unpleasant (-1) to pleasant (1)")
    arousal: float = Field(ge=-1, le=1, description="From sleepy (-1) to wide awake (1)")
    style: LiveStyle = "pop"
    tempo: float | None = Field(
        default=None,
        ge=SLOWEST,
        le=FASTEST,
        description="Quarters a minute at an ordinary arousal; the mood still moves it, by a seventh at most. "
        "Left out, style and mood decide",
    )
    references: tuple[str, ...] = Field(
        default=(), max_length=10, description="Ids of uploads (MIDI) whose manner the stream leans towards"
    )
    seed: int | None = Field(
        default=None, ge=0, lt=2**53, description="Chosen for you, and told, when you leave it out"
    )


class LiveNote(NamedTuple):
    """start, end: seconds from the beginning of its bar; the end may lie in the next bar.

    A key of a track is never struck while a note of its own bar still holds it; a note that still rings from the bar
    before ends where its key is struck again.
    """

    pitch: int
    start: float
    end: float
    velocity: int


class LiveTrack(Schema):
    """What one player plays in one bar. name stays the same through a stream; program may change with the mood."""

    name: str
    role: Literal["melody", "double", "counter", "chords", "pad", "bass", "drums"]
    program: int = Field(ge=0, le=127)
    drums: bool = False
    notes: tuple[LiveNote, ...] = ()
    volume: int = Field(default=100, ge=0, le=127, description="Its place in the mix, as a MIDI channel volume")


class LiveChord(NamedTuple):
    """at: seconds from the beginning of the bar. name: written like `A:min7`, as in a score."""

    at: float
    name: str


class LiveBar(Schema):
    """One bar of a stream. The same index with a higher revision replaces it, unless it has been played."""

    index: int = Field(ge=0)
    revision: int = Field(default=0, ge=0)
    at: float = Field(description="Seconds since the stream's beginning: the lengths of all bars before it")
    seconds: float = Field(gt=0)
    tempo: float = Field(description="Quarters a minute, the same through the bar")
    metre: str = Field(description="Such as `4/4`")
    key: str = Field(description="Such as `A minor`")
    section: str = Field(description="What is heard: a letter that returns, with a stroke for each return")
    phrase_bar: int = Field(ge=0, description="The place of this bar in its phrase, from 0")
    phrase_bars: int = Field(ge=1)
    cadence: str | None = Field(default=None, description="How the phrase comes to rest, in its last two bars")
    valence: float = Field(description="The mood it was written under")
    arousal: float = Field(description="The mood it was written under")
    intensity: float = Field(ge=0, le=1)
    chords: tuple[LiveChord, ...] = ()
    tracks: tuple[LiveTrack, ...] = ()
