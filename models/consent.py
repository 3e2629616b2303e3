"""What a person agreed to: the words they read, when they said yes, and when they took it back."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.schema import Schema


class Purpose(StrEnum):
    FACE = "face"


class Consent(Schema):
    """A person's last word about one purpose, as it is stored."""

    id: str
    owner: str
    purpose: Purpose
    wording: str
    given: bool
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 0


class ConsentView(Schema):
    """What can be agreed to, in plain words, and how the person who asks stands to it."""

    purpose: Purpose
    given: bool = Field(description="Whether the person agreed to the wording below, and did not take it back")
    wording: str = Field(description="The version of the words below")
    text: str = Field(description="What agreeing means; show it to the person before you send their yes")
    agreed_wording: str | None = Field(default=None, description="The version they last agreed to")
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None


class ConsentChange(Schema):
    """A yes or a no."""

    given: bool = Field(default=True, description="false takes it back, as DELETE does")
    wording: str | None = Field(
        default=None, max_length=40, description="The version the person read; refused when it is no longer the one"
    )
