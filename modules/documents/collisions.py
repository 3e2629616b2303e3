"""What a new document would collide with, so that expired documents can be moved out of its way."""

from collections.abc import Iterable, Iterator
from typing import Any

from modules.documents.store import Collection, Document, Duplicate


def collisions(collection: Collection, document: Document) -> Iterator[dict[str, Any]]:
    """The values, field by field, of which another document may not have all."""
    yield {"id": document["id"]}
    for fields in collection.unique:
        values = {field: document.get(field) for field in fields}
        if None not in values.values():
            yield values


def duplicate(collection: str, fields: Iterable[str]) -> Duplicate:
    names = list(fields)
    return Duplicate(
        f"{collection} already has one with the same {' and '.join(names)}.",
        field=names[0] if len(names) == 1 else None,
        next_step="Use another value, or change the one that exists.",
    )
