"""What somebody handed in."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.schema import Schema


class UploadKind(StrEnum):
    AUDIO = "audio"
    MIDI = "midi"
    ADAPTER = "adapter"
    """Of a twin: never handed in, only named in an order."""


class UploadView(Schema):
    """An upload as its owner sees it."""

    id: str
    name: str
    kind: UploadKind
    format: str
    media_type: str
    size: int
    sha256: str
    seconds: float
    notes: list[str] = Field(
        default_factory=list, description="What a person should know, such as where the file broke off"
    )
    created_at: datetime
    expires_at: datetime | None = None


class Upload(UploadView):
    """An upload as it is stored."""

    owner: str
    version: int = 0
