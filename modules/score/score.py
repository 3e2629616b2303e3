"""`Score`: notes in memory, on ticks, with everything that a file, a printed page or a player needs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, NamedTuple

from modules.score.tempo import Tempo, TempoMap

MODULATION: Final = 1
VOLUME: Final = 7
PAN: Final = 10
EXPRESSION: Final = 11
SUSTAIN: Final = 64
CONTROLS: Final = frozenset({MODULATION, VOLUME, PAN, EXPRESSION, SUSTAIN})
"""The controls a score keeps, by their MIDI number."""

Mode = Literal["major", "minor"]


class Note(NamedTuple):
    start: int
    end: int
    pitch: int
    velocity: int


class Control(NamedTuple):
    tick: int
    number: int
    value: int


class Bend(NamedTuple):
    """How far the pitch is bent from this tick on, whatever range a file had to declare for it."""

    tick: int
    semitones: float


class Lyric(NamedTuple):
    """A syllable sung on the note that starts at this tick; "Twin-" joins to the next one."""

    tick: int
    text: str


class TimeSignature(NamedTuple):
    tick: int
    numerator: int
    denominator: int


class Key(NamedTuple):
    """tonic: 0 is C."""

    tick: int
    tonic: int
    mode: Mode = "major"

    @property
    def fifths(self) -> int:
        """Sharps, or flats as a negative number: what stands at the clef."""
        return ((self.tonic + (3 if self.mode == "minor" else 0)) * 7 + 5) % 12 - 5


class Chord(NamedTuple):
    """What sounds together from start to end, written like `Bb:min7/b7`."""

    start: int
    end: int
    name: str


class Marker(NamedTuple):
    """A name for a place, such as the section that begins here."""

    tick: int
    text: str


@dataclass(frozen=True)
class Track:
    """One player: the notes are sorted, and each list is on its own ticks."""

    name: str
    program: int = 0
    is_drum: bool = False
    notes: tuple[Note, ...] = ()
    controls: tuple[Control, ...] = ()
    bends: tuple[Bend, ...] = ()
    lyrics: tuple[Lyric, ...] = ()

    @property
    def end(self) -> int:
        return max((note.end for note in self.notes), default=0)


@dataclass(frozen=True)
class Score:
    """A piece of music. `remarks` says what had to be left out when it was read from a damaged file."""

    tracks: tuple[Track, ...]
    tempos: tuple[Tempo, ...] = (Tempo(0, 500_000),)
    time_signatures: tuple[TimeSignature, ...] = (TimeSignature(0, 4, 4),)
    keys: tuple[Key, ...] = ()
    chords: tuple[Chord, ...] = ()
    markers: tuple[Marker, ...] = ()
    title: str = ""
    remarks: tuple[str, ...] = ()

    @cached_property
    def tempo_map(self) -> TempoMap:
        return TempoMap(self.tempos)

    @cached_property
    def end(self) -> int:
        """The tick of the last note's end."""
        return max((track.end for track in self.tracks), default=0)

    @cached_property
    def seconds(self) -> float:
        """From the first tick to the end of the last note, without what rings after it."""
        return float(self.tempo_map.seconds(self.end))

    @property
    def note_count(self) -> int:
        return sum(len(track.notes) for track in self.tracks)

    def with_tracks(self, change: Callable[[Track], Track]) -> "Score":
        return replace(self, tracks=tuple(change(track) for track in self.tracks))


def track_of(name: str, notes: Iterable[Note], program: int = 0, *, is_drum: bool = False) -> Track:
    """A track of these notes, in the order a track keeps them."""
    return Track(name, program, is_drum, tuple(sorted(notes)))
