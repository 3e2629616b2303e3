"""A document as one text: JSON, with a mark for the two types JSON lacks."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from modules.documents.store import Document

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MARKS = frozenset({"$date", "$bytes", "$plain"})


def milliseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(milliseconds=1)


def moment_of(value: int) -> datetime:
    return EPOCH + timedelta(milliseconds=value)


def to_text(document: Document) -> str:
    return json.dumps(_marked(document), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Document:
    document: Document = json.loads(text, object_hook=_unmarked)
    return document


def _marked(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$date": milliseconds(value)}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        marked = {key: _marked(one) for key, one in value.items()}
        return {"$plain": list(marked.items())} if MARKS & value.keys() else marked
    if isinstance(value, list | tuple):
        return [_marked(one) for one in value]
    return value


def _unmarked(value: dict[str, Any]) -> Any:
    if len(value) != 1:
        return value
    [(mark, inside)] = value.items()
    if mark == "$date":
        return moment_of(inside)
    if mark == "$bytes":
        return base64.b64decode(inside)
    return {key: one for key, one in inside} if mark == "$plain" else value  # noqa: C416 - pairs come as lists
