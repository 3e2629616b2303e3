"""The archive itself: what may be in it, how it is written whole or not at all, and how it is read with suspicion."""

import errno
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from models.errors import Conflict, Invalid, StorageFull

FORMAT = 1
FIRST, LAST = "museaika-backup.json", "complete.json"
CHUNK = 1024 * 1024
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, ValueError)


class BadArchive(Invalid):
    code = "backup.bad_archive"
    title = "Not a backup that can be restored"


class TargetExists(Conflict):
    code = "backup.target_exists"


class CannotWrite(StorageFull):
    code = "backup.cannot_write"


class Writer:
    """Adds files to the archive and remembers what each was, so that the end can vouch for the whole."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.digests: dict[str, str] = {}
        self.bytes = 0

    def note(self, name: str, facts: dict[str, Any]) -> None:
        content = json.dumps(facts).encode()
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))

    def add(self, path: Path, name: str) -> bool:
        """False when the file went away meanwhile, which a running server may do to it."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            status = os.fstat(file.fileno())
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = status.st_size, status.st_mtime, 0o600
            reading = _Hashing(file)
            self._tar.addfile(entry, reading)
        self.digests[name] = reading.digest.hexdigest()
        self.bytes += status.st_size
        return True


class _Hashing(io.RawIOBase):
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def writing(target: Path, about: dict[str, Any]) -> Iterator[Writer]:
    """The archive appears under its name when all of it is on disk; it holds secrets, so it is its owner's only."""
    if target.exists():
        raise TargetExists(f"{target} is there already.", next_step="Name another file, or remove that one.")
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as tar:
                writer = Writer(tar)
                writer.note(FIRST, {"format": FORMAT, **about})
                yield writer
                writer.note(LAST, {"sha256": writer.digests})
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise CannotWrite(
            f"The backup cannot be written to {target}: {error.strerror or error}.",
            next_step="Name a file in a folder you may write to, on a disk with room.",
        ) from None
    finally:
        part.unlink(missing_ok=True)


def unpack(source: Path, into: Path) -> dict[str, Any]:
    """Put all of a whole and unharmed archive into an empty folder; what its first entry says. Raises BadArchive."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            return _unpacked(tar, into)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
            raise CannotWrite(f"There is no room to restore in {into.parent}.", next_step="Make room there.") from None
        raise _unreadable(f"{source}: {error.strerror or error}") from None
    except UNREADABLE as error:
        raise _unreadable(f"{source}: {error}") from None


def _unpacked(tar: tarfile.TarFile, into: Path) -> dict[str, Any]:
    about = _introduction(tar)
    digests: dict[str, str] = {}
    while entry := tar.next():
        if entry.name == LAST:
            return _vouched(about, json.loads(_content(tar, entry).read()), digests)
        digests[entry.name] = _extract(_content(tar, entry), into / _safe(entry), entry.mtime)
    raise _unreadable("it ends too early")


def _introduction(tar: tarfile.TarFile) -> dict[str, Any]:
    entry = tar.next()
    if entry is None or entry.name != FIRST:
        raise _unreadable("it was not made by `museaika backup`")
    about = json.loads(_content(tar, entry).read(10_000))
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _unreadable("it was made by another version that writes another format")
    return about


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None:
        raise _unreadable(f"{entry.name!r} in it is not a plain file")
    return content


def _safe(entry: tarfile.TarInfo) -> PurePosixPath:
    """The entry's place below the folder. Raises BadArchive for everything a backup never contains."""
    path = PurePosixPath(entry.name)
    known = entry.name in {"museaika.sqlite", "secret.key", "signers.txt"} or path.parts[:2] in {
        ("files", "objects"),
        ("files", "types"),
    }
    if not known or ".." in path.parts or path.is_absolute() or path.as_posix() != entry.name:
        raise _unreadable(f"{entry.name!r} does not belong into it")
    return path


def _extract(content: IO[bytes], target: Path, modified: float) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    os.utime(target, (modified, modified))
    return digest.hexdigest()


def _vouched(about: dict[str, Any], end: Any, digests: dict[str, str]) -> dict[str, Any]:
    if not isinstance(end, dict) or end.get("sha256") != digests:
        raise _unreadable("what is in it is not what was put in")
    return about


def _unreadable(why: str) -> BadArchive:
    return BadArchive(f"This is not a whole backup: {why}.", next_step="Take another backup file; nothing was changed.")
