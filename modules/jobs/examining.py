"""A look into what was handed in before an order is taken: nobody should wait for a refusal that can be had at once."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from models.generation import Brief
from models.upload import Upload
from modules.generation.engine import EngineCard, Examiner, Material
from modules.uploads.uploads import Uploads


def examined(uploads: Uploads, card: EngineCard, brief: Brief, found: Mapping[str, Upload]) -> None:
    """Let the engine look into the uploads, if it wants to. Raises whatever Invalid it has to say."""
    mine = {key: upload for key, upload in found.items() if uploads.has(upload.owner, upload.id)}
    if isinstance(card, Examiner) and mine:
        uploads.offload(_examined, uploads, card, brief, mine)


def _examined(uploads: Uploads, card: Examiner, brief: Brief, mine: Mapping[str, Upload]) -> None:
    with tempfile.TemporaryDirectory(prefix="museaika-") as folder:
        opened = {key: Material(upload, uploads.open_to(upload, Path(folder))) for key, upload in mine.items()}
        card.examine(brief, opened)
