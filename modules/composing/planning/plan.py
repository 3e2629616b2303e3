"""`Plan`: a piece before it has notes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from modules.composing.bars import Bars, Floats, Ints, silence
from modules.composing.controls import Controls
from modules.composing.planning.form import Phrase, Section
from modules.composing.planning.key import Key
from modules.composing.planning.metre import Metre
from modules.composing.styles.style import Style
from modules.score.tempo import Tempo, TempoMap


@dataclass(frozen=True)
class Passage:
    """Bars that are composed once and heard whenever their letter returns; they stand at `start` of what is written."""

    letter: str
    start: int
    bars: int


@dataclass(frozen=True)
class Plan:
    """What is decided before any note.

    end: tick of the last note's end, exact. chords: [bars, 4] chord of every quarter, in C major or A minor. modes:
    [bars] the mode that prevails. shifts: [bars] semitones from there to what sounds. source: [bars] the written bar
    that each bar repeats; first: [written bars] the bar of the piece where each is heard unchanged. steps: [bars]
    diatonic steps its notes move, where the theme returns in the other mode. moods: [bars, 2] valence and arousal.
    intensity: [bars]. passages: what has to be composed, one after the other; wishes: its controls, bar by bar.
    """

    style: Style
    key: Key
    metre: Metre
    tempos: tuple[Tempo, ...]
    end: int
    loop: bool
    sections: tuple[Section, ...]
    phrases: tuple[Phrase, ...]
    chords: Ints
    modes: Ints
    shifts: Ints
    source: Ints
    first: Ints
    steps: Ints
    moods: Floats
    intensity: Floats
    passages: tuple[Passage, ...]
    wishes: Controls

    @property
    def bars(self) -> int:
        return len(self.chords)

    @property
    def written(self) -> int:
        """How many bars have to be composed."""
        return len(self.first)

    @cached_property
    def tempo_map(self) -> TempoMap:
        return TempoMap(self.tempos)

    @property
    def seconds(self) -> float:
        return float(self.tempo_map.seconds(self.end))

    @property
    def tempo(self) -> float:
        """Quarters a minute that most of the piece is in."""
        return self.tempo_map.main(self.end).bpm

    @cached_property
    def blank(self) -> Bars:
        """The written bars before they have notes: lengths and chords, for whoever composes."""
        lengths = np.full(len(self.first), self.metre.length, dtype=np.int64)
        return silence(lengths, self.chords[self.first])

    def section_of(self, bar: int) -> Section:
        return next(section for section in self.sections if section.start <= bar < section.end)
