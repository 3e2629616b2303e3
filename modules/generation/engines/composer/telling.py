"""What is told of a song: its name, and the facts that the record and the order's summary hold."""

from typing import Any

import numpy as np

from models.mood import nearest_label
from modules.generation.chord_sheet import sections
from modules.generation.engines.composer.composition import Composed, Copied
from modules.generation.production import stem_names


def titled(song: Composed, count: int) -> str:
    """Such as `Calm in F minor` or `From tense to calm in C major`, numbered where there are several."""
    begins, ends = (nearest_label(float(mood[0]), float(mood[1])).value for mood in song.plan.moods[[0, -1]])
    felt = begins.capitalize() if begins == ends else f"From {begins} to {ends}"
    name = f"{felt} in {song.plan.key.name}"
    return name if count == 1 else f"{name}, no. {song.number + 1}"


def facts(song: Composed, material: str) -> dict[str, Any]:
    """How a song was made, for its record."""
    plan = song.plan
    moods = np.round(plan.moods, 3)
    told = {
        "style": plan.style.name,
        "key": plan.key.name,
        "metre": plan.metre.name,
        "bars": plan.bars,
        "sections": sections(plan),
        "mood": {"begins": moods[0].tolist(), "ends": moods[-1].tolist()},
        "material": material,
        "drafts": song.drafts,
        "copies": copies(song.copied),
    }
    return told | ({"loop": True, "layers": layers(song)} if plan.loop else {})


def layers(song: Composed) -> dict[str, list[str]]:
    """Which stems are heard from which intensity on, 1 the calmest: each level adds its own to those below."""
    names = dict(zip([track.name for track in song.score.tracks], stem_names(song.score), strict=True))
    return {str(level): [names[track] for track in tracks] for level, tracks in song.arrangement.layers.items()}


def copies(copied: Copied) -> dict[str, Any]:
    """The longest runs of notes shared with anything known; bars count from 1."""
    told: dict[str, Any] = {"changed": copied.changed}
    run = copied.references
    if run.source is not None:
        told["references"] = {"notes": run.notes, "bar": copied.reference_bar, "with": run.source}
    if copied.learned is not None:
        told["training"] = {"notes": copied.learned.notes, "bar": copied.learned_bar}
        told["training"] |= {} if copied.learned.source else {"at_most": True}
    return told
