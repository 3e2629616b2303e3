"""Reading a Spotify account: how far each of its lists is, what was left out of it, and what stood in the way."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.job import JobError
from models.schema import Schema
from models.spotify import TimeSpan
from models.track import TrackSource


class ReadingState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    AWAY = "away"


class LeftOut(Schema):
    """What is in a list and becomes no track here, by the reason."""

    local: int = Field(default=0, description="Files of the listener's own, which Spotify only knows by name")
    episodes: int = Field(default=0, description="Of podcasts")
    gone: int = Field(default=0, description="Rows in which Spotify no longer has anything")
    unplayable: int = Field(default=0, description="Songs that Spotify no longer plays to this person")
    duplicates: int = Field(default=0, description="Songs that came before in the same list")
    no_room: int = Field(default=0, description="Beyond what a list of tracks holds here")


class SourceRead(Schema):
    """One of Spotify's lists, as far as it was read."""

    source: TrackSource
    span: TimeSpan | None = Field(default=None, description="Of top tracks: over which time")
    state: ReadingState = ReadingState.WAITING
    read: int = Field(default=0, description="Rows so far")
    of: int | None = Field(default=None, description="Rows that Spotify says there are")
    kept: int = Field(default=0, description="Tracks of yours that it holds")
    taken_off: int = Field(default=0, description="Tracks that were in it before and are no more")
    left_out: LeftOut = LeftOut()
    moved: bool = Field(default=False, description="It changed while it was read: nothing was taken off this time")
    error: JobError | None = Field(default=None, description="Why it is away: the others were read all the same")

    @property
    def mark(self) -> str:
        """What the library calls it."""
        kind = self.source.value.removeprefix("spotify:")
        return f"{kind}:{self.span.value}" if self.span else kind


class AccountRead(Schema):
    """A reading of a whole account: the last one, or the one that goes on. run: which."""

    run: str
    started_at: datetime
    ended_at: datetime | None = None
    sources: list[SourceRead]
    count: int = Field(default=0, description="Tracks of yours, however they are known")

    @property
    def degraded(self) -> bool:
        """Whether a list is missing that should be there."""
        return any(one.state is ReadingState.AWAY for one in self.sources)

    def source(self, mark: str) -> SourceRead:
        return next(one for one in self.sources if one.mark == mark)


class SyncView(Schema):
    """How reading somebody's account stands. last: the one that goes on, or the last; null before the first."""

    errand: str | None = Field(description="The errand that goes on: GET /errands/<id>")
    last: AccountRead | None
    notes: list[str] = Field(description="What came of it, for people")
