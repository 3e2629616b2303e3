"""The endless form of a stream: sections of eight bars whose letters return, then give way to new ones."""

from dataclasses import dataclass
from typing import Final

from modules.composing.planning.form import Cadence, Phrase, Section
from modules.composing.styles.style import Form

BARS: Final = 8
"""Of a section."""
PHRASE: Final = 4
"""Bars of a phrase."""
_CYCLES: Final[dict[Form, str]] = {"song": "AABABCB", "ternary": "AABACA", "cycle": "AABBACA"}
"""The sections before all letters are new."""
_ENERGY: Final = {"A": 0.54, "B": 0.62, "C": 0.5}
"""Less apart than in a song: here the mood, not the form, says how intense the music is."""
_LETTERS: Final = 3
_PERIODS: Final = 4
_ALPHABET: Final = 26


@dataclass(frozen=True)
class Place:
    """Where a bar stands. bar: its number in the section. cycle: how often the letters have been renewed."""

    letter: str
    kind: str
    cycle: int
    bar: int
    last_of_cycle: bool

    @property
    def energy(self) -> float:
        return _ENERGY[self.kind]

    @property
    def in_phrase(self) -> int:
        return self.bar % PHRASE

    @property
    def closes_phrase(self) -> bool:
        return self.in_phrase == PHRASE - 1

    @property
    def closes_section(self) -> bool:
        return self.bar == BARS - 1

    @property
    def model(self) -> int | None:
        """The bar of the section that this one takes up: the second phrase begins like the first."""
        return self.bar - PHRASE if PHRASE <= self.bar < PHRASE + 2 else None


def place_of(form: Form, section: int, bar: int) -> Place:
    """What bar of which letter it is."""
    cycle, step = divmod(section, len(_CYCLES[form]))
    kind = _CYCLES[form][step]
    number = _LETTERS * cycle + ord(kind) - ord("A")
    round_, letter = divmod(number, _ALPHABET)
    name = chr(ord("A") + letter) + (str(round_ + 1) if round_ else "")
    return Place(name, kind, cycle, bar, last_of_cycle=step == len(_CYCLES[form]) - 1)


def cadences(place: Place, variant: int) -> tuple[Cadence, Cadence]:
    """How both phrases of a section come to rest: open, then closed; now and then the end is put off."""
    if place.last_of_cycle:
        return "half", "turn"
    ends: tuple[Cadence, ...] = ("authentic", "plagal", "authentic", "deceptive")
    return "half", ends[(variant + (place.kind == "B")) % _PERIODS]


def section_of(
    place: Place, variant: int, ends: tuple[Cadence, Cadence]
) -> tuple[tuple[Section, ...], tuple[Phrase, ...]]:
    """A section for itself, as the planner of songs says it. ends: how its phrases close."""
    first, second = ends
    return (
        (Section(place.kind, variant, 0, BARS, place.energy),),
        (Phrase(0, PHRASE, first), Phrase(PHRASE, PHRASE, second)),
    )
