"""Songs somebody published: as a person listens to them, and as they were found in a collection of MIDI files."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

from models.schema import Schema, storable
from models.spotify import TimeSpan

LONGEST_NAME: Final = 1000
MOST_TRACKS: Final = 10_000
_SPOTIFY: Final = re.compile(r"(?:spotify:track:|https?://open\.spotify\.com/(?:intl-\w+/)?track/)([0-9A-Za-z]+)")


def _kept(text: str) -> str:
    storable(text)
    return text


def _trimmed(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _bare(value: Any) -> Any:
    """The id of spotify:track:ID and of https://open.spotify.com/track/ID?si=..."""
    found = _SPOTIFY.match(value.strip()) if isinstance(value, str) else None
    return found[1] if found else value


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), BeforeValidator(_trimmed), AfterValidator(_kept)]
Maybe = Annotated[str, Field(max_length=LONGEST_NAME), BeforeValidator(_trimmed), AfterValidator(_kept)]
SpotifyId = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,64}$"), BeforeValidator(_bare)]


class Track(Schema):
    """A song as its listener names it."""

    name: Name
    artist: Maybe = Field(default="", description="Empty where nobody knows; several with commas or semicolons")
    spotify_id: SpotifyId | None = Field(default=None, description="The id, or the URI or address that ends with it")


class TrackSource(StrEnum):
    """Who says that somebody listens to a track: they themselves, or their Spotify account."""

    YOU = "you"
    SAVED = "spotify:saved"
    TOP = "spotify:top"
    RECENT = "spotify:recent"


class TrackOrigin(Schema):
    """Where a track is known from. What comes from Spotify alone goes with the account."""

    source: TrackSource
    since: datetime = Field(description="When this was first heard of here")
    spans: list[TimeSpan] = Field(default_factory=list, description="Of spotify:top: over which times")


class TrackView(Track):
    """A track as its owner sees it."""

    id: str
    added_at: datetime
    origins: list[TrackOrigin]


class TrackPage(Schema):
    items: list[TrackView]
    next_cursor: str | None = None
    count: int = Field(description="How many tracks there are in all")


class SkippedRow(Schema):
    """A line of a file that is no track. row: counted from 1, the header too."""

    row: int
    why: str


class Kept(Schema):
    """What became of tracks that were handed in."""

    count: int = Field(description="How many are in the list now")
    added: int
    duplicates: int = Field(description="How many were there already, or came twice")
    skipped: list[SkippedRow] = Field(default_factory=list)


PREFIX: Final = "collection:"
"""What the ids of files of the collection begin with, behind which comes the hash."""


class MatchLevel(StrEnum):
    """How surely a file of the collection is the track, from the surest on."""

    EXACT = "exact"
    VERSION = "version"
    ARTIST = "artist"
    NEIGHBOUR = "neighbour"
    NONE = "none"


LEVELS: Final = tuple(MatchLevel)


class MatchedFile(Schema):
    """A file of the collection. digest: SHA-256, or MD5 where the collection is a list of names."""

    id: str = Field(description="What an order may name in `like`")
    title: str
    artist: str
    path: str
    digest: str
    seconds: float | None = None
    tempo: float | None = None
    key: str | None = None
    playable: bool = Field(description="Whether the file is there, so that music can be made like it")


class Match(Schema):
    """What a track was found as. score: how sure, 0 to 1. evidence: what speaks for it, for people."""

    track: Track
    level: MatchLevel
    score: float = Field(ge=0, le=1)
    evidence: list[str] = Field(default_factory=list)
    file: MatchedFile | None = None


class MatchReport(Schema):
    """All matches, in the order of the tracks, and how many there are of each level."""

    matches: list[Match]
    levels: dict[MatchLevel, int]
    collection: dict[str, Any] = Field(default_factory=dict, description="What was searched: name, songs, files")
