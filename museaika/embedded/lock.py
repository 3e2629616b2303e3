"""One server per data folder: a lock that outlives its owner for as long as any of its processes is left."""

import fcntl
import json
import os
import time
from pathlib import Path
from typing import Any

from models.errors import Conflict


class AlreadyRunning(Conflict):
    code = "server.already_running"
    title = "A server already uses this data folder"


class FolderLock:
    """The children inherit the open file, so the folder is free only when the last of them is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def acquire(self, about: dict[str, Any] | None = None, patience: float = 5.0) -> None:
        """Take it and leave `about` for others to read. Waits only for the leftovers of a dead owner."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while not _locked(file):
            owner = self.owner()
            if _alive(owner.get("pid")) or time.monotonic() > deadline:
                os.close(file)
                raise self._taken(owner)
            time.sleep(0.05)
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps({"pid": os.getpid(), **(about or {})}).encode(), 0)
        self._file = file

    def look(self) -> None:
        """Raise AlreadyRunning if somebody holds it; leaves everything as it is."""
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            if not _locked(file):
                raise self._taken(self.owner())
        finally:
            os.close(file)

    def owner(self) -> dict[str, Any]:
        """What the one who holds it, or held it last, said about itself."""
        try:
            found = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def fileno(self) -> int:
        if self._file is None:
            raise ValueError("the lock is not held")
        return self._file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _taken(self, owner: dict[str, Any]) -> AlreadyRunning:
        folder, pid = self.path.parent.parent, owner.get("pid")
        address = f" at {owner['address']}" if "address" in owner else ""
        return AlreadyRunning(
            f"A server already runs on the data folder {folder}{address}" + (f" (process {pid})." if pid else "."),
            field="MUSEAIKA_DATA",
            next_step=f"Stop it first (kill {pid or 'its process'}), or give this one a folder of its own: "
            "MUSEAIKA_DATA=/another/folder.",
        )


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: Any) -> bool:
    if not isinstance(pid, int) or pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
