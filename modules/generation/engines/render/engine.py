"""How a MIDI file becomes a work: read, arrange, play, master, and write every part."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from re import sub
from typing import Any, Final

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import MEDIA_TYPES, encode
from modules.audio.mastering import Mastered, Target, master, summed
from modules.audio.memory import room_for
from modules.audio.rendering import Studio, frames_of, render_stems
from modules.generation.engine import Commission, Part, Work
from modules.generation.engines.render import Render, RenderOptions
from modules.generation.engines.render.arranging import arranged
from modules.generation.engines.render.record import described, sha256_of, write_record
from modules.generation.progress import Progress
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.musicxml import write_musicxml
from modules.score.pianoroll import draw_pianoroll
from modules.score.score import Score

THREADS: Final = 2
FADE: Final = 1.0
"""Seconds at the end of the tail in which everything goes to silence."""
_QUIETER: Final = 0.5
"""LUFS below what was asked for that a person is told about."""


class RenderEngine:
    def __init__(self, soundfont: Path) -> None:
        self._studio = Studio.with_soundfont(soundfont)
        self._soundfont_sha256 = sha256_of(soundfont, lambda: None)

    def generate(self, commission: Commission, progress: Progress) -> Work:
        options = RenderOptions.model_validate(commission.brief.options)
        source = commission.materials[options.midi].path
        progress.at(0.0, "reading")
        score = arranged(read_midi(source.read_bytes(), progress.check), options)
        with Crew(THREADS, progress.check) as crew:
            mix, stems, mastered = self._played(score, options, commission.folder, progress, crew)
            parts = _written(score, mix, stems, commission.folder, progress.part(0.6, 0.97), crew)
        result = described(score, mastered)
        asked = options.model_dump(mode="json", exclude={"midi"})
        inputs = {"midi": sha256_of(source, progress.check), "soundfont": self._soundfont_sha256}
        made = {"engine": Render.name, "seed": commission.brief.seed, "options": asked}
        made |= {"inputs": inputs, "result": result}
        progress.at(0.98, "recording")
        record = Part("record.json", "record", "application/json", commission.folder / "record.json")
        write_record(record.path, made, parts, progress.check)
        progress.at(1.0, "done")
        remarks = _remarks(score, mastered, options)
        return Work([*parts, record], len(mix) / RATE, result, remarks, _origin(inputs, asked))

    def _played(
        self, score: Score, options: RenderOptions, folder: Path, progress: Progress, crew: Crew
    ) -> tuple[Samples, list[Samples], Mastered]:
        allocate = room_for(len(score.tracks) + 1, frames_of(score), folder)
        studio = replace(self._studio, allocate=allocate)
        playing = progress.part(0.02, 0.48)
        stems = render_stems(score, studio, options.reverb, crew, lambda share: playing.at(share, "playing"))
        progress.at(0.48, "mixing")
        mix = allocate(len(stems[0]))
        summed(stems, mix, crew.check)
        progress.at(0.5, "mastering")
        mastered = master(mix, stems, Target(options.loudness, fade_out=FADE), crew)
        return mix, stems, mastered


def _written(
    score: Score, mix: Samples, stems: Sequence[Samples], folder: Path, progress: Progress, crew: Crew
) -> list[Part]:
    """The sounds are encoded by the crew while the notes are written here."""
    (folder / "stems").mkdir()
    sounds = [_sound("mix.flac", "mix", folder, "Mix"), *_stem_parts(score, folder)]
    encodings: list[Future[None]] = [
        crew.submit(_encode, samples, part.path) for samples, part in zip((mix, *stems), sounds, strict=True)
    ]
    notes = _notes(score, folder, progress)
    for index, encoding in enumerate(encodings):
        progress.at(0.3 + 0.7 * index / len(encodings), "encoding")
        crew.results([encoding])
    return [*sounds, *notes]


def _notes(score: Score, folder: Path, progress: Progress) -> list[Part]:
    midi = Part("score.mid", "midi", "audio/midi", folder / "score.mid")
    xml = Part("score.musicxml", "score", "application/vnd.recordare.musicxml+xml", folder / "score.musicxml")
    picture = Part("pianoroll.png", "picture", "image/png", folder / "pianoroll.png")
    progress.at(0.0, "writing the score")
    midi.path.write_bytes(write_midi(score, progress.check))
    xml.path.write_bytes(write_musicxml(score, progress.check))
    progress.at(0.2, "drawing")
    picture.path.write_bytes(draw_pianoroll(score, progress.check))
    return [midi, xml, picture]


def _stem_parts(score: Score, folder: Path) -> list[Part]:
    return [
        _sound(f"stems/{number:02d}-{_slug(track.name)}.flac", "stem", folder, track.name)
        for number, track in enumerate(score.tracks, 1)
    ]


def _sound(name: str, kind: str, folder: Path, title: str) -> Part:
    return Part(name, "mix" if kind == "mix" else "stem", MEDIA_TYPES["flac"], folder / name, title)


def _encode(check: Check, samples: Samples, path: Path) -> None:
    encode(Clip(samples, RATE), path, check)


def _slug(name: str) -> str:
    return sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "track"


def _origin(inputs: dict[str, str], asked: dict[str, Any]) -> Origin:
    """Notes that somebody wrote, played by a program: nothing here was learned from examples."""
    ingredients = [Ingredient(name=name, sha256=sha256) for name, sha256 in inputs.items()]
    return Origin(source=SourceType.RENDERED, inputs=ingredients, parameters=asked)


def _remarks(score: Score, mastered: Mastered, options: RenderOptions) -> list[str]:
    told = list(score.remarks)
    if mastered.loudness < options.loudness - _QUIETER:
        told.append(f"The mix has {mastered.loudness:.1f} LUFS: louder would have pressed its peaks flat.")
    return told
