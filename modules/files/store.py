"""The protocol of named bytes.

Keys look like "uploads/<id>/original" and never come from a person: one that could leave its place is a ValueError.
A folder is never itself a file ("a" and "a/b" do not both exist).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.errors import NotFound, Unavailable


class FileMissing(NotFound):
    code = "file.not_found"


AWAY = "The file storage does not answer."
LATER = "Try again in a moment; who runs the server finds the cause in its log and with `museaika doctor`."


class StorageAway(Unavailable):
    """A disk, a bucket, its keys or the network: the reason is this error's cause, and for the log only."""

    code = "storage.unavailable"


@dataclass(frozen=True)
class FileInfo:
    key: str
    size: int
    media_type: str
    modified: datetime
    etag: str


class Files(Protocol):
    def put(self, key: str, chunks: Iterable[bytes], media_type: str) -> FileInfo:
        """Store all of it or nothing: readers never see half a file. Replaces what was there."""

    def info(self, key: str) -> FileInfo:
        """Raises FileMissing."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start to end (exclusive) in chunks. Raises FileMissing at once, not at the first chunk."""

    def list(self, prefix: str) -> Iterator[FileInfo]:
        """Everything below "folder/", or below nothing (""); media_type is left empty, as only info() asks for it."""

    def delete(self, prefix: str) -> int:
        """Remove one key, or everything below "folder/"; how many went. Removing nothing is fine."""

    def sign(self, key: str, seconds: int) -> str | None:
        """A URL that opens this file for a while, where the backend has such a thing."""

    def used(self) -> int:
        """Bytes stored."""

    def ping(self) -> None:
        """Raise Unavailable when it cannot be reached or written."""
