"""Files in a folder of this machine, written aside and moved into place, so that nobody ever sees half of one."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from models.errors import StorageFull
from modules.files.keys import safe_folder, safe_key
from modules.files.scratch import Scratch
from modules.files.store import AWAY, LATER, FileInfo, FileMissing, StorageAway
from modules.files.tally import Tally

ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
CHUNK = 256 * 1024
PATIENCE = 20
"""How often a folder is made again when a delete takes it away in between."""


class LocalFiles:
    """`objects/<key>` holds the bytes, `types/<key>` the media type, `incoming/` what is still being written."""

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        self._types = folder / "types"
        self._scratch = Scratch(folder / "incoming")
        self._tally = Tally(self._measure, at_least=5.0)
        for place in (self._objects, self._types):
            place.mkdir(parents=True, exist_ok=True)

    def put(self, key: str, chunks: Iterable[bytes], media_type: str) -> FileInfo:
        target = self._objects / safe_key(key)
        self._write(self._types / key, [media_type.encode()])
        status = self._write(target, chunks)
        self._tally.add(status.st_size)
        return _described(key, status, media_type)

    def info(self, key: str) -> FileInfo:
        try:
            with (self._objects / safe_key(key)).open("rb") as handle:
                return _described(key, os.fstat(handle.fileno()), self._type_of(key))
        except ABSENT:
            raise FileMissing(f"There is no file {key}.") from None

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        chunks = self._chunks(self._objects / safe_key(key), max(start, 0), end)
        try:
            next(chunks)  # opens the file now, so that a missing one is told here
        except ABSENT:
            raise FileMissing(f"There is no file {key}.") from None
        return chunks

    def list(self, prefix: str) -> Iterator[FileInfo]:
        for path in sorted(_files_below(self._objects / safe_folder(prefix))):
            with suppress(FileNotFoundError):  # deleted while we were looking
                yield _described(path.relative_to(self._objects).as_posix(), path.stat(), "")

    def delete(self, prefix: str) -> int:
        keys = [info.key for info in self.list(prefix)] if prefix.endswith("/") else [safe_key(prefix)]
        return sum(self._forget(key) for key in keys)

    def sign(self, key: str, seconds: int) -> str | None:  # noqa: ARG002 - a folder has no door of its own
        return None

    def used(self) -> int:
        return self._tally.total()

    def ping(self) -> None:
        try:
            with self._scratch.file() as (handle, _):
                handle.write(b"ping")
        except (OSError, StorageFull) as error:
            raise StorageAway(AWAY, next_step=LATER) from error

    def _write(self, target: Path, chunks: Iterable[bytes]) -> os.stat_result:
        """Write aside, sync, move into place."""
        with self._scratch.file() as (handle, path):
            for chunk in chunks:
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
            for attempt in range(PATIENCE):
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    path.replace(target)
                    break
                except (FileNotFoundError, FileExistsError):
                    if attempt == PATIENCE - 1:
                        raise
            return os.fstat(handle.fileno())

    def _type_of(self, key: str) -> str:
        """A delete that crossed a put may have taken the type of the new file along."""
        try:
            return (self._types / key).read_text()
        except ABSENT:
            return "application/octet-stream"

    def _chunks(self, path: Path, start: int, end: int | None) -> Iterator[bytes]:
        with path.open("rb", buffering=0) as handle:
            yield b""
            left = max((os.fstat(handle.fileno()).st_size if end is None else end) - start, 0)
            handle.seek(start)
            while left and (chunk := handle.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def _forget(self, key: str) -> int:
        """Remove one key and the folders it leaves empty; 1 if it was there."""
        try:
            size = (self._objects / key).stat().st_size
            (self._objects / key).unlink()
        except ABSENT:
            return 0
        (self._types / key).unlink(missing_ok=True)
        self._tally.add(-size)
        for root in (self._objects, self._types):
            _prune((root / key).parent, root)
        return 1

    def _measure(self) -> int:
        self._scratch.sweep()
        return sum(_size(path) for path in _files_below(self._objects))


def _described(key: str, status: os.stat_result, media_type: str) -> FileInfo:
    mark = f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"
    return FileInfo(
        key=key,
        size=status.st_size,
        media_type=media_type,
        modified=datetime.fromtimestamp(status.st_mtime, UTC),
        etag=hashlib.sha256(mark.encode()).hexdigest()[:32],
    )


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth; folders that vanish meanwhile are no error."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _prune(folder: Path, root: Path) -> None:
    """Remove empty folders upwards; a folder that is in use stops it."""
    with suppress(OSError):
        while folder != root:
            folder.rmdir()
            folder = folder.parent
