"""What somebody handed in."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.schema import Schema


class UploadKind(StrEnum):
    AUDIO = "audio"
    MIDI = "midi"


class Upload(Schema):
    id: str
    owner: str
    name: str
    kind: UploadKind
    format: str
    media_type: str
    size: int
    sha256: str
    seconds: float
    notes: list[str] = Field(default_factory=list)
    created_at: datetime
    expires_at: datetime | None = None
    version: int = 0


class UploadView(Schema):
    id: str
    name: str
    kind: UploadKind
    format: str
    media_type: str
    size: int
    sha256: str
    seconds: float
    notes: list[str] = Field(default_factory=list)
    created_at: datetime
    expires_at: datetime | None = None
