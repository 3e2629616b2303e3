"""An engine as clients see it."""

from typing import Any

from pydantic import Field

from models.schema import Schema


class EngineView(Schema):
    name: str
    title: str
    description: str
    queue: str
    ready: bool
    missing: list[str]
    """Why not, each with the command that mends it."""
    limits: list[str] = Field(default_factory=list)
    """What of it does not work although it is ready, each with the command that mends it."""
    options: dict[str, Any]
    """JSON schema of what a brief may say in its options."""


class EngineList(Schema):
    items: list[EngineView]
