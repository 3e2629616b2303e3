"""If-Match and ETag: who changes something says which version they read, so that nobody's change is lost."""

from collections.abc import Callable
from typing import Any, Final

from flask import request

from models.errors import VersionMissing

PARAMETER: Final[dict[str, Any]] = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": 'The ETag of what you read, such as "3"; without it 428, if it is no longer the one 412',
    "schema": {"type": "string"},
}
CHANGES: Final = [401, 403, 404, 412, 428]
"""What a change may be refused with."""


def tag(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"'}


def agreed() -> Callable[[int], bool]:
    """Whether a version is the one the request names; * is any. Raises VersionMissing."""
    if not request.headers.get("If-Match", "").strip():
        raise VersionMissing(
            "Which version did you read?",
            field="If-Match",
            next_step="Send the ETag of the last answer about it in the If-Match header.",
        )
    named = request.if_match
    return lambda version: bool(named.star_tag) or named.is_strong(str(version))


def unchanged(version: int) -> bool:
    """Whether the asker's copy is still good."""
    return bool(request.headers.get("If-None-Match")) and request.if_none_match.contains_weak(str(version))
