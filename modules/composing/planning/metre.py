"""`Metre`: how many sixteenths a bar has and which of them weigh more."""

from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from modules.score.tempo import TICKS

SIXTEENTH: Final = TICKS // 4


class UnknownMetre(Invalid):
    code = "composing.unknown_metre"
    title = "Unknown metre"


@dataclass(frozen=True)
class Metre:
    """accents: for every sixteenth of the bar, 4 the downbeat, 3 a strong beat, 2 a beat, 1 an eighth, 0 between."""

    numerator: int
    denominator: int
    accents: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.numerator}/{self.denominator}"

    @property
    def length(self) -> int:
        """Sixteenths of a bar."""
        return len(self.accents)

    @property
    def ticks(self) -> int:
        return self.length * SIXTEENTH

    @property
    def quarters(self) -> float:
        return self.length / 4

    @property
    def beat(self) -> int:
        """Sixteenths of a beat: a quarter, or a dotted one in 6/8."""
        return 6 if self.denominator == 8 else 4


METRES: Final[dict[str, Metre]] = {
    "4/4": Metre(4, 4, (4, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0)),
    "3/4": Metre(3, 4, (4, 0, 1, 0, 2, 0, 1, 0, 2, 0, 1, 0)),
    "6/8": Metre(6, 8, (4, 0, 1, 0, 1, 0, 3, 0, 1, 0, 1, 0)),
    "2/4": Metre(2, 4, (4, 0, 1, 0, 2, 0, 1, 0)),
}


def read_metre(text: str) -> Metre:
    found = METRES.get(text.replace(" ", ""))
    if found is None:
        raise UnknownMetre(
            f"The metre {text!r} is none we can write in.",
            field="metre",
            next_step=f"Choose one of {', '.join(METRES)}.",
            known=list(METRES),
        )
    return found
