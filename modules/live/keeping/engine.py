"""How a stream becomes a work: its bars are written again from its moods, joined, and produced as a song is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from models.live import LiveBar
from models.mood import Point, nearest_label
from models.provenance import Ingredient, Origin, SourceType
from modules.audio.mastering import Target
from modules.audio.rendering import Studio
from modules.generation.engine import Commission, Part, Work
from modules.generation.production import FADE, Wanted, produce
from modules.generation.progress import Progress
from modules.generation.recording import described, sha256_of, write_record
from modules.live.composing.composer import LiveComposer
from modules.live.composing.keeping import replayed, score_of
from modules.live.keeping import KeptStream, Recording

_COMPOSING: Final = 0.3
"""The share of the progress that is spent before the first sound."""
_WEIGHTS: Final = ("composer.safetensors", "bank.npz")


class KeptStreamEngine:
    def __init__(self, weights: Path, soundfont: Path, threads: int) -> None:
        found = [weights / name for name in _WEIGHTS if (weights / name).is_file()]
        self._composer = LiveComposer(weights if found else None)
        self._weights = {path.name: sha256_of(path, lambda: None) for path in found}
        self._studio = Studio.with_soundfont(soundfont)
        self._soundfont_sha256 = sha256_of(soundfont, lambda: None)
        self._threads = threads

    def generate(self, commission: Commission, progress: Progress) -> Work:
        recording = Recording.model_validate(commission.brief.options)
        composing = progress.part(0.0, _COMPOSING)
        bars = replayed(self._composer, recording.opening, _told(recording.points, composing))
        score = score_of(bars, _titled(bars, recording.opening.style))
        wanted = Wanted(Target(fade_out=FADE), sounds=recording.sounds, threads=self._threads)
        made = produce(score, self._studio, wanted, commission.folder, progress.part(_COMPOSING, 0.98))
        result = {"title": score.title} | described(score, made.mastered) | {"bars": _facts(bars)}
        told = self._told(commission, recording)
        progress.at(0.98, "recording")
        record = Part("record.json", "record", "application/json", commission.folder / "record.json")
        write_record(record.path, told | {"result": result}, made.parts, progress.check)
        progress.at(1.0, "done")
        summary = {name: value for name, value in result.items() if name != "bars"}
        return Work([*made.parts, record], made.seconds, summary, [], self._origin(told))

    def _told(self, commission: Commission, recording: Recording) -> dict[str, Any]:
        return {
            "engine": KeptStream.name,
            "seed": commission.brief.seed,
            "options": recording.model_dump(mode="json", exclude_none=True),
            "inputs": {"soundfont": self._soundfont_sha256},
            "material": "network" if self._weights else "rules",
            "weights": self._weights,
        }

    def _origin(self, told: dict[str, Any]) -> Origin:
        return Origin(
            source=SourceType.TRAINED if self._weights else SourceType.ALGORITHMIC,
            inputs=[Ingredient(name="soundfont", sha256=self._soundfont_sha256)],
            weights=[Ingredient(name=name, sha256=sha256) for name, sha256 in self._weights.items()],
            parameters={"style": told["options"]["opening"]["style"], "bars": len(told["options"]["moods"]) // 2},
        )


def _told(moods: list[Point], progress: Progress) -> Iterator[Point]:
    yield from progress.each(moods, "composing")


def _titled(bars: list[LiveBar], style: str) -> str:
    begins, ends = (nearest_label(bar.valence, bar.arousal).value for bar in (bars[0], bars[-1]))
    felt = begins.capitalize() if begins == ends else f"From {begins} to {ends}"
    return f"{felt}, played live ({style})"


def _facts(bars: list[LiveBar]) -> list[dict[str, Any]]:
    """What a person may want to know of every bar."""
    names = ("index", "at", "tempo", "key", "section", "valence", "arousal", "intensity")
    return [{name: getattr(bar, name) for name in names} for bar in bars]
