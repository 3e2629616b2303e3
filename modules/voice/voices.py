"""`VOICES`: who can sing, each with the range in which they sound like themselves."""

from dataclasses import dataclass
from typing import Final

from models.errors import Invalid


class UnknownVoice(Invalid):
    code = "voice.unknown"
    title = "Nobody of that name sings here"


@dataclass(frozen=True)
class Voice:
    """low and high: MIDI pitches. tract: how much higher than a man's its resonances lie (a shorter throat).

    The further the tract is from 1, the harder are words to understand, so singers of songs stay near it.

    breath: the share of air in its tone, 0 to 1. bright: dB an octave that highs are lifted by.
    vibrato: cents to each side. pulse: how often in a second.
    """

    name: str
    title: str
    low: int
    high: int
    tract: float
    breath: float = 0.1
    bright: float = 0.0
    vibrato: float = 38.0
    pulse: float = 5.5

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def octaves(self, pitches: list[int]) -> int:
        """By how many octaves a melody has to move so that as much of it as possible lies in range."""
        centre = sum(pitches) / len(pitches) if pitches else self.middle
        return min(range(-5, 6), key=lambda up: (self._outside(pitches, 12 * up), abs(centre + 12 * up - self.middle)))

    def _outside(self, pitches: list[int], moved: int) -> int:
        return sum(max(self.low - pitch - moved, pitch + moved - self.high, 0) for pitch in pitches)


_ALL: Final = (
    Voice("soprano", "Soprano", 60, 81, tract=1.1, breath=0.08, bright=1.0, vibrato=42.0, pulse=5.8),
    Voice("alto", "Alto", 53, 74, tract=1.06, breath=0.1, vibrato=36.0),
    Voice("tenor", "Tenor", 48, 69, tract=1.0, breath=0.07, bright=0.5, vibrato=40.0),
    Voice("bass", "Bass", 40, 62, tract=0.98, breath=0.07, bright=-0.5, vibrato=34.0, pulse=5.1),
    Voice("child", "Child", 60, 79, tract=1.36, breath=0.14, vibrato=8.0),
    Voice("whisperer", "Whisperer", 50, 72, tract=1.08, breath=0.55, bright=1.0, vibrato=22.0),
    Voice("giant", "Giant", 33, 57, tract=0.76, breath=0.12, bright=-1.0, vibrato=26.0, pulse=4.6),
)
VOICES: Final[dict[str, Voice]] = {voice.name: voice for voice in _ALL}


def voice_named(name: str) -> Voice:
    found = VOICES.get(name.strip().lower())
    if found is None:
        raise UnknownVoice(
            f"There is no voice called {name!r}.", field="voice", next_step=f"Take one of {', '.join(VOICES)}."
        )
    return found
