"""What is stored about streams for good: who ordered which, and all it takes to play one again."""

from datetime import datetime

from models.live import LiveOrder
from models.live_stream import LiveState
from models.schema import Schema
from modules.documents.store import Collection

STREAMS = Collection("streams", indexes=(("owner", "created_at"), ("state", "created_at")), expires="expires_at")


class Stream(Schema):
    """A stream as it is kept. moods: valence and arousal that each bar was written under, flat and in order."""

    id: str
    owner: str
    order: LiveOrder
    seed: int
    state: LiveState = LiveState.RUNNING
    created_at: datetime
    ended_at: datetime | None = None
    reason: str | None = None
    opening: str | None = None
    """The composer's thread before the first bar: all that the rest follows from, with the moods."""
    moods: list[float] = []  # noqa: RUF012 - pydantic copies it
    work: str | None = None
    expires_at: datetime | None = None
    version: int = 0

    @property
    def played(self) -> int:
        return len(self.moods) // 2
