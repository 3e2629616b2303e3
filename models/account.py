"""A person, known or a guest, and the devices they are signed in on."""

import json
import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_serializer

from models.schema import Schema, storable

Transport = Literal["bearer", "cookie"]
PREFERENCES_LIMIT: Final = 16_384
"""Bytes of JSON; room for settings, not for files."""
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
GUEST: Final = "Guest"


def _printable(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("must not contain control characters")
    return text


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def bounded(preferences: dict[str, Any]) -> dict[str, Any]:
    """The same preferences, if a store can keep them. Raises ValueError."""
    storable(preferences)
    if len(json.dumps(preferences, ensure_ascii=False, allow_nan=False).encode()) > PREFERENCES_LIMIT:
        raise ValueError(f"must not be longer than {PREFERENCES_LIMIT} bytes of JSON")
    return preferences


DisplayName = Annotated[str, Field(min_length=1, max_length=80), BeforeValidator(_stripped), AfterValidator(_printable)]
Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"), AfterValidator(_printable)]
Preferences = Annotated[dict[str, Any], AfterValidator(bounded)]


class User(Schema):
    id: str
    spotify_id: str | None = None
    display_name: str
    email: str | None = None
    created_at: datetime
    preferences: dict[str, Any] = Field(default_factory=dict)
    guest: bool = True
    erasing_since: datetime | None = None
    """Set while everything of this person is being removed; from then on nobody is signed in as them."""
    version: int = 0


class UserView(Schema):
    """A person as they see themselves."""

    id: str
    spotify_id: str | None
    display_name: str
    email: str | None
    created_at: datetime
    preferences: dict[str, Any]
    guest: bool

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(**user.model_dump(include=set(cls.model_fields)))


class ProfileChange(Schema):
    """What a person may change; what is left out stays. A preference set to null is removed."""

    display_name: DisplayName = GUEST
    email: Email | None = None
    preferences: Preferences = Field(default_factory=dict)


class Session(Schema):
    """One sign-in on one device: the family of its tokens. Only hashes are kept."""

    id: str
    owner: str
    transport: Transport
    access_hash: str
    access_until: datetime
    family_hash: str | None = None
    """Of the part that all refresh tokens of a bearer session share: it tells a replayed token from a made-up one."""
    refresh_hash: str | None = None
    user_agent: str = ""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    version: int = 0


class SessionView(Schema):
    """A sign-in as its owner sees it."""

    id: str
    transport: Transport
    user_agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool = Field(default=False, description="The one this request came with")

    @classmethod
    def of(cls, session: Session, current: str) -> Self:
        shared = session.model_dump(include=set(cls.model_fields))
        return cls(**shared, current=session.id == current)


class SessionPage(Schema):
    items: list[SessionView]
    next_cursor: str | None = None


class GuestRequest(Schema):
    transport: Transport = Field(default="bearer", description="cookie for browsers, bearer for everything else")
    display_name: DisplayName = GUEST


class TokenRequest(Schema):
    grant_type: Literal["refresh_token", "authorization_code"]
    refresh_token: str | None = Field(default=None, min_length=1, max_length=400, description="For refresh_token")
    code: str | None = Field(default=None, max_length=400, description="For authorization_code: what the app link got")
    code_verifier: str | None = Field(default=None, max_length=200, description="The app's own, to its code_challenge")


class Tokens(Schema):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the kind of token, not one
    expires_in: int = Field(description="Seconds until the access token needs a refresh")


class SignIn(Schema):
    """The person and what proves it: tokens; or, for a browser that got cookies, what its unsafe requests repeat."""

    user: UserView
    access_token: str | None = None
    refresh_token: str | None = None
    token_type: Literal["bearer"] | None = None
    expires_in: int | None = None
    csrf_token: str | None = Field(default=None, description="Send it as X-CSRF-Token with every unsafe request")

    @model_serializer
    def _without_gaps(self) -> dict[str, Any]:
        """Only what belongs to this transport."""
        return {name: value for name, value in self if value is not None}
