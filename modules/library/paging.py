"""Pages of a list that changes meanwhile: the next one begins behind the last song that was seen."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from models.errors import Invalid


class BadPlace(Invalid):
    code = "cursor.invalid"


def cursor_of(place: int, last: str) -> str:
    """last: the id of the song before this place."""
    return base64.urlsafe_b64encode(f"{place}:{last}".encode()).decode()


def behind(cursor: str, songs: Sequence[dict[str, Any]]) -> int:
    """Behind the song it names, wherever that is now; if it went, where it was. Raises BadPlace."""
    try:
        place, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        start = int(place)
    except (ValueError, binascii.Error):
        raise BadPlace("The cursor is none of ours.", field="cursor", next_step="Begin again without one.") from None
    if 0 < start <= len(songs) and songs[start - 1]["id"] == last:
        return start
    found = next((at for at, one in enumerate(songs) if one["id"] == last), None)
    return max(start - 1, 0) if found is None else found + 1
