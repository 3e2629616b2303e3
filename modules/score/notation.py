"""From notes to what stands on paper: staves, voices, and values tied over beats and bar lines."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from modules.score.quantising import TICKS_PER_UNIT, UNITS, Quantised
from modules.score.score import Note, Track
from modules.score.tempo import TICKS
from modules.score.timeline import Bar

VOICES: Final = 4
"""Of each staff."""
MIDDLE_C: Final = 60
_CHECK_EVERY: Final = 2_000
_KEYBOARDS: Final = range(24)
_VALUES: Final = (96, 72, 48, 36, 24, 18, 12, 6, 3)
"""Units of what can be written as one note: whole, dotted half, half, ... sixteenth, thirty-second."""


@dataclass
class Chord:
    """Notes that start and end together, in units."""

    start: int
    end: int
    pitches: list[int]


class Piece(NamedTuple):
    """Part of a chord that is one written note; start and length in units, start from the bar's beginning."""

    start: int
    length: int
    pitches: tuple[int, ...]
    tied_from: bool
    tied_to: bool
    in_triplet: bool
    onset: int


@dataclass(frozen=True)
class Staff:
    """voices[voice][bar] is what that voice has in that bar, in order."""

    voices: list[dict[int, list[Piece]]] = field(default_factory=list)


def staves_of(track: Track, quantised: Quantised, bars: list[Bar], check: Callable[[], None]) -> list[Staff]:
    """One staff, or two for a keyboard that is played on both sides of middle C."""
    return [_staff(notes, quantised, bars, check) for notes in _hands(track, quantised.notes)]


def _hands(track: Track, notes: tuple[Note, ...]) -> list[list[Note]]:
    high = [note for note in notes if note.pitch >= MIDDLE_C]
    low = [note for note in notes if note.pitch < MIDDLE_C]
    if track.is_drum or track.program not in _KEYBOARDS or not high or not low:
        return [list(notes)]
    return [high, low]


def _staff(notes: list[Note], quantised: Quantised, bars: list[Bar], check: Callable[[], None]) -> Staff:
    starts = [bar.start // TICKS_PER_UNIT for bar in bars]
    voices: list[dict[int, list[Piece]]] = []
    for chords in voiced(notes, check):
        written: dict[int, list[Piece]] = {}
        index = 0
        for number, chord in enumerate(chords):
            if number % _CHECK_EVERY == 0:
                check()
            while index + 1 < len(starts) and starts[index + 1] <= chord.start:
                index += 1
            for bar, piece in _pieces(chord, index, bars, quantised):
                written.setdefault(bar, []).append(piece)
        voices.append(written)
    return Staff(voices)


def voiced(notes: list[Note], check: Callable[[], None]) -> list[list[Chord]]:
    """Up to VOICES lists of chords that do not overlap; where more would sound at once, an older one ends."""
    together: dict[tuple[int, int], Chord] = {}
    for index, note in enumerate(sorted(notes, key=lambda note: (note.start, -note.pitch))):
        if index % _CHECK_EVERY == 0:
            check()
        chord = together.setdefault((note.start, note.end), Chord(note.start, note.end, []))
        chord.pitches.append(note.pitch)
    voices: list[list[Chord]] = [[]]
    for index, chord in enumerate(together.values()):
        if index % _CHECK_EVERY == 0:
            check()
        _seat(chord, voices)
    return voices


def _seat(chord: Chord, voices: list[list[Chord]]) -> None:
    free = next((voice for voice in voices if not voice or voice[-1].end <= chord.start), None)
    if free is not None:
        free.append(chord)
    elif len(voices) < VOICES:
        voices.append([chord])
    else:
        _squeeze(chord, voices)


def _squeeze(chord: Chord, voices: list[list[Chord]]) -> None:
    older = [voice for voice in voices if voice[-1].start < chord.start]
    if older:
        voice = min(older, key=lambda voice: voice[-1].end)
        voice[-1].end = chord.start
        voice.append(chord)
    else:
        voices[-1][-1].pitches += [pitch for pitch in chord.pitches if pitch not in voices[-1][-1].pitches]


def _pieces(chord: Chord, index: int, bars: list[Bar], quantised: Quantised) -> Iterator[tuple[int, Piece]]:
    position = chord.start
    while position < chord.end and index < len(bars):
        bar = bars[index]
        first = bar.start // TICKS_PER_UNIT
        until = min(chord.end, bar.end // TICKS_PER_UNIT)
        for start, length, in_triplet in written_values(position - first, until - first, bar, _thirds(bar, quantised)):
            tied_to = first + start + length < chord.end
            tied_from = first + start > chord.start
            pitches = tuple(chord.pitches)
            yield index, Piece(start, length, pitches, tied_from, tied_to, in_triplet, chord.start)
        position, index = until, index + 1


def _thirds(bar: Bar, quantised: Quantised) -> frozenset[int]:
    """The beats of a bar that are divided by three."""
    first = bar.start // TICKS_PER_UNIT
    beats = range(bar.ticks // TICKS if quantised.triplets else 0)
    return frozenset(beat for beat in beats if first + beat * UNITS in quantised.triplets)


def written_values(start: int, end: int, bar: Bar, triplets: frozenset[int]) -> Iterator[tuple[int, int, bool]]:
    """(start, length, in a triplet) of the written values that fill a stretch of a bar, in units from its beginning."""
    position = start
    while position < end:
        beat = position // UNITS
        covered = position == beat * UNITS and end >= (beat + 1) * UNITS
        if beat in triplets and not covered:
            length = min(end, (beat + 1) * UNITS) - position
            yield position, length, True
        else:
            broken = end // UNITS
            limit = broken * UNITS if broken in triplets and end % UNITS else end
            if position % UNITS and beat + 1 in triplets:
                limit = min(limit, (beat + 1) * UNITS)
            length = _longest(position, limit - position, bar)
            yield position, length, False
        position += length


def _longest(position: int, room: int, bar: Bar) -> int:
    beat = bar.beat // TICKS_PER_UNIT
    on_beat, left = position % beat == 0, beat - position % beat
    for value in _VALUES:
        whole_beats = value % beat == 0 or value < beat or not bar.is_compound
        syncopated = value == UNITS == beat and left == UNITS // 2
        if value <= room and ((on_beat and whole_beats) or value <= left or syncopated):
            return value
    return min(room, left)
