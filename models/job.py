"""The life of a job, as stored and as clients see it."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.generation import Brief, PartInfo, WorkInfo
from models.schema import Schema


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


SETTLED = frozenset({JobState.FINISHED, JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED})


class JobError(Schema):
    code: str
    detail: str
    next_step: str | None = None


class JobProgress(Schema):
    fraction: float = 0.0
    note: str = "waiting"


class Job(Schema):
    """A run of a brief. The stored document is the truth; socket events are hints to look at it."""

    id: str
    owner: str
    brief: Brief
    engine: str
    queue: str
    cost: float = 1.0
    door: str | None = None
    """The old system's route it came through: whoever knows its id finds it, and its uploads go as soon as it is
    settled."""
    state: JobState = JobState.QUEUED
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    settled_at: datetime | None = None
    enqueued_at: datetime | None = None
    attempt: int = 0
    worker: str | None = None
    lease_until: datetime | None = None
    cancel_requested: bool = False
    progress: JobProgress = JobProgress()
    preview: PartInfo | None = None
    """A first part of the work while the rest is being made: no settled or waiting job has one."""
    work: WorkInfo | None = None
    error: JobError | None = None
    kept: bool = False
    expires_at: datetime | None = None
    """When it goes: a finished work becomes an expired job without files, and that one disappears."""
    version: int = 0

    @property
    def folder(self) -> str:
        """Where this attempt keeps its files, so that a late worker never touches a newer attempt's."""
        return f"generations/{self.id}/{self.attempt}/"


class JobView(Schema):
    """What GET /generations/<id> answers."""

    id: str
    engine: str
    state: JobState
    brief: Brief
    created_at: datetime
    started_at: datetime | None
    settled_at: datetime | None
    attempt: int
    cancel_requested: bool
    progress: JobProgress
    queue_position: int | None = None
    eta_seconds: float | None = None
    preview: PartInfo | None = Field(
        default=None, description="The first bars, to be heard while the rest is being made; gone when it is settled"
    )
    work: WorkInfo | None = None
    files: dict[str, str] = Field(default_factory=dict)
    error: JobError | None = None
    kept: bool = False
    expires_at: datetime | None = None
