"""The record of a work: what went in, how it was made and what came out; no clock, no ids, so that it repeats."""

import hashlib
import json
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from modules.audio.mastering import Mastered
from modules.generation.engine import Part
from modules.provenance.device import device_class
from modules.score.instruments import instrument_name
from modules.score.score import Score

PACKAGES: Final = ("tinysoundfont", "numpy", "scipy", "soundfile", "pyloudnorm", "pillow")
"""Whose versions decide about the bytes."""
_CHUNK: Final = 1 << 18


def sha256_of(path: Path, check: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            check()
            digest.update(chunk)
    return digest.hexdigest()


def described(score: Score, mastered: Mastered | None) -> dict[str, Any]:
    """What came out, in short."""
    facts: dict[str, Any] = {
        "seconds": round(score.seconds, 3),
        "bpm": round(score.tempo_map.main(score.end).bpm, 3),
        "notes": score.note_count,
        "tracks": [
            {
                "name": track.name,
                "instrument": instrument_name(track.program, is_drum=track.is_drum),
                "notes": len(track.notes),
            }
            for track in score.tracks
        ],
    }
    if mastered is not None:
        facts |= {
            "loudness": _rounded(mastered.loudness),
            "true_peak": _rounded(mastered.true_peak),
            "limiting": _rounded(mastered.limiting),
        }
    return facts


def write_record(
    path: Path,
    made: dict[str, Any],
    parts: Sequence[Part],
    check: Callable[[], None],
    packages: Sequence[str] = PACKAGES,
) -> None:
    """Everything in made, with the hash of every part and what it was made with."""
    record = made | {
        "device": device_class(),
        "versions": {package: version(package) for package in packages},
        "parts": {part.name: sha256_of(part.path, check) for part in parts},
    }
    path.write_text(json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(decibels: float) -> float | None:
    """None for silence, which JSON has no number for."""
    return round(decibels, 2) if decibels > float("-inf") else None
