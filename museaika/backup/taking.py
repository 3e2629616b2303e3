"""Taking a backup while the server runs: documents first, then the files they name, then the keys."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from museaika.backup.archive import writing
from museaika.folder import DataFolder

KEPT = ("objects", "types")
"""Of the files' folder; what is still being written is in nobody's list yet."""


@dataclass(frozen=True)
class Receipt:
    """What is in the archive."""

    path: Path
    made_at: str
    files: int
    bytes: int


def take(folder: DataFolder, target: Path, snapshot: Callable[[Path], None], version: str, made_at: str) -> Receipt:
    """Queued jobs need no broker's memory: upkeep queues them anew from their documents."""
    with tempfile.TemporaryDirectory(dir=folder.made().scratch) as apart:
        copy = Path(apart) / folder.documents.name
        snapshot(copy)
        with writing(target, {"version": version, "made_at": made_at}) as archive:
            archive.add(copy, folder.documents.name)
            for path, name in _files(folder):
                archive.add(path, name)
            archive.add(folder.secret, folder.secret.name)
            archive.add(folder.signers, folder.signers.name)
    return Receipt(target, made_at, sum(name.startswith("files/objects/") for name in archive.digests), archive.bytes)


def _files(folder: DataFolder) -> Iterator[tuple[Path, str]]:
    """Each with its name in the archive, in the same order every time."""
    for kind in KEPT:
        for place, inside, names in os.walk(folder.files / kind):
            inside.sort()
            for name in sorted(names):
                path = Path(place, name)
                yield path, f"files/{path.relative_to(folder.files).as_posix()}"
