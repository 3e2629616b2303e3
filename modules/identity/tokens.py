"""Tokens: what a client carries, and the hash that is all we keep of it."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final, Self

from models.errors import Unauthenticated

SHAPE: Final = re.compile(r"(?P<session_id>[\w-]{1,64})\.(?P<secret>[\w.-]{1,256})", re.ASCII)


class InvalidToken(Unauthenticated):
    """Never ours, or no longer: signed out, revoked, replaced by a newer one."""

    code = "auth.invalid"

    def __init__(self) -> None:
        super().__init__(
            "This token is not valid, or no longer.",
            next_step="Refresh it with POST /auth/token, or sign in again; POST /auth/guest makes a new guest.",
        )


class ExpiredToken(Unauthenticated):
    code = "auth.expired"

    def __init__(self) -> None:
        super().__init__(
            "This access token has expired.", next_step="POST /auth/token with your refresh token gives you a new one."
        )


@dataclass(frozen=True)
class Token:
    """<session id>.<secret>. The secret of a refresh token is <family>.<turn>: the family stays, the turn changes."""

    session_id: str
    secret: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises InvalidToken."""
        found = SHAPE.fullmatch(text)
        if found is None:
            raise InvalidToken
        return cls(**found.groupdict())

    @property
    def family(self) -> str:
        return self.secret.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.session_id}.{self.secret}"


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, known: str | None) -> bool:
    """Whether it is the secret of this hash; takes as long for a wrong one as for the right one."""
    return known is not None and hmac.compare_digest(digest(secret), known)


def csrf_token(cookie: Token) -> str:
    """What a page must repeat to prove that it reads our cookies: made from the session's secret, so never stored."""
    return hmac.new(cookie.secret.encode(), b"museaika csrf", hashlib.sha256).hexdigest()


def same_csrf(cookie: Token, repeated: str) -> bool:
    return hmac.compare_digest(csrf_token(cookie).encode(), repeated.encode(errors="replace"))
