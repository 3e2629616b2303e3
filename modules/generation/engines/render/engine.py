"""How a MIDI file becomes a work: read, arrange, produce, and write down what was done."""

from pathlib import Path
from typing import Any

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.mastering import Target
from modules.audio.rendering import Studio
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.render import Render, RenderOptions
from modules.generation.engines.render.arranging import arranged
from modules.generation.production import FADE, Wanted, produce
from modules.generation.progress import Progress
from modules.generation.recording import described, sha256_of, write_record
from modules.score.midi import read_midi


class RenderEngine:
    def __init__(self, soundfont: Path) -> None:
        self._studio = Studio.with_soundfont(soundfont)
        self._soundfont_sha256 = sha256_of(soundfont, lambda: None)

    def generate(self, commission: Commission, progress: Progress) -> Work:
        options = RenderOptions.model_validate(commission.brief.options)
        source = commission.materials[options.midi].path
        progress.at(0.0, "reading")
        score = arranged(read_midi(source.read_bytes(), progress.check), options)
        wanted = Wanted(Target(options.loudness, fade_out=FADE), options.reverb)
        made = produce(score, self._studio, wanted, commission.folder, progress.part(0.02, 0.97))
        result = described(score, made.mastered)
        asked = options.model_dump(mode="json", exclude={"midi"})
        inputs = {"midi": sha256_of(source, progress.check), "soundfont": self._soundfont_sha256}
        told = {"engine": Render.name, "seed": commission.brief.seed, "options": asked}
        told |= {"inputs": inputs, "result": result}
        progress.at(0.98, "recording")
        record = Part("record.json", "record", "application/json", commission.folder / "record.json")
        write_record(record.path, told, made.parts, progress.check)
        progress.at(1.0, "done")
        remarks = [*score.remarks, *made.remarks(options.loudness)]
        return Work([*made.parts, record], made.seconds, result, remarks, _origin(inputs, asked))


def _origin(inputs: dict[str, str], asked: dict[str, Any]) -> Origin:
    """Notes that somebody wrote, played by a program: nothing here was learned from examples."""
    ingredients = [Ingredient(name=name, sha256=sha256) for name, sha256 in inputs.items()]
    return Origin(source=SourceType.RENDERED, inputs=ingredients, parameters=asked)
