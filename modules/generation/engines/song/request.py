"""What is refused of an order for `song` before anybody waits for it; each refusal names the field."""

from collections.abc import Mapping
from typing import Final

from models.errors import Invalid, Unsupported
from models.generation import Brief
from models.upload import UploadKind
from modules.generation.engine import Material
from modules.generation.engines.song.options import SongOptions

LONGEST: Final = 15 * 60.0
_SLACK: Final = 0.5


class TooLong(Invalid):
    code = "song.too_long"
    title = "The backing is too long"


class NotMidi(Unsupported):
    code = "song.melody_not_midi"
    title = "A melody has to be MIDI"


class NotSung(Unsupported):
    code = "song.backing_unsupported"
    title = "Nothing can be sung to that"


def options_of(brief: Brief) -> SongOptions:
    return SongOptions.model_validate(brief.options)


def check_materials(options: SongOptions, materials: Mapping[str, Material]) -> None:
    """Raises NotMidi, NotSung (415) or TooLong."""
    backing = materials.get(options.backing)
    melody = materials.get(options.melody) if options.melody else None
    if backing and backing.upload.kind not in {UploadKind.AUDIO, UploadKind.MIDI}:
        raise NotSung(
            f"{backing.upload.name} is no music.", field="options.backing", next_step="Upload WAV, MP3 or MIDI."
        )
    if melody and melody.upload.kind is not UploadKind.MIDI:
        raise NotMidi(
            f"{melody.upload.name} is {melody.upload.kind.value}, and a melody has to be MIDI.",
            field="options.melody",
            next_step="Upload the melody as a .mid file, or leave it out and have one written.",
        )
    if backing:
        check_length(backing.upload.seconds)


def check_length(seconds: float) -> None:
    if seconds > LONGEST + _SLACK:
        raise TooLong(
            f"The backing lasts {seconds / 60:.1f} minutes, and 15 are the most.",
            field="options.backing",
            next_step="Send the part of it that is to be sung, 15 minutes at most.",
        )
