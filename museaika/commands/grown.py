"""What to use instead where an installation has outgrown the embedded services."""

from models.errors import Invalid
from museaika.settings import Settings


class NotEmbedded(Invalid):
    code = "backup.not_embedded"


def check_embedded(settings: Settings, command: str) -> None:
    """Raise NotEmbedded, naming the tools that do the same for MongoDB and S3."""
    instead = []
    if settings.documents != "sqlite":
        instead.append("mongodump --uri=... --archive=FILE --gzip (and mongorestore) for the documents")
    if settings.files != "local":
        instead.append("your bucket's versioning, or `mc mirror`, for the files")
    if instead:
        raise NotEmbedded(
            f"{command} is for documents in SQLite and files in a folder.",
            field="MUSEAIKA_DOCUMENTS" if settings.documents != "sqlite" else "MUSEAIKA_FILES",
            next_step=f"Use {'; '.join(instead)}. See docs/deploy.md.",
        )
