"""Documents in one SQLite file: the default, for one machine."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from models.schema import utc_now
from modules.documents import cursor as cursors
from modules.documents import snapshot as snapshots
from modules.documents.collisions import collisions, duplicate
from modules.documents.plan import checked, known, planned
from modules.documents.sqlite_pool import Connections
from modules.documents.sqlite_query import Where, order, where
from modules.documents.sqlite_tables import READ, make, quoted, row, stored
from modules.documents.store import ALL, Collection, Document, Duplicate, Page, Query, Stale
from modules.documents.upgrade import upgraded
from modules.documents.values import is_text, storable

SWEPT_AT_ONCE = 500
"""Few enough that nobody waits long for the file."""


class SQLiteDocuments:
    """Keeps the protocol of `Documents`; safe for threads, greenlets, forks and any number of processes."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self._connections = Connections(path)
        self._clock = clock
        self._prepared: dict[str, Collection] = {}

    def prepare(self, collections: Sequence[Collection]) -> None:
        wanted = [checked(collection) for collection in collections]
        try:
            self._connections.run(lambda connection: make(connection, wanted))
        except sqlite3.IntegrityError as error:
            raise _collided(error) from error
        self._prepared |= {collection.name: collection for collection in wanted}

    def insert(self, collection: Collection, document: Document) -> Document:
        kept = {**storable(collection, document), "version": 1, "schema": collection.schema}
        columns = row(collection, kept)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        insert = ("INSERT INTO", quoted(collection), f"({names}) VALUES ({marks})")
        self._store(collection, kept, " ".join(insert), list(columns.values()))
        return kept

    def get(self, collection: Collection, document_id: str) -> Document | None:
        if not is_text(document_id):
            return None
        rows = self._select(collection, READ, self._one(collection, document_id))
        return upgraded(collection, stored(rows[0])) if rows else None

    def replace(self, collection: Collection, document: Document, expected_version: int) -> Document:
        added = {"version": expected_version + 1, "schema": collection.schema}
        kept = {**storable(collection, document), **added}
        columns = row(collection, kept)
        changes = ", ".join(f"{name} = ?" for name in columns)
        found = self._one(collection, kept["id"], expected_version)
        update = ("UPDATE", quoted(collection), "SET", changes, found.sql)
        if not self._store(collection, kept, " ".join(update), [*columns.values(), *found.values]):
            raise Stale.of(collection, kept["id"])
        return kept

    def find(self, collection: Collection, query: Query = ALL, *, limit: int = 50, cursor: str | None = None) -> Page:
        plan = planned(collection, query, limit)
        found = self._fresh(collection, where(plan))
        if cursor is not None:
            found.behind(plan, *cursors.place(plan, cursor))
        rows = self._select(collection, READ, found, f"{order(plan)} LIMIT {limit + 1}")
        read = [stored(one) for one in rows]
        further = cursors.after(plan, read[limit - 1]) if len(read) > limit else None
        return Page([upgraded(collection, one) for one in read[:limit]], further)

    def count(self, collection: Collection, query: Query = ALL) -> int:
        found = self._fresh(collection, where(planned(collection, query)))
        return int(self._select(collection, "COUNT(*)", found)[0][0])

    def delete(self, collection: Collection, document_id: str, expected_version: int | None = None) -> bool:
        gone = is_text(document_id) and self._delete(collection, self._one(collection, document_id, expected_version))
        if not gone and expected_version is not None:
            raise Stale.of(collection, document_id)
        return bool(gone)

    def sweep(self, collections: Sequence[Collection]) -> int:
        """Also empties the journal, in which deleted documents may still be read, unless others are using it now."""
        gone = sum(self._swept(collection, collection.expires) for collection in collections if collection.expires)
        self._connections.run(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
        return gone

    def ping(self) -> None:
        self._connections.run(lambda connection: connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone())

    def close(self) -> None:
        self._connections.close()

    def snapshot(self, target: Path) -> None:
        """Write everything acknowledged so far into one file, while others go on reading and writing."""
        self._connections.run(lambda connection: snapshots.write(connection, target))

    def restore(self, source: Path) -> None:
        """Make a snapshot's content ours, for every process at once. Raises NotASnapshot before it changes anything."""
        with snapshots.opened(source) as snapshot:
            self._connections.run(snapshot.backup)
        self.prepare(list(self._prepared.values()))

    def _swept(self, collection: Collection, expires: str) -> int:
        total, gone = 0, SWEPT_AT_ONCE
        while gone == SWEPT_AT_ONCE:
            gone = self._delete(collection, Where().expired(expires, self._clock()), SWEPT_AT_ONCE)
            total += gone
        return total

    def _one(self, collection: Collection, document_id: str, version: int | None = None) -> Where:
        found = Where().add("id = ?", document_id)
        if version is not None:
            found.add("version = ?", version)
        return self._fresh(collection, found)

    def _fresh(self, collection: Collection, found: Where) -> Where:
        return found.fresh(collection.expires, self._clock()) if collection.expires else found

    def _select(self, collection: Collection, what: str, found: Where, tail: str = "") -> list[Any]:
        statement = " ".join(("SELECT", what, "FROM", quoted(known(self._prepared, collection)), found.sql, tail))
        return self._connections.run(lambda connection: connection.execute(statement, found.values).fetchall())

    def _delete(self, collection: Collection, found: Where, limit: int = -1) -> int:
        rows = " ".join(("SELECT rowid FROM", quoted(collection), found.sql, "LIMIT", str(limit)))
        return self._change(
            collection, " ".join(("DELETE FROM", quoted(collection), f"WHERE rowid IN ({rows})")), found.values
        )

    def _store(self, collection: Collection, kept: Document, statement: str, values: list[Any]) -> int:
        """How many rows it wrote; expired documents that are in the way go first. Raises Duplicate."""
        try:
            return self._change(collection, statement, values)
        except Duplicate:
            if not self._cleared(collection, kept):
                raise
        return self._change(collection, statement, values)

    def _cleared(self, collection: Collection, kept: Document) -> int:
        if collection.expires is None:
            return 0
        over = Where().expired(collection.expires, self._clock()).same(collisions(collection, kept))
        return self._delete(collection, over)

    def _change(self, collection: Collection, statement: str, values: list[Any]) -> int:
        known(self._prepared, collection)
        try:
            return self._connections.run(lambda connection: connection.execute(statement, values).rowcount)
        except sqlite3.IntegrityError as error:
            raise _collided(error) from error


def _collided(error: sqlite3.IntegrityError) -> Duplicate:
    """SQLite names what failed as "table.column, table.column"."""
    named = [name.split(".") for name in str(error).rpartition(": ")[2].split(", ")]
    return duplicate(named[0][0], [last.removeprefix("by_") for *_, last in named])
