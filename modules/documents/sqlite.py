"""Documents in one SQLite file, for a server on one machine."""

import base64
import binascii
import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from models.errors import Unavailable
from modules.documents.body import from_text, milliseconds, to_text
from modules.documents.store import (
    ALL,
    BadCursor,
    Collection,
    Document,
    Duplicate,
    Page,
    Query,
    Range,
    Stale,
    check_indexed,
    fields,
    upgraded,
)

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "secure_delete=ON")
OPERATORS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class SQLiteDocuments:
    """Every call is one statement, so threads and greenlets share a connection; a forked child opens its own."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path = path
        self._clock = clock
        self._connections: dict[int, sqlite3.Connection] = {}

    def prepare(self, collections: Sequence[Collection]) -> None:
        for collection in collections:
            self._run(
                f"CREATE TABLE IF NOT EXISTS {collection.name} "
                "(id TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID"
            )
            known = {row[1] for row in self._run(f"PRAGMA table_info({collection.name})")}
            for name in fields(collection):
                if _column(name) not in known:
                    self._run(f"ALTER TABLE {collection.name} ADD COLUMN {_column(name)}")
            self._index(collection)

    def insert(self, collection: Collection, document: Document) -> Document:
        self.sweep([collection])  # what has expired is in nobody's way
        written = {**document, "version": 1, "schema": collection.schema}
        row = self._row(collection, written)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        self._write(f"INSERT INTO {collection.name} ({names}) VALUES ({marks})", [*row.values()])  # noqa: S608
        return from_text(row["body"])

    def get(self, collection: Collection, document_id: str) -> Document | None:
        alive, values = self._alive(collection)
        rows = self._run(f"SELECT body FROM {collection.name} WHERE id = ?{alive}", [document_id, *values])  # noqa: S608
        return upgraded(collection, from_text(rows[0][0])) if rows else None

    def replace(self, collection: Collection, document: Document, expected_version: int) -> Document:
        written = {**document, "version": expected_version + 1, "schema": collection.schema}
        row = self._row(collection, written)
        changes = ", ".join(f"{name} = ?" for name in row)
        alive, values = self._alive(collection)
        statement = f"UPDATE {collection.name} SET {changes} WHERE id = ? AND version = ?{alive}"  # noqa: S608
        if not self._write(statement, [*row.values(), document["id"], expected_version, *values]):
            raise Stale(f"{collection.name} {document['id']} was changed meanwhile.", next_step="Look again.")
        return from_text(row["body"])

    def find(self, collection: Collection, query: Query = ALL, *, limit: int = 50, cursor: str | None = None) -> Page:
        where, values = self._where(collection, query)
        order, way, sign = _column(query.order), "DESC" if query.descending else "ASC", "<" if query.descending else ">"
        if cursor is not None:
            where += f" AND ({order}, id) {sign} (?, ?)"
            values += _from_cursor(cursor)
        rows = self._run(
            f"SELECT body, {order}, id FROM {collection.name} WHERE {order} IS NOT NULL{where} "  # noqa: S608
            f"ORDER BY {order} {way}, id {way} LIMIT ?",
            [*values, limit + 1],
        )
        more = _cursor(rows[limit - 1][1], rows[limit - 1][2]) if len(rows) > limit else None
        return Page([upgraded(collection, from_text(row[0])) for row in rows[:limit]], more)

    def count(self, collection: Collection, query: Query = ALL) -> int:
        where, values = self._where(collection, query)
        rows = self._run(f"SELECT count(*) FROM {collection.name} WHERE 1{where}", values)  # noqa: S608
        return int(rows[0][0])

    def delete(self, collection: Collection, document_id: str, expected_version: int | None = None) -> bool:
        wanted, values = ("", []) if expected_version is None else (" AND version = ?", [expected_version])
        gone = self._write(f"DELETE FROM {collection.name} WHERE id = ?{wanted}", [document_id, *values])  # noqa: S608
        if not gone and expected_version is not None and self.get(collection, document_id) is not None:
            raise Stale(f"{collection.name} {document_id} was changed meanwhile.", next_step="Look again.")
        return gone > 0

    def sweep(self, collections: Sequence[Collection]) -> int:
        now = milliseconds(self._clock())
        return sum(
            self._write(f"DELETE FROM {one.name} WHERE {_column(one.expires)} <= ?", [now])  # noqa: S608
            for one in collections
            if one.expires
        )

    def ping(self) -> None:
        self._run("SELECT 1")

    def close(self) -> None:
        connection = self._connections.pop(os.getpid(), None)
        if connection is not None:
            connection.close()

    def snapshot(self, target: Path) -> None:
        """A consistent copy, while others read and write."""
        with closing(sqlite3.connect(target)) as copy:
            self._connection().backup(copy)

    def restore(self, source: Path) -> None:
        """Become what the snapshot holds."""
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            copy.backup(self._connection())

    def _connection(self) -> sqlite3.Connection:
        """A connection of a parent process stays untouched: closing it here would drop the parent's locks."""
        pid = os.getpid()
        if pid not in self._connections:
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            self._connections[pid] = connection
        return self._connections[pid]

    def _run(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        try:
            return self._connection().execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            raise Unavailable(
                f"The documents cannot be read: {error}", next_step="Is the disk full, or the data folder writable?"
            ) from error

    def _write(self, statement: str, values: Sequence[Any]) -> int:
        try:
            return self._connection().execute(statement, values).rowcount
        except sqlite3.IntegrityError as error:
            raise Duplicate(f"It exists already: {error}") from None
        except sqlite3.OperationalError as error:
            raise Unavailable(
                f"The documents cannot be written: {error}", next_step="Is the disk full, or the data folder writable?"
            ) from error

    def _index(self, collection: Collection) -> None:
        expiry = ((collection.expires,),) if collection.expires else ()
        for unique, groups in ((False, (*collection.indexes, *expiry)), (True, collection.unique)):
            for names in groups:
                columns = [_column(name) for name in names]
                name = "_".join([collection.name, "unique" if unique else "by", *names])
                given = " AND ".join(f"{column} IS NOT NULL" for column in columns)
                self._run(
                    f"CREATE {'UNIQUE' if unique else ''} INDEX IF NOT EXISTS {name} ON {collection.name} "
                    f"({', '.join(columns)}) {f'WHERE {given}' if unique else ''}"
                )

    def _row(self, collection: Collection, document: Document) -> dict[str, Any]:
        shadows = {_column(name): _shadow(document.get(name)) for name in fields(collection)}
        return {"id": document["id"], "version": document["version"], "body": to_text(document), **shadows}

    def _alive(self, collection: Collection) -> tuple[str, list[Any]]:
        if collection.expires is None:
            return "", []
        column = _column(collection.expires)
        return f" AND ({column} IS NULL OR {column} > ?)", [milliseconds(self._clock())]

    def _where(self, collection: Collection, query: Query) -> tuple[str, list[Any]]:
        check_indexed(collection, query)
        where, values = self._alive(collection)
        for name, value in query.equals.items():
            column = _column(name)
            if value is None:
                where += f" AND {column} IS NULL"
            else:
                options = value if isinstance(value, list) else [value]
                where += f" AND {column} IN ({', '.join('?' * len(options))})"
                values += [_shadow(one) for one in options]
        for name, bounds in query.ranges.items():
            where, values = _bounded(where, values, name, bounds)
        return where, values


def _bounded(where: str, values: list[Any], name: str, bounds: Range) -> tuple[str, list[Any]]:
    for bound, operator in OPERATORS.items():
        limit = getattr(bounds, bound)
        if limit is not None:
            where += f" AND {_column(name)} {operator} ?"
            values = [*values, _shadow(limit)]
    return where, values


def _column(name: str | None) -> str:
    """The shadow column of a field; id is its own."""
    return "id" if name == "id" else f"x_{name}"


def _shadow(value: Any) -> Any:
    """The value as SQLite compares it; true is no one."""
    if isinstance(value, bool):
        return b"\x01" if value else b"\x00"
    return milliseconds(value) if isinstance(value, datetime) else value


def _cursor(value: Any, document_id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, document_id]).encode()).decode().rstrip("=")


def _from_cursor(cursor: str) -> list[Any]:
    try:
        value, document_id = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, UnicodeError):
        value = document_id = None
    if not isinstance(document_id, str) or not isinstance(value, str | int | float):
        raise BadCursor("This cursor is not one of ours.", field="cursor", next_step="Start again without a cursor.")
    return [value, document_id]
