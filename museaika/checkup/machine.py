"""The machine: Python, the data folder, the disk, the port, and settings nobody reads."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from models.errors import MuseaikaError
from museaika.checkup.finding import Finding, broken, note, works
from museaika.embedded.lock import AlreadyRunning, FolderLock
from museaika.embedded.probes import check_listenable, page_answers
from museaika.folder import DataFolder
from museaika.settings import Settings

AREA = "machine"
OLDEST, TOO_NEW = (3, 11), (3, 13)
SCARCE, TOO_SCARCE = 2_000_000_000, 200_000_000


def look(settings: Settings, unknown: list[str]) -> Iterator[Finding]:
    yield python(sys.version_info[:2])
    yield from folder(settings.data)
    yield port(settings)
    for name in unknown:
        yield note(AREA, "settings", f"{name} is read by nobody.", "Compare it with .env.example: a slip of the pen?")


def python(version: tuple[int, int]) -> Finding:
    said = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if OLDEST <= version < TOO_NEW:
        return works(AREA, "python", said)
    return broken(AREA, "python", f"{said}; 3.11 or 3.12 is needed.", "make clean && make install PYTHON=python3.12")


def folder(root: Path) -> Iterator[Finding]:
    nearest = next(place for place in (root, *root.parents) if place.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        yield broken(AREA, "data folder", f"{root} cannot be written.", "MUSEAIKA_DATA=/a/folder/of/yours make run")
        return
    yield works(AREA, "data folder", f"{root}" if root == nearest else f"{root} (made on the first start)")
    yield space(nearest, shutil.disk_usage(nearest).free)


def space(place: Path, free: int) -> Finding:
    said = f"{free / 1e9:.1f} GB free"
    if free < TOO_SCARCE:
        return broken(AREA, "disk", f"Only {said} in {place}.", "Make room, or move the data folder: MUSEAIKA_DATA=...")
    if free < SCARCE:
        return note(AREA, "disk", f"Only {said} in {place}.", "Make room before long.")
    return works(AREA, "disk", said)


def port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    if owner := running(settings.data):
        if page_answers(settings.host, settings.port):
            return works(AREA, "port", f"our own server (process {owner}) answers on {where}")
        return note(AREA, "port", f"A server (process {owner}) runs here, but not on {where}.")
    try:
        check_listenable(settings.host, settings.port)
    except MuseaikaError as error:
        return broken(AREA, "port", error.detail, error.next_step or "")
    return works(AREA, "port", f"{where} is free")


def running(root: Path) -> str | None:
    """The process of the server that holds the data folder."""
    path = DataFolder(root).run / "lock"
    if not path.exists() or not os.access(path, os.R_OK | os.W_OK):
        return None
    lock = FolderLock(path)
    owner = lock.owner().get("pid", "?")
    try:
        lock.look()
    except AlreadyRunning:
        return str(owner)
    return None
