"""The whole SQLite file as one other file, and back, while it is in use."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from models.errors import Invalid
from modules.documents.sqlite_tables import OURS


class NotASnapshot(Invalid):
    code = "snapshot.invalid"


def write(connection: sqlite3.Connection, target: Path) -> None:
    """The target appears complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").close()  # one file, nothing beside it
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def opened(source: Path) -> Iterator[sqlite3.Connection]:
    """A snapshot to read from, looked through first. Raises NotASnapshot."""
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as snapshot:
            _look_through(snapshot)
            yield snapshot
    except sqlite3.DatabaseError as error:
        raise _refusal(f"{source} cannot be read: {error}.") from error


def _look_through(snapshot: sqlite3.Connection) -> None:
    if snapshot.execute("PRAGMA application_id").fetchone()[0] != OURS:
        raise _refusal("This database was not made by MuseAIka.")
    found = snapshot.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise _refusal(f"The snapshot is damaged: {found}.")


def _refusal(detail: str) -> NotASnapshot:
    return NotASnapshot(detail, next_step="Name a file that `museaika backup` wrote.")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
