"""Errors by what the caller can do about them; the concrete ones sit in the file that raises them."""

from typing import Any, ClassVar


class MuseaikaError(Exception):
    """A refusal a person can read: what is wrong, in which field, and what to do next."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str, *, field: str | None = None, next_step: str | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.next_step = next_step
        self.extra = extra


class Invalid(MuseaikaError):
    """Change the request."""

    code = "invalid"
    title = "The request is not valid"


class TooLarge(Invalid):
    """Send less."""

    code = "too_large"
    title = "Too large"


class Unsupported(Invalid):
    """Send another kind of content."""

    code = "unsupported"
    title = "Unsupported kind of content"


class Unauthenticated(MuseaikaError):
    """Say who you are."""

    code = "auth.required"
    title = "Not signed in"


class Forbidden(MuseaikaError):
    """You may not, and asking again will not help."""

    code = "forbidden"
    title = "Not allowed"


class NotFound(MuseaikaError):
    """It is not there, or not yours."""

    code = "not_found"
    title = "Not found"


class Gone(NotFound):
    """It was there, and is no more."""

    code = "gone"
    title = "No longer there"


class Conflict(MuseaikaError):
    """Look again: the state is not the one you thought."""

    code = "conflict"
    title = "Conflict"


class Outdated(MuseaikaError):
    """Read it again: somebody changed it since you did."""

    code = "version.outdated"
    title = "It was changed meanwhile"


class VersionMissing(MuseaikaError):
    """Say which version you read, so that nobody's change is lost."""

    code = "version.missing"
    title = "The version you read is missing"


class TooMany(MuseaikaError):
    """Wait, then ask again."""

    code = "too_many"
    title = "Too many requests"


class Unavailable(MuseaikaError):
    """Not now: a part of the server, or an engine, is not ready."""

    code = "unavailable"
    title = "Not available right now"


class StorageFull(MuseaikaError):
    """Make room."""

    code = "storage.full"
    title = "The storage is full"
