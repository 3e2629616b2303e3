"""Orders small enough for tests, one for every engine: a new engine adds a line to ORDERS."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.generation.engine import Commission, EngineCard, Material
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS


def small_score() -> Score:
    """Two seconds: a tune, chords and a kit."""
    tune = tuple(Note(k * TICKS // 2, (k + 1) * TICKS // 2, 72 + k % 5, 80) for k in range(8))
    chords = tuple(Note(bar * 2 * TICKS, (bar + 1) * 2 * TICKS, key, 70) for bar in range(2) for key in (48, 55, 64))
    kit = tuple(Note(k * TICKS, k * TICKS + 60, 36 + 2 * (k % 2), 100) for k in range(4))
    tracks = Track("Tune", 73, notes=tune), Track("Piano", 0, notes=chords), Track("Kit", 0, is_drum=True, notes=kit)
    return Score(tracks, title="Small")


ORDERS: dict[str, dict[str, Any]] = {
    "render": {"options": {"midi": "tune"}},
    "blend": {"seconds": 4, "options": {"a": "one", "b": "two"}},
    "composer": {"mood": "calm", "seconds": 4, "options": {"style": "pop"}},
    "song": {"options": {"backing": "track", "lyrics": "Sing to me"}},
    "twin": {"seconds": 4, "options": {"prompt": "calm piano, 100 bpm"}},
}
"""What makes up a small brief for each engine."""


def brief_for(engine: str, seed: int = 7, **options: Any) -> Brief:
    order = ORDERS[engine]
    return Brief(engine=engine, seed=seed, **order | {"options": order.get("options", {}) | options})


def upload_of(data: bytes, kind: UploadKind | None = UploadKind.MIDI) -> Upload:
    return Upload(
        id="tune",
        owner="somebody",
        name="tune.mid",
        kind=kind or UploadKind.MIDI,
        format="midi",
        media_type="audio/midi",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        seconds=2.0,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def commission_for(card: EngineCard, folder: Path, brief: Brief | None = None, data: bytes | None = None) -> Commission:
    """An order laid out below folder: its materials beside an empty folder for the parts, as a worker does it."""
    brief = brief or brief_for(card.name)
    inputs, parts = folder / "in", folder / "out"
    inputs.mkdir(parents=True)
    parts.mkdir()
    data = data if data is not None else write_midi(small_score())
    materials = {}
    for needed, kind in card.materials(brief).items():
        path = inputs / needed
        path.write_bytes(data)
        materials[needed] = Material(upload_of(data, kind), path)
    return Commission(brief, materials, parts)
