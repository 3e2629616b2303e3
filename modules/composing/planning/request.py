"""`PlanRequest`: what is asked of a piece; whatever is left open, the plan decides."""

from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from modules.composing.planning.key import Key
from modules.composing.planning.metre import Metre
from modules.composing.planning.mood_path import MoodPath
from modules.composing.styles.style import Style

SECONDS: Final = 30.0
"""The length where none is asked."""
TEMPO: Final = 120.0
"""Quarters a minute where neither mood nor style says otherwise."""
SLOWEST, FASTEST = 30.0, 300.0
SHORTEST, LONGEST = 2.0, 900.0
MOST_BARS: Final = 600


class TempoOutside(Invalid):
    code = "composing.tempo_outside"
    title = "The tempo is out of reach"


class LengthOutside(Invalid):
    code = "composing.length_outside"
    title = "The length is out of reach"


@dataclass(frozen=True)
class PlanRequest:
    """None leaves it open. tempo: quarters a minute, exact. seconds, bars: exact (see `length`).

    loop: whole bars that join end to start, without beginning or end. modulate: the last return may be a tone higher.
    """

    mood: MoodPath | None = None
    style: Style | None = None
    key: Key | None = None
    metre: Metre | None = None
    tempo: float | None = None
    seconds: float | None = None
    bars: int | None = None
    loop: bool = False
    modulate: bool = False

    def __post_init__(self) -> None:
        if self.tempo is not None and not SLOWEST <= self.tempo <= FASTEST:
            raise TempoOutside(
                f"{self.tempo:g} quarters a minute cannot be played.",
                field="tempo",
                next_step=f"Choose a tempo between {SLOWEST:g} and {FASTEST:g}.",
            )
        if self.seconds is not None:
            check_length(self.seconds)
        if self.bars is not None and not 1 <= self.bars <= MOST_BARS:
            raise LengthOutside(
                f"{self.bars} bars cannot be composed.",
                field="bars",
                next_step=f"Choose 1 to {MOST_BARS} bars.",
            )


def check_length(seconds: float) -> None:
    """Raises LengthOutside for what nobody can compose."""
    if not SHORTEST <= seconds <= LONGEST:
        raise LengthOutside(
            f"{seconds:g} seconds cannot be composed.",
            field="seconds",
            next_step=f"Choose a length between {SHORTEST:g} and {LONGEST:g} seconds.",
        )
