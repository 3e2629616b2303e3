"""A person, known or a guest, and the devices they are signed in on."""

from datetime import datetime
from typing import Any

from pydantic import Field

from models.schema import Schema


class User(Schema):
    id: str
    spotify_id: str | None = None
    display_name: str
    email: str | None = None
    created_at: datetime
    preferences: dict[str, Any] = Field(default_factory=dict)
    guest: bool = True
    version: int = 0


class Session(Schema):
    """One sign-in on one device: the family of its tokens. Only hashes are kept."""

    id: str
    owner: str
    transport: str
    access_hash: str
    access_until: datetime
    refresh_hash: str
    csrf_hash: str | None = None
    user_agent: str = ""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    version: int = 0
