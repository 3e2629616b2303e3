"""What a document may hold, and the one form in which every store keeps it."""

import math
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from modules.documents.store import Collection, Document, Unstorable

DEPTH = 100
ADDED = ("version", "schema")


def storable(collection: Collection, document: Document) -> Document:
    """A copy in the kept form, without what the store adds. Raises Unstorable, and ValueError for the programmer."""
    if not isinstance(document.get("id"), str):
        raise ValueError(f"A document of {collection.name} needs a text id.")  # noqa: TRY004 - as every misuse here
    if "_id" in document:
        raise ValueError("A document has an id, no _id.")
    kept = {_name(name, ""): _kept(value, name, 1) for name, value in document.items() if name not in ADDED}
    for field in shadowed(collection):
        indexable(kept.get(field), field)
    if collection.expires and not isinstance(kept.get(collection.expires), datetime | None):
        raise ValueError(f"{collection.expires} says when a document of {collection.name} goes: a datetime or None.")
    return kept


def shadowed(collection: Collection) -> list[str]:
    """Every field but the id that an index, a unique rule or the expiry names, each once."""
    named = [*collection.indexes, *collection.unique, (collection.expires,) if collection.expires else ()]
    return [field for field in dict.fromkeys(field for fields in named for field in fields) if field != "id"]


def indexable(value: Any, field: str) -> Any:
    """The kept form of a value that is looked up by. Raises ValueError for lists, dicts, bytes and NaN."""
    kept = scalar(value, field)
    if isinstance(kept, bytes) or (isinstance(kept, float) and math.isnan(kept)):
        raise ValueError(f"{field} is looked up by, so it cannot be {kept!r}.")
    return kept


def scalar(value: Any, field: str) -> Any:
    """The kept form of a value that is neither a list nor a dict."""
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | bytes):
        return value
    if isinstance(value, str):
        return _text(str(value), field)
    if isinstance(value, int):
        return _whole(int(value), field)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, datetime):
        return _moment(value, field)
    raise ValueError(f"{field} holds a {type(value).__name__}, which no document can.")


def too_large() -> Unstorable:
    return Unstorable("The document is larger than 16 MB.", next_step="Keep less in it.")


def is_text(value: Any) -> bool:
    """Whether it is text that can be kept, half characters excluded."""
    try:
        return isinstance(value, str) and value.encode() is not None
    except UnicodeEncodeError:
        return False


def _kept(value: Any, field: str, depth: int) -> Any:
    if not isinstance(value, dict | list):
        return scalar(value, field)
    if depth >= DEPTH:
        raise Unstorable(f"It is nested deeper than {DEPTH} levels.", field=field[:200], next_step="Send it flatter.")
    if isinstance(value, list):
        return [_kept(one, field, depth + 1) for one in value]
    return {_name(name, field): _kept(one, f"{field}.{name}", depth + 1) for name, one in value.items()}


def _name(name: Any, field: str) -> str:
    if not isinstance(name, str):
        raise ValueError(f"{field} has the key {name!r}, which is not text.")  # noqa: TRY004 - as every misuse here
    if "\0" in name:
        raise Unstorable("A name holds a NUL character.", field=field or None, next_step="Leave it out.")
    return _text(name, field)


def _text(value: str, field: str) -> str:
    if value.isascii() or is_text(value):
        return value
    raise Unstorable("A text holds half a character.", field=field or None, next_step="Send well-formed Unicode.")


def _whole(value: int, field: str) -> int:
    if -(2**63) <= value < 2**63:
        return value
    raise Unstorable("A whole number is beyond 64 bit.", field=field, next_step="Send it as text or as a fraction.")


def _moment(value: datetime, field: str) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{field} holds a datetime without a time zone.")
    try:
        utc = value.astimezone(UTC)
    except OverflowError:
        raise Unstorable("A moment is beyond the calendar.", field=field, next_step="Name a nearer one.") from None
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000, fold=0)
