"""The files an order refers to, uploads or of the collection: found when it is taken, laid out when it is made."""

from collections.abc import Mapping
from pathlib import Path

from models.errors import Invalid, NotFound
from models.track import PREFIX
from models.upload import Upload, UploadKind
from modules.generation.engine import Material
from modules.jobs.desk import Desk
from modules.uploads.uploads import Uploads


class BadMaterial(Invalid):
    code = "upload.unusable"


def wanted(desk: Desk, owner: str, needs: Mapping[str, UploadKind | None]) -> dict[str, Upload]:
    """The owner's uploads by id, each of the kind that is needed (None: any). Raises BadMaterial, FileGone."""
    return {needed: _found(desk, owner, needed, kind) for needed, kind in needs.items()}


def laid_out(desk: Desk, owner: str, needs: Mapping[str, UploadKind | None], folder: Path) -> dict[str, Material]:
    """The same as files in the folder."""
    found = wanted(desk, owner, needs)
    return {needed: Material(upload, _copied(desk, needed, upload, folder)) for needed, upload in found.items()}


def _found(desk: Desk, owner: str, needed: str, kind: UploadKind | None) -> Upload:
    if needed.startswith(PREFIX):
        return desk.likings.upload_of(needed)
    if kind is UploadKind.ADAPTER:
        return desk.adapters.upload_of(owner, needed)
    return _checked(desk.uploads, owner, needed, kind)


def _copied(desk: Desk, needed: str, upload: Upload, folder: Path) -> Path:
    if needed.startswith(PREFIX):
        return desk.likings.copied(needed, folder)
    if upload.kind is UploadKind.ADAPTER:
        return desk.adapters.copied(upload.owner, needed, folder)
    return desk.uploads.open_to(upload, folder)


def _checked(uploads: Uploads, owner: str, upload_id: str, kind: UploadKind | None) -> Upload:
    try:
        upload = uploads.get(owner, upload_id)
    except NotFound:
        raise BadMaterial(
            f"You have no upload {upload_id!r}; it may have expired.", field="options", next_step="POST /uploads first."
        ) from None
    if kind is not None and upload.kind is not kind:
        raise BadMaterial(
            f"{upload.name} is {upload.kind.value}, but {kind.value} is needed here.",
            field="options",
            next_step=f"Upload a {kind.value} file with POST /uploads and name its id.",
        )
    return upload
