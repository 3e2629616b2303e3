"""One table a collection: the body, and beside it a column for each field that is looked up by."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from modules.documents.keys import key
from modules.documents.packing import pack, unpack
from modules.documents.plan import lookups
from modules.documents.store import Collection, Document
from modules.documents.values import shadowed, too_large

OURS = 0x4D534149
"""The application id in the file's header: "MSAI"."""
LARGEST = 16 * 1024 * 1024
ADDED = ("id", "version", "schema")
READ = "id, version, schema, body"


def make(connection: sqlite3.Connection, collections: Sequence[Collection]) -> None:
    """Tables, columns and indexes as declared, filled from the bodies where they are new; the rest goes."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id={OURS}")
    for collection in collections:
        connection.execute(
            f'CREATE TABLE IF NOT EXISTS "{collection.name}" (id TEXT PRIMARY KEY NOT NULL, '
            "version INTEGER NOT NULL, schema INTEGER NOT NULL, body BLOB NOT NULL)"
        )
        _drop_indexes(connection, collection)
        _match_columns(connection, collection)
        for statement in _indexes(collection).values():
            connection.execute(statement)
    connection.execute("COMMIT")


def row(collection: Collection, document: Document) -> dict[str, Any]:
    """What goes into which column; the body holds what has no column of its own."""
    fixed = {name: document[name] for name in ADDED}
    body = pack({name: value for name, value in document.items() if name not in ADDED})
    if len(body) > LARGEST:
        raise too_large()
    return {**fixed, "body": body, **_shadows(collection, document)}


def stored(row: tuple[str, int, int, bytes]) -> Document:
    """What was stored, from the columns READ."""
    document_id, version, schema, body = row
    return {"id": document_id, "version": version, "schema": schema, **unpack(body)}


def quoted(collection: Collection) -> str:
    """The table's name as SQL; it was checked to be an identifier."""
    return f'"{collection.name}"'


def column(field: str) -> str:
    return "id" if field == "id" else f'"by_{field}"'


def _shadows(collection: Collection, document: Document) -> dict[str, bytes | None]:
    return {column(field): key(document.get(field)) for field in shadowed(collection)}


def _indexes(collection: Collection) -> dict[str, str]:
    """By name, the statements that make them. None is exempt from what must be unique."""
    table, made = f'"{collection.name}"', {}
    for fields in lookups(collection):
        columns = ", ".join(column(field) for field in (*dict.fromkeys((*fields, "id")),))
        name = f"{collection.name}:by:{'+'.join(fields)}"
        made[name] = f'CREATE INDEX IF NOT EXISTS "{name}" ON {table} ({columns})'
    for fields in collection.unique:
        columns, given = (glue.join(map(column, fields)) for glue in (", ", " IS NOT NULL AND "))
        name = f"{collection.name}:only:{'+'.join(fields)}"
        made[name] = f'CREATE UNIQUE INDEX IF NOT EXISTS "{name}" ON {table} ({columns}) WHERE {given} IS NOT NULL'
    return made


def _drop_indexes(connection: sqlite3.Connection, collection: Collection) -> None:
    made = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    for (name,) in connection.execute(made, (collection.name,)).fetchall():
        if name not in _indexes(collection):
            connection.execute(f'DROP INDEX "{name}"')


def _match_columns(connection: sqlite3.Connection, collection: Collection) -> None:
    present = {row[1] for row in connection.execute(f'PRAGMA table_info("{collection.name}")')} - {*ADDED, "body"}
    wanted = {f"by_{field}" for field in shadowed(collection)}
    for name in sorted(present - wanted):
        connection.execute(f'ALTER TABLE "{collection.name}" DROP COLUMN "{name}"')
    for name in sorted(wanted - present):
        connection.execute(f'ALTER TABLE "{collection.name}" ADD COLUMN "{name}" BLOB')
    if wanted - present:
        _fill(connection, collection)


def _fill(connection: sqlite3.Connection, collection: Collection) -> None:
    columns = ", ".join(f"{column(field)} = ?" for field in shadowed(collection))
    filling = " ".join(("UPDATE", quoted(collection), "SET", columns, "WHERE id = ?"))
    for columns in connection.execute(" ".join(("SELECT", READ, "FROM", quoted(collection)))).fetchall():
        one = stored(columns)
        connection.execute(filling, (*_shadows(collection, one).values(), one["id"]))
