"""Works with a number in a catalogue, whatever else their titles say: `Op. 9 No. 2`, `K. 545: I. Allegro`."""

import re
from dataclasses import dataclass
from typing import Final

_CATALOGUE: Final = re.compile(r"\b(op(?:us)?|kv?|bwv|d|hwv|rv|woo|hob|twv|sz|l)\b\.?\s*(\d+[a-z]?)\b")
_NUMBER: Final = re.compile(r"\b(?:no|nr|number)\b\.?\s*(\d+)\b")
_MOVEMENT: Final = re.compile(r"[:,-]\s*(i{1,3}|iv|vi{0,3}|ix|x)\.?(?=\s|$)|\b(\d)(?:st|nd|rd|th) movement\b")
_NUMERALS: Final = "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"
_VALUES: Final = {text: str(at) for at, text in enumerate(_NUMERALS, 1)}
_SAME: Final = {"opus": "op", "kv": "k"}


@dataclass(frozen=True, slots=True)
class Opus:
    catalogue: str
    number: str | None
    movement: str | None

    def same(self, other: "Opus") -> bool:
        """The same piece of the same work; a number that only one of them gives says nothing."""
        agreed = self.number is None or other.number is None or self.number == other.number
        return self.catalogue == other.catalogue and self.movement == other.movement and agreed


def read_opus(plain: str) -> Opus | None:
    """plain: a title in small ASCII letters."""
    found = _CATALOGUE.search(plain)
    if found is None:
        return None
    number, movement = _NUMBER.search(plain), _MOVEMENT.search(plain, found.end())
    counted = None if movement is None else movement[2] or _VALUES[movement[1]]
    return Opus(_SAME.get(found[1], found[1]) + found[2], number[1] if number else None, counted)
