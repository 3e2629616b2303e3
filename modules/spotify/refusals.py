"""Spotify's refusals, by what the person or the operator can do about them."""

from collections.abc import Mapping
from typing import Final

from models.errors import Conflict, Forbidden, MuseaikaError, NotFound, TooMany, Unavailable

LONGEST_WAIT: Final = 24 * 3600
USUAL_WAIT: Final = 5
LOGIN = "Log in with Spotify again: GET /auth/login."
TITLE = "Spotify refuses"


class RateLimited(TooMany):
    code = "spotify.rate_limited"
    title = "Spotify asks to wait"

    def __init__(self, retry_after: int, *, quota: bool = False) -> None:
        what = "The quota of this Spotify app is used up" if quota else "Spotify gets too many requests from here"
        super().__init__(
            f"{what}; it asks to wait {retry_after} s.",
            next_step="Try again after that time; everything that needs no Spotify works meanwhile.",
            retry_after=retry_after,
            quota=quota,
        )
        self.retry_after = retry_after
        self.quota = quota


class NotLinked(Conflict):
    code = "spotify.not_linked"
    title = "No Spotify account"

    def __init__(self) -> None:
        super().__init__("No Spotify account is connected.", next_step="Connect one: GET /auth/login.")


class ReauthRequired(Conflict):
    code = "spotify.reauth_required"
    title = "Spotify wants you to log in again"

    def __init__(self) -> None:
        super().__init__(
            "Spotify no longer accepts the permission: it ends after half a year, or when you take it back.",
            next_step=LOGIN,
        )


class MissingScope(Forbidden):
    code = "spotify.scope"
    title = "Not allowed by you yet"

    def __init__(self) -> None:
        super().__init__(
            "You have not allowed this at Spotify yet.",
            next_step="Allow it: GET /auth/login?access=write asks for playlists, GET /auth/login for listening.",
        )


class NotRegistered(Forbidden):
    code = "spotify.not_registered"
    title = TITLE


class PremiumRequired(Forbidden):
    code = "spotify.premium_required"
    title = TITLE


class Refused(Forbidden):
    code = "spotify.forbidden"
    title = TITLE


class NotThere(NotFound):
    """Deleted meanwhile, or never there."""

    code = "spotify.not_found"


class ClientRefused(Unavailable):
    code = "spotify.client_refused"
    title = TITLE


class Upstream(Unavailable):
    """Spotify is away or answers nonsense. `status` is what it said, 504 when it was too slow, 502 when it cut off."""

    code = "spotify.unavailable"
    title = "Spotify does not answer as it should"

    def __init__(self, status: int, why: str, *, done: bool | None = None) -> None:
        """`done`: None when nobody knows whether Spotify did what it was asked to: look before asking again."""
        super().__init__(
            f"Spotify does not answer as it should ({status}: {why}).",
            next_step="Try again in a while; everything that needs no Spotify works meanwhile.",
            upstream_status=status,
        )
        self.status = status
        self.done = done


class TokenRefused(Exception):
    """401: the token is no longer good, and nothing was done with it."""


def refusal(status: int, message: str, reason: str | None, headers: Mapping[str, str]) -> Exception:
    """The error that an answer of the Web API stands for."""
    if status == 401:
        return TokenRefused()
    if status == 429:
        return RateLimited(waiting_time(headers), quota=reason == "QUOTA_EXCEEDED")
    if status == 403:
        return _forbidden(message)
    if status == 404:
        return NotThere("Spotify does not have this, or no longer.", next_step="It may have been deleted there.")
    if status < 500:
        return Upstream(status, "it does not take the request", done=False)
    return Upstream(status, "it has trouble")


def waiting_time(headers: Mapping[str, str]) -> int:
    """Retry-After in seconds; a date or nonsense counts as a short while."""
    text = headers.get("Retry-After", "").strip()
    return min(max(int(text), 1), LONGEST_WAIT) if text.isascii() and text.isdigit() else USUAL_WAIT


def _forbidden(message: str) -> MuseaikaError:
    said = message.casefold()
    if "premium" in said:
        return PremiumRequired(
            "The owner of this server's Spotify app has no Premium, without which Spotify serves it nobody.",
            next_step="Whoever runs this server must renew Premium, or use the client id of an account that has it.",
        )
    if "not be registered" in said or "not registered" in said:
        return NotRegistered(
            "This Spotify account is not on the list of people this server's Spotify app may serve (at most five).",
            next_step="Ask whoever runs this server to add it under 'User Management' at developer.spotify.com.",
        )
    if "scope" in said:
        return MissingScope()
    return Refused(
        "Spotify does not allow this to this app or this account.",
        next_step="A playlist can be read and changed by its owner only; other closed doors are Spotify's decision.",
    )
