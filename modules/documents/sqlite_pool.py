"""Connections to one SQLite file, for any number of threads and greenlets, and across forks."""

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from models.errors import MuseaikaError, StorageFull, Unavailable

Result = TypeVar("Result")
IDLE = 4
"""Connections kept open; greenlets never need more than one, because nothing switches while one is in use."""
PATIENCE = 10.0
"""Seconds to wait for other writers."""
NAPS = (0.0005, 0.02)
"""Seconds between two tries, doubling from the first to the last. SQLite's own waiting would hold up a whole hub."""

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "journal_size_limit=67108864")
"""What is deleted is overwritten: it may be what somebody asked us to forget."""


class Connections:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._pid = os.getpid()
        self._idle: deque[sqlite3.Connection] = deque()
        self._inherited: list[deque[sqlite3.Connection]] = []

    def run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """The work's result; it starts anew, after a rollback, whenever another writer is in its way."""
        deadline, nap = time.monotonic() + PATIENCE, NAPS[0]
        while True:
            try:
                return self._once(work)
            except sqlite3.IntegrityError:
                raise
            except sqlite3.DatabaseError as error:
                if not _busy(error) or time.monotonic() > deadline:
                    raise self._refusal(error) from error
            time.sleep(nap)
            nap = min(nap * 2, NAPS[1])

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _once(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        if self._pid != os.getpid():
            self._forget()
        idle = self._idle
        connection = idle.pop() if idle else self._opened()
        try:
            return work(connection)
        finally:
            if connection.in_transaction:
                connection.rollback()
            if len(idle) < IDLE:
                idle.append(connection)
            else:
                connection.close()

    def _forget(self) -> None:
        """A child must neither use nor close what its parent opened: SQLite's locks belong to the process."""
        self._inherited.append(self._idle)
        self._idle, self._pid = deque(), os.getpid()

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise self._unusable(error) from error
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        return connection

    def _refusal(self, error: sqlite3.DatabaseError) -> MuseaikaError:
        if _code(error) == sqlite3.SQLITE_FULL:
            return StorageFull(f"The disk of {self._path} is full.", next_step="Make room on it.")
        if _busy(error):
            return Unavailable(f"{self._path} was locked for {PATIENCE:.0f} s.", next_step="Try again.")
        return self._unusable(error)

    def _unusable(self, error: Exception) -> Unavailable:
        return Unavailable(
            f"{self._path} cannot be used: {error}.",
            next_step="Is it writable, and a database of ours? `python scripts/init_db.py` makes what is missing.",
        )


def _busy(error: sqlite3.DatabaseError) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.DatabaseError) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
