"""`Scene`: one bar of a stream with all that is decided before its notes, and the small plan it is arranged by."""

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from models.mood import Point
from modules.composing import tonality
from modules.composing.bars import Bars, Ints, silence
from modules.composing.chords import NO_CHORD
from modules.composing.controls import Controls
from modules.composing.planning.form import Phrase, Section
from modules.composing.planning.intensity import LIFT
from modules.composing.planning.key import Key
from modules.composing.planning.metre import METRES, Metre
from modules.composing.planning.plan import Passage, Plan
from modules.composing.planning.returns import steps
from modules.composing.planning.wishes import wishes
from modules.composing.styles.style import Style
from modules.live.composing.form import PHRASE, Place, cadences
from modules.live.composing.harmonising import heard_in
from modules.live.composing.heard import Heard
from modules.live.composing.pace import tempo_for
from modules.live.composing.thread import Quarters, Row, Thread, Writing
from modules.score.tempo import Tempo

METRE: Final = METRES["4/4"]
FIRST: Final = 1
"""In the small plan: the bar before is 0, the phrase 1 to 4, the bar after it 5, and 6 what the bar was at first."""
AFTER: Final = FIRST + PHRASE
ORIGIN: Final = AFTER + 1
BARS: Final = ORIGIN + 1
_SURGE: Final = 0.1
"""A rise of intensity from bar to bar that is marked like the beginning of a section."""
_WILD: Final = 0.72
"""From this intensity on, every phrase ends with a fill."""
_CLOSING: Final = np.array([0.6, 0.8, 0.75])
"""The share of their notes that melody, bridge and accompaniment keep where a phrase ends."""
_MOST: Final = np.array([12, 6, 10])
"""Onsets a bar. A tempo on its way to a wild mood makes up for what it lacks by half, or sixteenths would rattle."""


@dataclass(frozen=True)
class Scene:
    """chords: [6, 4] of the bar before, the phrase, the bar after. mood: what the music goes by. quarter: microseconds.

    before: the thread that led here.
    """

    before: Thread
    style: Style
    place: Place
    chords: Ints
    mode: int
    shift: int
    mood: Point
    quarter: int

    @property
    def metre(self) -> Metre:
        return METRE

    @property
    def bar(self) -> int:
        """The number of this bar in the small plan."""
        return FIRST + self.place.in_phrase

    @property
    def key(self) -> Key:
        minor = self.mode == tonality.MINOR
        return Key((self.shift + (9 if minor else 0)) % 12, self.mode)

    @property
    def tempo(self) -> float:
        return Tempo(0, self.quarter).bpm

    @property
    def micros(self) -> int:
        return self.quarter * METRE.length // 4

    @property
    def intensity(self) -> float:
        return float(np.clip(self.place.energy + LIFT * self.mood.arousal, 0, 1))

    @property
    def here(self) -> Quarters:
        first, second, third, fourth = self.chords[self.bar].tolist()
        return first, second, third, fourth

    @cached_property
    def heard(self) -> Heard:
        """The section before this bar."""
        return heard_in(self.before, self.place)

    @cached_property
    def wishes(self) -> Controls:
        """[bars of the small plan] what is wished for; where a phrase ends, the melody breathes and the rest calms."""
        many = np.ones(BARS)
        moods = np.tile(np.array(self.mood), (BARS, 1))
        frame = (many * self.mode, many * self.shift, METRE.length / 16)
        wanted = tempo_for(self.style, self.before.asked_tempo, self.mood.arousal, self.before.likeness)
        asked = wishes(self.style, moods, many * np.sqrt(self.tempo * wanted), many * self.intensity, frame)
        asked = self.before.likeness.lean(asked) if self.before.likeness else asked
        density = asked.density.copy()
        density[AFTER - 1] = np.rint(density[AFTER - 1] * _CLOSING)
        density = np.where(asked.density > 0, np.clip(density, 1, _MOST), 0)
        return asked.changed(density=density, tempo=self.tempo)

    @cached_property
    def alone(self) -> Plan:
        """The small plan of a bar that is its own origin."""
        return self.plan()

    def plan(self, origin: Writing | None = None) -> Plan:
        """What arranging and performing need to know; origin: the bar that returns here. Nothing is held over from the
        bar before: its chord ended with it.
        """
        parts, phrases = self._form()
        mode = self.mode if origin is None else origin.mode
        modes = np.array([self.mode] * ORIGIN + [mode])
        source = np.zeros(BARS, dtype=np.int64)
        source[self.bar] = ORIGIN
        chords = np.concatenate([self.chords, np.array([self.here if origin is None else origin.chords])])
        chords[self.bar - 1] = NO_CHORD
        moods = np.tile(np.array(self.mood), (BARS, 1))
        moods[ORIGIN] = self.mood if origin is None else (origin.valence, origin.arousal)
        return Plan(
            style=self.style,
            key=self.key,
            metre=METRE,
            tempos=(Tempo(0, self.quarter),),
            end=BARS * METRE.ticks,
            loop=False,
            sections=parts,
            phrases=phrases,
            chords=chords,
            modes=modes,
            shifts=np.full(BARS, self.shift, dtype=np.int64),
            source=source,
            first=np.arange(BARS),
            steps=steps(modes, modes[source]),
            moods=moods,
            intensity=np.full(BARS, self.intensity),
            passages=(Passage(self.place.letter, FIRST, PHRASE),),
            wishes=self.wishes,
        )

    def _form(self) -> tuple[tuple[Section, ...], tuple[Phrase, ...]]:
        """Borders where drums mark them: at sections, at surges, and in wild music at every phrase."""
        bar, place = self.bar, self.place
        last = self.before.intensity
        surge = last is not None and self.intensity - last > _SURGE
        opens = place.bar == 0 or surge
        closes = place.closes_section or (place.closes_phrase and self.intensity > _WILD)
        edges = sorted({0, BARS} | ({bar} if opens else set()) | ({bar + 1} if closes else set()))
        variant = self.before.variant
        parts = tuple(
            Section(place.kind, variant, start, end - start, place.energy) for start, end in itertools.pairwise(edges)
        )
        cadence = cadences(place, variant)[place.bar // PHRASE]
        return parts, (Phrase(FIRST, PHRASE, cadence), Phrase(AFTER, BARS - AFTER, "half"))

    def bars_of(self, rows: Ints) -> Bars:
        """Written notes [notes, 5] as material of the small plan."""
        blank = silence(np.full(BARS, METRE.length), self.alone.chords)
        return Bars(rows, blank.lengths, blank.chords)


def rows_of(notes: tuple[Row, ...], bar: int) -> Ints:
    """[notes, 5] rows of `Bars` that stand in this bar."""
    table = np.array(notes, dtype=np.int64).reshape(-1, 4)
    return np.concatenate([np.full((len(table), 1), bar), table], axis=1)


def notes_of(rows: Ints) -> tuple[Row, ...]:
    """The way back."""
    return tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in rows[:, 1:])
