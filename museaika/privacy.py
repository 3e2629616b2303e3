"""Builds what erases people: documents, files, and what the engine `song` keeps of their songs."""

from pathlib import Path

from modules.documents.store import Documents
from modules.files.store import Files
from modules.generation.engines.song.keeping import forget
from modules.privacy import Privacy
from museaika.settings import Settings


def build_privacy(settings: Settings, documents: Documents, files: Files) -> Privacy:
    kept = kept_songs(settings)
    return Privacy(documents, files, also=(lambda owner: forget(kept, owner),))


def kept_songs(settings: Settings) -> Path:
    """Where the engine `song` keeps what its stages made."""
    return Path(settings.engines.get("song", {}).get("kept") or settings.data / "song")
