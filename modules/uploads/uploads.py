"""Uploads: what people hand in, checked by content, kept for a while, and theirs alone."""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from models.errors import Invalid, NotFound, StorageFull
from models.upload import Upload
from modules.documents.idempotency import Idempotency
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query
from modules.files.scratch import Scratch
from modules.files.store import Files
from modules.offload import Offload, directly
from modules.uploads.base64_text import decoded
from modules.uploads.collection import UPLOADS
from modules.uploads.holding import Held, held
from modules.uploads.inspection import Finding, inspect
from modules.uploads.names import display_name

FULL = 0.9
"""The share of the storage that uploads may fill: works that are being made need the rest."""
GRACE = timedelta(hours=1)
"""Files without a document are left alone for so long: theirs may be about to be written."""


class UploadNotFound(NotFound):
    code = "upload.not_found"
    title = "No such upload"


@dataclass(frozen=True)
class Uploads:
    """Decoding and file storage go through `offload`; a request's chunks and the documents stay with their thread."""

    documents: Documents
    files: Files
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    limit_bytes: int = 50_000_000
    keep: timedelta = timedelta(hours=24)
    longest_seconds: float = 1800.0
    storage_limit: int = 0
    """Bytes the files may take; 0 means no limit."""
    scratch: Path | None = None
    """Where files lie while they are checked; None means a temporary folder of this process."""
    offload: Offload = directly
    """offload(function, *arguments) gives the function's result, without holding up a web hub."""

    def receive(self, owner: str, name: str, chunks: Iterable[bytes], key: str | None = None) -> Upload:
        """Take a file in. It is refused as soon as it can be, and then nothing of it stays.

        The same idempotency key and bytes give the same upload again.
        """
        self.offload(self._check_room)
        with held(self._scratch, chunks, self.limit_bytes) as file:
            keys = Idempotency(self.documents, self.clock)
            upload_id = keys.reserve(owner, key, f"upload {name} {file.sha256}", self.new_id())
            if (known := self._shelf.get(upload_id)) is not None:
                return known
            found = self.offload(self._accepted, file, upload_id)
            return self._shelf.insert(self._described(owner, name, file, found, upload_id))

    def receive_base64(self, owner: str, name: str, text: str, key: str | None = None) -> Upload:
        """The same for bytes that come as text in JSON."""
        try:
            return self.receive(owner, name, decoded(text, self.limit_bytes), key)
        except Invalid as error:
            error.field = "content_base64"
            raise

    def get(self, owner: str, upload_id: str) -> Upload:
        """The owner's upload. Raises UploadNotFound for strangers too."""
        upload = self._shelf.get(upload_id)
        if upload is None or upload.owner != owner:
            raise UploadNotFound(
                "There is no such upload of yours; it may have expired.", next_step="GET /uploads lists yours."
            )
        return upload

    def has(self, owner: str, upload_id: str) -> bool:
        upload = self._shelf.get(upload_id)
        return upload is not None and upload.owner == owner

    def page(self, owner: str, *, limit: int = 20, cursor: str | None = None) -> tuple[list[Upload], str | None]:
        """The owner's uploads, newest first, and the cursor of the next page."""
        query = Query({"owner": owner}, order="created_at", descending=True)
        return self._shelf.find(query, limit=limit, cursor=cursor)

    def delete(self, owner: str, upload_id: str) -> None:
        """The document first: a file that nobody finds any more is swept, if we should die in between."""
        self._shelf.delete(self.get(owner, upload_id).id)
        self.offload(self.files.delete, _folder(upload_id))

    def open_to(self, upload: Upload, folder: Path) -> Path:
        """A copy on this machine, named by id and format. Raises FileMissing."""
        path = folder / f"{upload.id}.{upload.format}"
        chunks = self.files.read(_original(upload.id))
        with path.open("wb") as file:
            file.writelines(chunks)
        return path

    def sweep(self) -> int:
        """Remove the files of uploads that expired or were never finished; how many uploads went."""
        self._scratch.sweep()
        before = self.clock() - GRACE
        old = {info.key.split("/")[1] for info in self.files.list("uploads/") if info.modified < before}
        gone = [upload_id for upload_id in sorted(old) if self._shelf.get(upload_id) is None]
        return sum(self.files.delete(_folder(upload_id)) > 0 for upload_id in gone)

    @cached_property
    def _shelf(self) -> Shelf[Upload]:
        return Shelf(self.documents, UPLOADS, Upload)

    @cached_property
    def _scratch(self) -> Scratch:
        return Scratch(self.scratch or Path(tempfile.mkdtemp(prefix="museaika-")))

    def _check_room(self) -> None:
        if self.storage_limit and self.files.used() >= FULL * self.storage_limit:
            raise StorageFull(
                "There is no room for more files.",
                next_step="Delete uploads and works you no longer need, or ask who runs the server for room.",
            )

    def _accepted(self, file: Held, upload_id: str) -> Finding:
        found = inspect(file.path, self.longest_seconds)
        with file.path.open("rb") as handle:
            chunks = iter(lambda: handle.read(1 << 18), b"")
            self.files.put(_original(upload_id), chunks, found.format.media_type)
        return found

    def _described(self, owner: str, name: str, file: Held, found: Finding, upload_id: str) -> Upload:
        now = self.clock()
        return Upload(
            id=upload_id,
            owner=owner,
            name=display_name(name, f"upload.{found.format.name}"),
            kind=found.format.kind,
            format=found.format.name,
            media_type=found.format.media_type,
            size=file.size,
            sha256=file.sha256,
            seconds=round(found.seconds, 3),
            notes=found.notes,
            created_at=now,
            expires_at=now + self.keep,
        )


def _folder(upload_id: str) -> str:
    return f"uploads/{upload_id}/"


def _original(upload_id: str) -> str:
    return f"{_folder(upload_id)}original"
