"""Errands: background work for a person that makes no music, such as taking a playlist to Spotify."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import Field

from models.job import JobError, JobProgress
from models.schema import Schema


class ErrandKind(StrEnum):
    PUSH = "playlist.push"
    SYNC = "library.sync"
    TWIN = "twin.train"


class ErrandState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED: Final = frozenset({ErrandState.FINISHED, ErrandState.FAILED, ErrandState.CANCELLED})


class Errand(Schema):
    """An errand as it is stored. The document is the truth; socket events are hints to look at it."""

    id: str
    owner: str
    kind: ErrandKind
    subject: str
    """What it is about, such as a playlist's id; empty where there is only one such thing."""
    options: dict[str, Any] = Field(default_factory=dict)
    state: ErrandState = ErrandState.QUEUED
    open: bool | None = True
    """None once it is settled: of what is open there is one for each owner, kind and subject."""
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    settled_at: datetime | None = None
    enqueued_at: datetime | None = None
    """When a worker was last told of it; None while it waits for a moment."""
    not_before: datetime | None = None
    attempt: int = 0
    """Counts every time a worker took it: what an earlier one writes late is refused."""
    in_vain: int = 0
    """How many workers in a row were lost with it since it last came further."""
    waits: int = 0
    """How often in a row it was put off since it last came further."""
    worker: str | None = None
    lease_until: datetime | None = None
    cancel_requested: bool = False
    progress: JobProgress = JobProgress()
    memory: dict[str, Any] = Field(default_factory=dict)
    """What the run wants to know when another worker goes on with it."""
    result: dict[str, Any] | None = None
    error: JobError | None = None
    expires_at: datetime | None = None
    version: int = 0


class ErrandView(Schema):
    """What GET /errands/<id> answers."""

    id: str
    kind: ErrandKind
    subject: str = Field(description="What it is about, such as the id of a playlist")
    options: dict[str, Any]
    state: ErrandState
    created_at: datetime
    started_at: datetime | None
    settled_at: datetime | None
    not_before: datetime | None = Field(description="It waits until then, because somebody else asked for it")
    cancel_requested: bool
    progress: JobProgress
    result: dict[str, Any] | None = Field(description="What came of it, once it is finished")
    error: JobError | None
    expires_at: datetime | None = Field(description="When it is forgotten")

    @classmethod
    def of(cls, errand: Errand) -> "ErrandView":
        return cls(**errand.model_dump(include=set(cls.model_fields)))


class ErrandPage(Schema):
    items: list[ErrandView]
    next_cursor: str | None = None
