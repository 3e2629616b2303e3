"""A folder for files that are still being written: gone when the writer is done with them, or found dead."""

import errno
import fcntl
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path

from models.errors import StorageFull

YOUNG = 60.0
"""Seconds in which a file is left alone: its writer may not have locked it yet."""


class Scratch:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sweep()

    @contextmanager
    def file(self) -> Iterator[tuple[BufferedRandom, Path]]:
        """An empty file and its path. What is not moved away by the end is removed. Raises StorageFull."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / uuid.uuid4().hex
        try:
            with path.open("x+b") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield handle, path
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            raise StorageFull(
                "There is no room on the server's disk.", next_step="Try again later, or with something smaller."
            ) from error
        finally:
            path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what dead writers left: old files whose lock went with their process. How many went."""
        return sum(_removed_if_dead(path) for path in self._folder.glob("*"))


def _removed_if_dead(path: Path) -> int:
    with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as handle:
        if time.time() - os.fstat(handle.fileno()).st_mtime > YOUNG:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            return 1
    return 0
