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
    return {
        needed: desk.likings.upload_of(needed)
        if needed.startswith(PREFIX)
        else _checked(desk.uploads, owner, needed, kind)
        for needed, kind in needs.items()
    }


def laid_out(desk: Desk, owner: str, needs: Mapping[str, UploadKind | None], folder: Path) -> dict[str, Material]:
    """The same as files in the folder."""
    return {
        needed: Material(
            upload,
            desk.likings.copied(needed, folder) if needed.startswith(PREFIX) else desk.uploads.open_to(upload, folder),
        )
        for needed, upload in wanted(desk, owner, needs).items()
    }


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
