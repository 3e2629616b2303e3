"""The one narrow protocol of whole documents that SQLite and MongoDB both keep.

A document is a dict with a text "id". The store adds "version" (1, 2, ...), which every replace must name, and
"schema" (the collection's schema version when it was written). Values are None, bool, int (64 bit), float, str,
bytes, aware datetimes (kept to the millisecond, given back in UTC), lists and dicts with text keys, nested 100 deep.
Fields that a collection names in `indexes`, `unique` or `expires` hold no lists, dicts, bytes or NaN. 1 and 1.0 are the
same value, 1 and True are not; kinds sort as numbers, text, booleans, datetimes, and text by its UTF-8 bytes.

What only a programming error can cause is a ValueError in every store: a value of another type, a query that no
index answers, a collection that was not prepared. What a client's JSON can cause is an Unstorable or a BadCursor.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from models.errors import Conflict, Invalid, Unavailable

Document = dict[str, Any]
Upgrade = Callable[[Document], Document]


class Duplicate(Conflict):
    code = "document.duplicate"


class Stale(Conflict):
    """Somebody else replaced or deleted the document first."""

    code = "document.stale"

    @classmethod
    def of(cls, collection: "Collection", document_id: str) -> Self:
        return cls(f"{collection.name} {document_id!r} was changed by somebody else.", next_step="Read it again.")


class BadCursor(Invalid):
    code = "cursor.invalid"


class Unstorable(Invalid):
    """A value that JSON can say and no store can keep."""

    code = "document.unstorable"


class Newer(Unavailable):
    """The document was written by a newer version of this program."""

    code = "document.newer"


@dataclass(frozen=True)
class Collection:
    """A kind of document: its name, what it is looked up by, what may exist only once, and when it goes."""

    name: str
    indexes: tuple[tuple[str, ...], ...] = ()
    """Fields (top level) looked up together: the first ones by equality, the next one by range or order, if at all."""
    unique: tuple[tuple[str, ...], ...] = ()
    """Fields that together may exist only once; documents where any of them is None or missing are exempt."""
    expires: str | None = None
    """A datetime field: once past, the document is gone (for readers at once, on disk after a sweep); None stays."""
    schema: int = 1
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)
    """From schema n to n + 1, applied when an older document is read. On disk, and so for indexes and queries, it
    stays as it was until the next replace."""


@dataclass(frozen=True)
class Range:
    """Bounds for one field; documents where the field is None or missing are outside every range."""

    gt: Any = None
    gte: Any = None
    lt: Any = None
    lte: Any = None


@dataclass(frozen=True)
class Query:
    """Which documents, in which order; those without the order field come in no page."""

    equals: Mapping[str, Any] = field(default_factory=dict)
    """Values that fields must have; a list means any of them (an empty one: none will do), None None or missing."""
    ranges: Mapping[str, Range] = field(default_factory=dict)
    order: str = "id"
    descending: bool = False


ALL = Query()


@dataclass(frozen=True)
class Page:
    items: list[Document]
    next_cursor: str | None = None


class Documents(Protocol):
    def prepare(self, collections: Sequence[Collection]) -> None:
        """Make tables and indexes; doing it twice is the same as doing it once."""

    def insert(self, collection: Collection, document: Document) -> Document:
        """Store it as version 1. Raises Duplicate on an id or a unique value that is taken."""

    def get(self, collection: Collection, document_id: str) -> Document | None: ...

    def replace(self, collection: Collection, document: Document, expected_version: int) -> Document:
        """Store the whole document if its version is still the expected one, else raise Stale."""

    def find(self, collection: Collection, query: Query = ALL, *, limit: int = 50, cursor: str | None = None) -> Page:
        """A page in the query's order, ties by id in the same direction; the cursor of one page asks for the next.

        Raises BadCursor.
        """

    def count(self, collection: Collection, query: Query = ALL) -> int: ...

    def delete(self, collection: Collection, document_id: str, expected_version: int | None = None) -> bool:
        """True if it was there. With a version: only that version, else Stale."""

    def sweep(self, collections: Sequence[Collection]) -> int:
        """Remove what has expired; how many went."""

    def ping(self) -> None:
        """Raise Unavailable when the database does not answer."""

    def close(self) -> None: ...
