"""Orders for the engine `blend` without a server: files in, a work or only its score out."""

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.composing.network import Composer
from modules.generation.engine import Commission, Engine, Material, Work
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.symbolic.listening import Track, listen
from modules.generation.engines.blend.symbolic.piece import blend
from modules.generation.progress import silent_progress
from modules.hearing.ears import Ears
from modules.score.score import Score

SECONDS = 16.0


def material(path: Path) -> Material:
    data = path.read_bytes()
    kind = UploadKind.MIDI if data[:4] == b"MThd" else UploadKind.AUDIO
    facts: dict[str, Any] = {"format": path.suffix[1:], "media_type": kind.value, "size": len(data), "seconds": 600.0}
    facts |= {"sha256": hashlib.sha256(data).hexdigest(), "created_at": datetime.now(UTC)}
    return Material(Upload(id=path.name, owner="you", name=path.name, kind=kind, **facts), path)


def made(engine: Engine, a: Path, b: Path, **options: Any) -> Work:
    """The whole work, in a folder that is gone afterwards."""
    brief = Brief(engine="blend", seed=1, options={"a": "a", "b": "b", **options})
    with tempfile.TemporaryDirectory() as folder:
        commission = Commission(brief, {"a": material(a), "b": material(b)}, Path(folder))
        return engine.generate(commission, silent_progress())


def heard(paths: Mapping[str, Path], options: BlendOptions, ears: Ears) -> tuple[Track, Track]:
    one, two = (listen(name, material(paths[name]), options, ears, silent_progress()) for name in ("a", "b"))
    return one, two


def scored(tracks: tuple[Track, Track], options: BlendOptions, composer: Composer, seed: int = 1) -> Score:
    """The notes alone, of tracks that were listened to already."""
    return blend(tracks, options, options.end - options.start, seed, composer, silent_progress()).score
