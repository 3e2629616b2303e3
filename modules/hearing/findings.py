"""What hearing finds, piece by piece: chords, keys, sections, who plays what, when beats are, and how it all feels."""

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

import numpy as np

from modules.hearing.evidence import START
from modules.hearing.sound import Floats, Ints
from modules.score.score import Mode

Nature = Literal["music", "silence", "noise", "speech"]
Origin = Literal["sound", "midi"]
EIGHTHS: Final = 8
STEPS: Final = 4
"""Steps of a beat in the grid of drums."""
NO_NOTES: Final = np.zeros((0, 4), dtype=np.float32)


class ChordSpan(NamedTuple):
    """From start to end, in seconds, in the house's spelling (`Bb:min7`, `N`)."""

    start: float
    end: float
    name: str
    sure: float


class KeySpan(NamedTuple):
    """tonic: 0 is C."""

    start: float
    end: float
    tonic: int
    mode: Mode
    sure: float


class Section(NamedTuple):
    """Stretches with the same label are alike. sung: how likely a voice sings there. free: MIDI pitches that it leaves
    for one. sure: how far it is unlike what stands beside it.
    """

    start: float
    end: float
    label: str
    sung: float = 1.0
    free: tuple[int, int] = (60, 76)
    sure: float = 0.0


@dataclass(frozen=True, eq=False)
class Parts:
    """Who plays what: [notes, 4] each, start and end in seconds, MIDI pitch, and strength 0..1.

    drums: [beats, 3, STEPS] how strongly low, middle and high drums are struck at each step of each beat, 0..1.
    """

    melody: Floats = field(default_factory=NO_NOTES.copy)
    bass: Floats = field(default_factory=NO_NOTES.copy)
    accompaniment: Floats = field(default_factory=NO_NOTES.copy)
    drums: Floats = field(default_factory=lambda: np.zeros((0, 3, STEPS), dtype=np.float32))

    @property
    def pitched(self) -> Floats:
        """All notes of all players, in the order of time."""
        together = np.concatenate([self.melody, self.bass, self.accompaniment])
        return together[np.argsort(together[:, START], kind="stable")]


@dataclass(frozen=True, eq=False)
class Time:
    """beats: [beats] seconds. downbeats: numbers of the beats that begin a bar. division: ticks a beat, 2 or 4 where
    it is halved, 3 or 6 where it is divided by three. metre: numerator and denominator of a bar.
    """

    beats: Floats
    downbeats: Ints
    division: int
    metre: tuple[int, int]
    tempo: float
    tempo_map: tuple[tuple[float, float], ...]
    steady: bool

    @property
    def quarters(self) -> float:
        """How many quarters a beat lasts: 1, 1.5 in 6/8 and its kin, .5 in other bars of eighths."""
        numerator, denominator = self.metre
        if denominator != EIGHTHS:
            return 1.0
        return 1.5 if numerator % 3 == 0 and numerator > 3 else 0.5

    @property
    def count(self) -> int:
        """Beats a bar."""
        numerator, denominator = self.metre
        return max(round(numerator * 4 / denominator / self.quarters), 1)


@dataclass(frozen=True)
class Character:
    """loudness: dB of full scale. brightness: Hz. density: onsets a second. voice: how likely somebody sings or
    speaks. valence, arousal: -1..1 by the formula of decision 003. free: MIDI pitches left for a voice.
    """

    loudness: float
    brightness: float
    density: float
    energy: float
    valence: float
    arousal: float
    voice: float
    free: tuple[int, int]


def main_key(keys: tuple[KeySpan, ...]) -> KeySpan | None:
    """The one that lasts longest; None where there is none."""
    lasting: dict[tuple[int, Mode], float] = {}
    for span in keys:
        home = (span.tonic, span.mode)
        lasting[home] = lasting.get(home, 0.0) + span.end - span.start
    if not lasting:
        return None
    most = max(lasting, key=lambda home: lasting[home])
    return next(span for span in keys if (span.tonic, span.mode) == most)
