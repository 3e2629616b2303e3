"""What a stream is to be like: the references of an order, read when it is taken."""

import tempfile
from pathlib import Path

from models.errors import Invalid
from models.live import LiveOrder
from models.upload import Upload, UploadKind
from modules.generation.engine import Material
from modules.live.composing.likeness import Likeness
from modules.uploads.uploads import Uploads

CLOSENESS = 0.6


class BadReference(Invalid):
    code = "live.bad_reference"


class Likening:
    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    def __call__(self, owner: str, order: LiveOrder) -> Likeness | None:
        """None without references. Raises UploadNotFound, BadReference, NoReference."""
        found = [self._midi(owner, upload_id) for upload_id in order.references]
        return self._uploads.offload(self._read, found) if found else None

    def _midi(self, owner: str, upload_id: str) -> Upload:
        upload = self._uploads.get(owner, upload_id)
        if upload.kind is not UploadKind.MIDI:
            raise BadReference(
                f"{upload.name} is {upload.kind.value}, but a stream leans towards MIDI files.",
                field="references",
                next_step="Upload a MIDI file with POST /uploads and name its id.",
            )
        return upload

    def _read(self, found: list[Upload]) -> Likeness:
        from modules.live.likeness_reading import read  # noqa: PLC0415 - a reader of MIDI, for who has references

        with tempfile.TemporaryDirectory(prefix="museaika-") as folder:
            materials = {one.id: Material(one, self._uploads.open_to(one, Path(folder))) for one in found}
            return read(materials, CLOSENESS)
