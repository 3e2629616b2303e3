"""`SungNote`: a note with what is sung on it."""

from dataclasses import dataclass

from modules.voice.syllables import Syllable


@dataclass(frozen=True)
class SungNote:
    """start and seconds in seconds, pitch as in MIDI. Without a syllable it goes on with the vowel before it."""

    start: float
    seconds: float
    pitch: int
    syllable: Syllable | None

    @property
    def end(self) -> float:
        return self.start + self.seconds
