"""`Kept`: what a stage made, by everything that went into it, so that nobody makes it twice."""

import fcntl
import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

KEPT_FOR: Final = 24 * 3600.0
"""Seconds after which what nobody asked for again goes."""
MOST: Final = 2_000_000_000
"""Bytes of all that is kept for one person."""
_NAME: Final = ".making-"


class Kept:
    """A folder for one person's stages. Safe for several workers: what is there is whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def stage(self, key: str, make: Callable[[Path], None]) -> Path:
        """The folder of that stage, made if it is not there; nothing of it stays where make gives up."""
        found = self._folder / key
        if found.is_dir():
            os.utime(found)
            return found
        making = self._folder / f"{_NAME}{uuid.uuid4().hex}"
        self._folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as holding:
            with _held(self._folder):
                making.mkdir()
                holding.callback(shutil.rmtree, making, ignore_errors=True)
                holding.enter_context(_held(making))
            make(making)
            with suppress(OSError):  # another worker was first: its stage is the same
                making.rename(found)
        return found

    def tidy(self) -> None:
        """Remove what the dead left unfinished and what is old, then the oldest until the rest is little enough."""
        if not self._folder.is_dir():
            return
        with _held(self._folder):
            for left in self._folder.glob(f"{_NAME}*"):
                if not _is_held(left):
                    shutil.rmtree(left, ignore_errors=True)
        stages = sorted(self._folder.glob("*"), key=_age)
        room = MOST
        for stage in stages:
            room -= sum(file.stat().st_size for file in stage.glob("*"))
            if room < 0 or _age(stage) > KEPT_FOR:
                shutil.rmtree(stage, ignore_errors=True)


def key_of(stage: str, *ingredients: Any) -> str:
    """The same for the same ingredients, which have to be plain values."""
    told = json.dumps([stage, *ingredients], sort_keys=True, ensure_ascii=False)
    return f"{stage}-{hashlib.sha256(told.encode()).hexdigest()[:40]}"


def owner_folder(folder: Path, owner: str) -> Path:
    """Where the stages of one person are; its name tells nobody who that is."""
    return folder / hashlib.sha256(owner.encode()).hexdigest()[:32]


def forget(folder: Path, owner: str) -> None:
    """Remove everything that is kept for somebody."""
    shutil.rmtree(owner_folder(folder, owner), ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what is old, whosever it is."""
    for own in _folders(folder):
        Kept(own).tidy()
        with suppress(OSError):
            own.rmdir()


def _folders(folder: Path) -> Iterable[Path]:
    return [own for own in folder.glob("*") if own.is_dir()]


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Ours for as long as this process lives; the kernel lets go of what the dead held."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _is_held(folder: Path) -> bool:
    try:
        place = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(place)
    return False


def _age(path: Path) -> float:
    """0 for what another worker has just removed."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
