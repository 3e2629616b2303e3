"""Every event the server sends: one class each, which knows its name and who may hear it."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from models.errand import ErrandKind
from models.generation import PartInfo
from models.job import JobError
from models.live_stream import WrittenBar
from models.mood import Mood


class Event(BaseModel):
    """A hint about what happened; ids and small facts only. `rooms` says who hears it and is not sent."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: ClassVar[str]
    rooms: tuple[str, ...] = Field(exclude=True)

    def payload(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def user_room(user_id: str) -> str:
    return f"user:{user_id}"


def job_room(job_id: str) -> str:
    return f"job:{job_id}"


def live_room(stream_id: str) -> str:
    return f"live:{stream_id}"


class GenerationQueued(Event):
    """An order was taken."""

    name: ClassVar[str] = "generation:queued"
    id: str
    engine: str
    queue_position: int | None = None
    eta_seconds: float | None = None


class GenerationProgressed(Event):
    """A running job came further; the fraction never goes back within one attempt."""

    name: ClassVar[str] = "generation:progress"
    id: str
    attempt: int
    fraction: float
    note: str
    eta_seconds: float | None = None


class GenerationPreviewed(Event):
    """The first bars can be heard, at GET /generations/<id>/files/<preview.name>, until the job is settled."""

    name: ClassVar[str] = "generation:preview"
    id: str
    attempt: int
    preview: PartInfo


class GenerationFinished(Event):
    """The work is there: fetch it with GET /generations/<id>."""

    name: ClassVar[str] = "generation:finished"
    id: str
    attempt: int


class GenerationFailed(Event):
    """The job ended without a work; the code is the same that HTTP uses."""

    name: ClassVar[str] = "generation:failed"
    id: str
    attempt: int
    error: JobError


class GenerationCancelled(Event):
    """The job was called off, and nothing of it is left."""

    name: ClassVar[str] = "generation:cancelled"
    id: str


class ErrandQueued(Event):
    """Background work was begun: a playlist on its way to Spotify, or what somebody listens to on its way here."""

    name: ClassVar[str] = "errand:queued"
    id: str
    kind: ErrandKind
    subject: str


class ErrandProgressed(Event):
    """An errand came further, or waits until somebody else has time for it."""

    name: ClassVar[str] = "errand:progress"
    id: str
    kind: ErrandKind
    fraction: float
    note: str


class ErrandFinished(Event):
    """It is done: what came of it stands at GET /errands/<id>."""

    name: ClassVar[str] = "errand:finished"
    id: str
    kind: ErrandKind
    subject: str


class ErrandFailed(Event):
    """It came to nothing; the code is the same that HTTP uses."""

    name: ClassVar[str] = "errand:failed"
    id: str
    kind: ErrandKind
    error: JobError


class ErrandCancelled(Event):
    """It was called off; what was done until then stays."""

    name: ClassVar[str] = "errand:cancelled"
    id: str
    kind: ErrandKind


class MoodObserved(Event):
    """A frame or a text was read, or why it could not be; only the socket that sent it hears it."""

    name: ClassVar[str] = "mood:observed"
    source: str = Field(description="face or text")
    mood: Mood | None = Field(description="Smoothed over the frames before; null when this one could not be read")
    seen: Mood | None = Field(default=None, description="What this one frame or text says by itself")
    certain: bool = Field(default=False, description="False is an honest 'I cannot tell': do not act on it")
    at: float | None = Field(default=None, description="The client's own time of the frame, as it was sent")
    dropped: int = Field(default=0, description="Frames of this socket that gave way to newer ones, all in all")
    entry: str | None = Field(default=None, description="The id in the history, when it was asked to be kept")
    error: JobError | None = Field(default=None, description="Why there is no mood; the code is the one HTTP uses")


class SpotifyReauthRequired(Event):
    """Spotify forgets its permission before long, or did: show the way to GET /auth/login."""

    name: ClassVar[str] = "spotify:reauth_required"
    by: datetime = Field(description="When the permission ends, or would have ended")
    now: bool = Field(description="True when it is over already; until then all goes on")


class LiveBarWritten(WrittenBar, Event):
    """A bar of a stream that has yet to sound; it replaces the one of the same index that has a lower revision.

    All bars from that index on are written anew when one is, because the music goes on from it.
    """

    name: ClassVar[str] = "live:bar"
    id: str


class LiveEnded(Event):
    """A stream came to its end: nothing sounds after the bars that were heard."""

    name: ClassVar[str] = "live:ended"
    id: str
    reason: str = Field(description="stopped, unheard (nobody listened), longest, erased, lost or failed")
    played: int = Field(description="Bars that had sounded, or begun to")
    work: str | None = Field(default=None, description="The job that makes a work of it, when it is to be kept")


EVENTS: tuple[type[Event], ...] = (
    GenerationQueued,
    GenerationProgressed,
    GenerationPreviewed,
    GenerationFinished,
    GenerationFailed,
    GenerationCancelled,
    ErrandQueued,
    ErrandProgressed,
    ErrandFinished,
    ErrandFailed,
    ErrandCancelled,
    MoodObserved,
    SpotifyReauthRequired,
    LiveBarWritten,
    LiveEnded,
)
