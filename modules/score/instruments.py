"""The 128 instruments of General MIDI by name, and drums."""

from typing import Final

from pretty_midi.constants import INSTRUMENT_MAP

from models.errors import Invalid

NAMES: Final[tuple[str, ...]] = tuple(INSTRUMENT_MAP)
DRUMS: Final = "Drums"


class UnknownInstrument(Invalid):
    code = "score.unknown_instrument"


def instrument_name(program: int, *, is_drum: bool = False) -> str:
    return DRUMS if is_drum else NAMES[program]


def program_number(name: str) -> int:
    """The program that is called so, or the first one whose name holds all the words: "violin", "nylon guitar"."""
    words = name.lower().split()
    whole = [program for program, known in enumerate(NAMES) if known.lower().split() == words]
    partly = [program for program, known in enumerate(NAMES) if all(word in known.lower() for word in words)]
    if not words or not (whole or partly):
        raise UnknownInstrument(
            f"There is no instrument called {name!r}.",
            field="instruments",
            next_step="Use a General MIDI name such as 'Violin', or a number from 0 to 127.",
            known=list(NAMES),
        )
    return (whole or partly)[0]
