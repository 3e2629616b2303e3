"""A collection read and written as schemas, so that capabilities handle Jobs and Users, not dicts."""

from collections.abc import Callable
from enum import Enum
from typing import Any, Generic, TypeVar

from models.schema import Schema
from modules.documents.store import ALL, Collection, Document, Documents, Query, Stale

Kind = TypeVar("Kind", bound=Schema)
PATIENCE = 50
"""How often a change is tried again when others write the same document."""


class Shelf(Generic[Kind]):
    """Schemas with an `id` and a `version`, kept in one collection."""

    def __init__(self, documents: Documents, collection: Collection, kind: type[Kind]) -> None:
        self.documents = documents
        self.collection = collection
        self.kind = kind

    def insert(self, item: Kind) -> Kind:
        return self._read(self.documents.insert(self.collection, self._written(item)))

    def get(self, item_id: str) -> Kind | None:
        found = self.documents.get(self.collection, item_id)
        return None if found is None else self._read(found)

    def replace(self, item: Kind) -> Kind:
        """Write it if nobody else did since it was read, else raise Stale."""
        document = self._written(item)
        return self._read(self.documents.replace(self.collection, document, document["version"]))

    def change(self, item_id: str, how: Callable[[Kind], Kind | None]) -> Kind | None:
        """Read, change and write until nobody is in between. None when it is not there or `how` declines."""
        for _ in range(PATIENCE):
            item = self.get(item_id)
            changed = None if item is None else how(item)
            if changed is None:
                return None
            try:
                return self.replace(changed)
            except Stale:
                continue
        raise Stale(f"{self.collection.name} {item_id} is changed by too many at once.", next_step="Try again.")

    def find(self, query: Query = ALL, *, limit: int = 50, cursor: str | None = None) -> tuple[list[Kind], str | None]:
        page = self.documents.find(self.collection, query, limit=limit, cursor=cursor)
        return [self._read(document) for document in page.items], page.next_cursor

    def count(self, query: Query = ALL) -> int:
        return self.documents.count(self.collection, query)

    def delete(self, item_id: str) -> bool:
        return self.documents.delete(self.collection, item_id)

    def _written(self, item: Kind) -> Document:
        document = plain(item.model_dump())
        assert isinstance(document, dict)  # noqa: S101 - a schema dumps to a dict
        return document

    def _read(self, document: Document) -> Kind:
        return self.kind.model_validate({name: value for name, value in document.items() if name != "schema"})


def plain(value: Any) -> Any:
    """The same value in the types a store keeps: enums become their values, tuples lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
