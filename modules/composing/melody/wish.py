"""`MelodyWish`: what somebody wants of a melody, and everything that is refused."""

from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from models.mood import Mood

MOST: Final = 5
"""Candidates that can be asked for: half of what is written side by side, so that each is one of several."""
_NARROWEST: Final = 12
_LOWEST, _HIGHEST = 36, 96
_DENSITY: Final = (0.4, 2.0)


class BadWish(Invalid):
    code = "melody.bad_wish"
    title = "Such a melody cannot be written"


@dataclass(frozen=True)
class MelodyWish:
    """lowest, highest: MIDI pitches of the voice; None takes what the backing leaves free. density: 1 is ordinary, 2
    twice as many notes. count: candidates. everywhere: also where nobody would sing, such as in an intro.
    """

    mood: Mood | None = None
    density: float = 1.0
    lowest: int | None = None
    highest: int | None = None
    seed: int = 0
    count: int = 3
    everywhere: bool = False

    def check(self) -> None:
        """Raises BadWish."""
        least, most = _DENSITY
        if not least <= self.density <= most:
            raise BadWish(
                f"A density of {self.density:g} cannot be written.", field="density", next_step="Ask for 0.4 to 2."
            )
        if not 1 <= self.count <= MOST:
            raise BadWish(
                f"{self.count} candidates cannot be written.", field="count", next_step=f"Ask for 1 to {MOST}."
            )
        if self.seed < 0:
            raise BadWish("A seed is not below 0.", field="seed", next_step="Send 0 or a positive number.")
        for name, pitch in (("lowest", self.lowest), ("highest", self.highest)):
            if pitch is not None and not _LOWEST <= pitch <= _HIGHEST:
                raise BadWish(f"Nobody sings pitch {pitch}.", field=name, next_step="Send a MIDI pitch from 36 to 96.")
        if self.lowest is not None and self.highest is not None and self.highest - self.lowest < _NARROWEST:
            raise BadWish(
                "The range is narrower than an octave.", field="highest", next_step="Send 12 semitones or more."
            )
