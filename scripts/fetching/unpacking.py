"""MIDI files out of a tar archive that is not trusted: plain files only, below the folder only, all of them or none."""

import shutil
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

from modules.fetching.download import FetchError

MOST_FILES = 500_000
MOST_BYTES = 40_000_000_000
LARGEST = 20_000_000
"""Bytes of one file; a larger one is no song, and left out."""
ENDINGS = {".mid", ".midi"}
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, ValueError)


def unpack(archive: Path, folder: Path, tell: Callable[[int, int], None]) -> int:
    """How many songs are in the folder now, which must not have been there. Raises FetchError, leaving none."""
    apart = folder.with_name(folder.name + ".partial")
    shutil.rmtree(apart, ignore_errors=True)
    apart.mkdir(parents=True)
    try:
        with archive.open("rb") as file, tarfile.open(fileobj=file, mode="r|gz") as tar:
            count = _unpacked(tar, apart, lambda: tell(file.tell(), archive.stat().st_size))
    except UNREADABLE as error:
        raise FetchError(f"{archive} is no whole archive: {error}. Remove it and run this again.") from None
    else:
        apart.replace(folder)
        return count
    finally:
        shutil.rmtree(apart, ignore_errors=True)


def _unpacked(tar: tarfile.TarFile, folder: Path, tell: Callable[[], None]) -> int:
    count = total = 0
    for entry in tar:
        place = _safe(entry)
        content = tar.extractfile(entry) if entry.isreg() else None
        if content is None or place.suffix.lower() not in ENDINGS or entry.size > LARGEST:
            continue
        count, total = count + 1, total + entry.size
        if count > MOST_FILES or total > MOST_BYTES:
            raise FetchError("The archive holds more than any collection of songs does; nothing of it is used.")
        _write(content, folder / place.with_suffix(".mid"))
        tell()
    if not count:
        raise FetchError("There are no MIDI files in the archive. Is it the right one?")
    return count


def _write(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _safe(entry: tarfile.TarInfo) -> PurePosixPath:
    """Raises FetchError for an entry that wants to lie elsewhere."""
    place = PurePosixPath(entry.name)
    if place.is_absolute() or ".." in place.parts or "\0" in entry.name:
        raise FetchError(f"The archive wants to write to {entry.name!r}, outside its folder; nothing of it is used.")
    return place
