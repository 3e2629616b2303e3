"""`Key`: a tonic and a mode, read from the ways people write it."""

import re
from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from modules.composing import chords, tonality

MODES: Final = ("major", "minor")
_WRITTEN: Final = re.compile(r"([A-Ga-g])\s*([#b♯♭]?)[\s_-]*([Mm]ajor|[Mm]aj|dur|[Mm]inor|[Mm]in|moll|m|M)?")
_NAMES: Final = (
    ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"),
    ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"),
)


class UnknownKey(Invalid):
    code = "composing.unknown_key"
    title = "Unknown key"


@dataclass(frozen=True)
class Key:
    """tonic: 0 is C. mode: `tonality.MAJOR` or `tonality.MINOR`."""

    tonic: int
    mode: int

    @property
    def name(self) -> str:
        return f"{_NAMES[self.mode][self.tonic]} {MODES[self.mode]}"

    @property
    def shift(self) -> int:
        """Semitones (-5..6) up from C major or A minor to this key."""
        return -tonality.home(self.tonic, self.mode)


def read_key(text: str) -> Key:
    """The key written like `F minor`, `Bb`, `c# min` or `Am`; a letter alone is major."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise UnknownKey(
            f"There is no key {text!r}.",
            field="key",
            next_step="Write a letter, perhaps # or b, and major or minor, such as 'F minor' or 'Bb major'.",
            known=[f"{name} {MODES[mode]}" for mode in (0, 1) for name in _NAMES[mode]],
        )
    letter, accidental, mode = match.groups()
    sign = accidental.replace("♯", "#").replace("♭", "b")
    minor = mode == "m" or (mode or "").lower().startswith(("mi", "mo"))
    return Key(chords.pitch_class(letter.upper() + sign), tonality.MINOR if minor else tonality.MAJOR)
