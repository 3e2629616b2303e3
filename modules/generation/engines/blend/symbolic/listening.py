"""Each track is listened to, the part of it that was asked for with some music around it, for beats need context."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.errors import Invalid
from modules.audio.decoding import decode_audio
from modules.generation.engine import Material
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.request import Name, remarks_of, window_of
from modules.generation.progress import Progress
from modules.hearing.ears import Ears
from modules.hearing.heard import Heard
from modules.hearing.sound import RATE, prepared
from modules.score.midi import read_midi
from modules.score.score import Score

AROUND: Final = 8.0
"""Seconds before and after the part that are listened to as well."""
_MIDI: Final = b"MThd"
_NATURES: Final = {"silence": "is silent", "noise": "is noise", "speech": "sounds like somebody speaking"}


class NothingToBlend(Invalid):
    code = "blend.no_music"
    title = "There is no music to blend"


@dataclass(frozen=True, eq=False)
class Track:
    """A track that was listened to. window: seconds of the track. offset: where in the track what was heard begins.

    score: its own notes, where it is MIDI.
    """

    name: Name
    title: str
    sha256: str
    seconds: float
    window: tuple[float, float]
    offset: float
    heard: Heard
    score: Score | None
    remarks: tuple[str, ...]

    @property
    def inside(self) -> tuple[float, float]:
        """The window on the clock of what was heard."""
        return self.window[0] - self.offset, self.window[1] - self.offset

    def need_music(self) -> None:
        """Raises NothingToBlend where there are no beats and notes to work with."""
        heard = self.heard
        if heard.is_music:
            return
        why = _NATURES.get(heard.nature, "has neither a beat nor notes that can be made out")
        start, end = self.window
        raise NothingToBlend(
            f"Track {self.name} {why} between {start:g} and {end:.1f} seconds.",
            field=f"options.{self.name}",
            next_step="Choose another part of it with start and end, or another track with music in it.",
        )


def listen(name: Name, material: Material, options: BlendOptions, ears: Ears, progress: Progress) -> Track:
    """What is in the part of a track. Raises an Invalid that names the field for what cannot be used."""
    try:
        if _is_midi(material.path):
            return _read(name, material, options, ears, progress)
        return _heard(name, material, options, ears, progress)
    except Invalid as error:
        error.field = error.field or f"options.{name}"
        raise


def _is_midi(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == _MIDI


def _read(name: Name, material: Material, options: BlendOptions, ears: Ears, progress: Progress) -> Track:
    score = read_midi(material.path.read_bytes(), progress.check)
    window = window_of(options, name, score.seconds)
    heard = ears.hear_score(score, progress.at, progress.check)
    remarks = (*heard.remarks, *remarks_of(options, name, window))
    upload = material.upload
    return Track(name, upload.name, upload.sha256, score.seconds, window, 0.0, heard, score, remarks)


def _heard(name: Name, material: Material, options: BlendOptions, ears: Ears, progress: Progress) -> Track:
    progress.at(0.0, "reading the file")
    until = options.end + AROUND
    decoded = decode_audio(material.path, RATE, mono=True, max_seconds=until, check=progress.check)
    there = decoded.clip.seconds
    window = window_of(options, name, there)
    first = max(options.start - AROUND, 0.0)
    notes = tuple(note for note in decoded.notes if not note.startswith("Only the first"))
    sound = prepared(decoded.clip.samples[round(first * RATE) :, 0], notes)
    heard = ears.hear_sound(sound, progress.at, progress.check)
    remarks = (*heard.remarks, *remarks_of(options, name, window))
    upload = material.upload
    return Track(name, upload.name, upload.sha256, max(upload.seconds, there), window, first, heard, None, remarks)
