"""From notes to everything a listener gets: mix, stems that add up to it, MIDI, MusicXML and a picture of the notes."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from re import sub
from typing import Final, Literal

from models.generation import Sounds
from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.encoding import MEDIA_TYPES, encode
from modules.audio.mastering import Mastered, Target, master, summed
from modules.audio.memory import room_for
from modules.audio.rendering import Studio, frames_of, render_stems
from modules.generation.engine import Part
from modules.generation.looping import looped
from modules.generation.progress import Progress
from modules.score.midi_writing import write_midi
from modules.score.musicxml import write_musicxml
from modules.score.pianoroll import draw_pianoroll
from modules.score.score import Score

THREADS: Final = 2
FADE: Final = 1.0
"""Seconds at the end of the tail in which everything goes to silence."""
_QUIETER: Final = 0.5
"""LUFS below what was asked for that a person is told about."""


@dataclass(frozen=True)
class Wanted:
    """How a score is to be produced.

    reverb: how much of the room is heard. loop: seconds after which the sound joins its own beginning, without a tail.
    """

    target: Target = field(default_factory=lambda: Target(fade_out=FADE))
    reverb: float = 0.25
    sounds: Sounds = "all"
    loop: float | None = None
    threads: int = THREADS


@dataclass(frozen=True)
class Produced:
    """The files, how long they sound (the notes alone where nothing was rendered), and what mastering measured."""

    parts: list[Part]
    seconds: float
    mastered: Mastered | None

    def remarks(self, loudness: float) -> list[str]:
        """What a person who asked for that loudness should know."""
        if self.mastered is None or self.mastered.loudness >= loudness - _QUIETER:
            return []
        return [f"The mix has {self.mastered.loudness:.1f} LUFS: louder would have pressed its peaks flat."]


def produce(score: Score, studio: Studio, wanted: Wanted, folder: Path, progress: Progress) -> Produced:
    """Write all parts of a score into the folder; the same score and wishes give the same bytes."""
    if wanted.sounds == "none":
        return Produced(_notes(score, folder, progress), score.seconds, None)
    with Crew(wanted.threads, progress.check) as crew:
        mix, stems, mastered = _played(score, studio, wanted, folder, progress.part(0.0, 0.6), crew)
        heard = stems if wanted.sounds == "all" else []
        parts = _written(score, mix, heard, folder, progress.part(0.6, 1.0), crew)
    return Produced(parts, len(mix) / RATE, mastered)


def _played(
    score: Score, studio: Studio, wanted: Wanted, folder: Path, progress: Progress, crew: Crew
) -> tuple[Samples, list[Samples], Mastered]:
    allocate = room_for(len(score.tracks) + 1, frames_of(score), folder)
    playing = progress.part(0.0, 0.8)
    stems = render_stems(
        score, replace(studio, allocate=allocate), wanted.reverb, crew, lambda share: playing.at(share, "playing")
    )
    progress.at(0.8, "mixing")
    if wanted.loop is not None:
        stems = [looped(stem, round(wanted.loop * RATE), round(FADE * RATE)) for stem in stems]
    mix = allocate(len(stems[0]))
    summed(stems, mix, crew.check)
    progress.at(0.85, "mastering")
    return mix, stems, master(mix, stems, wanted.target, crew)


def _written(
    score: Score, mix: Samples, stems: Sequence[Samples], folder: Path, progress: Progress, crew: Crew
) -> list[Part]:
    """The sounds are encoded by the crew while the notes are written here."""
    sounds = [_sound("mix.flac", "mix", folder, "Mix")]
    if stems:
        (folder / "stems").mkdir()
        sounds += _stem_parts(score, folder)
    encodings: list[Future[None]] = [
        crew.submit(_encode, samples, part.path) for samples, part in zip((mix, *stems), sounds, strict=True)
    ]
    notes = _notes(score, folder, progress.part(0.0, 0.3))
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
    progress.at(0.65, "drawing")
    picture.path.write_bytes(draw_pianoroll(score, progress.check))
    return [midi, xml, picture]


def stem_names(score: Score) -> list[str]:
    """What the stem of every track is called."""
    return [f"stems/{number:02d}-{_slug(track.name)}.flac" for number, track in enumerate(score.tracks, 1)]


def _stem_parts(score: Score, folder: Path) -> list[Part]:
    return [
        _sound(name, "stem", folder, track.name) for name, track in zip(stem_names(score), score.tracks, strict=True)
    ]


def _sound(name: str, kind: Literal["mix", "stem"], folder: Path, title: str) -> Part:
    return Part(name, kind, MEDIA_TYPES["flac"], folder / name, title)


def _encode(check: Check, samples: Samples, path: Path) -> None:
    encode(Clip(samples, RATE), path, check)


def _slug(name: str) -> str:
    return sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "track"
