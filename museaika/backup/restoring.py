"""Putting a backup back: checked as a whole beside the data first, and what it replaces is kept."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modules.documents.snapshot import opened
from museaika.backup.archive import BadArchive, unpack
from museaika.folder import DataFolder


@dataclass(frozen=True)
class Restored:
    about: dict[str, Any]
    files: int
    replaced: Path | None
    """Where the data that was there before lies now."""


def put_back(folder: DataFolder, source: Path, moment: str) -> Restored:
    """Only while no server uses the folder: the caller holds its lock. Raises BadArchive and changes nothing then."""
    apart = Path(tempfile.mkdtemp(dir=folder.made().scratch))
    try:
        about = unpack(source, apart)
        _look_through(apart / folder.documents.name)
        _keep_known(folder.signers, apart / folder.signers.name)
        replaced = _set_aside(folder, folder.root / f"replaced-{moment}")
        for place in sorted(apart.iterdir()):
            place.rename(folder.root / place.name)
    finally:
        shutil.rmtree(apart, ignore_errors=True)
    files = sum(path.is_file() for path in (folder.files / "objects").rglob("*"))
    return Restored(about, files, replaced)


def _keep_known(here: Path, coming: Path) -> None:
    """Who signed works since the backup was taken stays known: those works may be out in the world."""
    if here.exists():
        with coming.open("a", encoding="utf-8") as file:
            file.write(here.read_text("utf-8"))


def _set_aside(folder: DataFolder, aside: Path) -> Path | None:
    """The broker's memory goes too: it speaks of jobs that the restored documents do not know."""
    names = [folder.documents.name, *(f"{folder.documents.name}-{kind}" for kind in ("wal", "shm"))]
    places = [*(folder.root / name for name in names), folder.files, folder.secret, folder.valkey]
    there = [place for place in places if place.exists() and not _empty(place)]
    for place in there:
        aside.mkdir(mode=0o700, exist_ok=True)
        place.rename(aside / place.name)
    shutil.rmtree(folder.files, ignore_errors=True)
    return aside if there else None


def _empty(place: Path) -> bool:
    return place.is_dir() and not any(path.is_file() for path in place.rglob("*"))


def _look_through(documents: Path) -> None:
    """Raise an Invalid unless it is a sound database of ours."""
    if not documents.is_file():
        raise BadArchive("There are no documents in this backup.", next_step="Take another; nothing was changed.")
    with opened(documents):
        return
