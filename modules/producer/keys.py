"""Keys of stored files: they look like paths, and lead nowhere but to an upload that we took in under them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.errors import NotFound
from models.schema import Schema
from models.upload import Upload
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.producer.collection import PRODUCER_FILES
from modules.uploads.uploads import UploadNotFound, Uploads


class UnknownKey(NotFound):
    code = "producer.unknown_path"
    title = "No such stored file"


class StoredFile(Schema):
    id: str
    owner: str
    path: str
    upload: str
    expires_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True)
class Keys:
    documents: Documents
    uploads: Uploads

    def issue(self, owner: str, producer_id: str, job_id: str, upload: Upload) -> str:
        """The key of this upload; one of the same name before it is forgotten."""
        path = f"/data/uploads/{producer_id}/{job_id}/{upload.name}"
        told = {"upload": upload.id, "expires_at": upload.expires_at}
        entry = StoredFile(id=_id(owner, path), owner=owner, path=path, **told)
        try:
            self._shelf.insert(entry)
        except Duplicate:
            self._shelf.change(entry.id, lambda known: known.model_copy(update=told))
        return path

    def upload(self, owner: str, path: str) -> Upload:
        """What was stored under it. Raises UnknownKey for anything that is no key of ours."""
        known = self._shelf.get(_id(owner, path))
        try:
            return self.uploads.get(owner, known.upload if known else "")
        except UploadNotFound:
            raise UnknownKey(
                f"Nothing is stored as {path[:300]!r}: send it to /producer/store-upload, and use the path it answers.",
                field="upload_paths",
            ) from None

    @cached_property
    def _shelf(self) -> Shelf[StoredFile]:
        return Shelf(self.documents, PRODUCER_FILES, StoredFile)


def _id(owner: str, path: str) -> str:
    return hashlib.sha256(f"{owner}\n{path}".encode(errors="replace")).hexdigest()
