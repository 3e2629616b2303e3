"""A line made singable: in the voice, without rubs, its returns in place, notes joined or parted, breath between
phrases.
"""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import BEND, NEAREST, SCALE, TONES
from modules.composing.bars import Flags, Floats, Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import LENGTH, PITCH, START
from modules.composing.melody.lanes import chords_at, home

_RUBS: Final = (np.roll(TONES, 1, axis=1) == 1) & (TONES == 0)
"""[chords, 12] pitch classes a semitone above a tone of the chord."""
_INTO_SCALE: Final = np.where(np.isin(np.arange(12), SCALE), 0, -1)
_HELD: Final = 4
_LONG: Final = 8
_LEGATO: Final = 0.54
"""Share of the notes that are joined to the next one; after the others comes a sixteenth of silence. Chosen so that
rests take the share that they take in people's melodies, of POP909's songs that are not held out, as phrases below.
"""
_LONGEST: Final = 14
_PHRASE: Final = 16.0
"""Notes of a phrase that are aimed at, so that they come out at some eleven, as people's."""
_PRICE: Final = 2.7
"""What a place must be worth to be better than none."""
_BREATH, _OUT_OF_BREATH = 48, 0.1
"""Sixteenths that one breath lasts, and what each one more costs."""
_FEWEST: Final = 4
_MOST: Final = 24


def returned(line: Ints, backing: Backing, source: Ints, sung: Flags) -> Ints:
    """The melody of every sung bar, copied where another bar is its source, and moved to the key it is then in."""
    lines, rows = backing.lines, []
    for bar in np.flatnonzero(sung).tolist():
        first = int(source[bar])
        notes = line[(line[:, START] >= lines[first]) & (line[:, START] < lines[first + 1])].copy()
        notes[:, START] += lines[bar] - lines[first]
        notes[:, PITCH] += backing.shift[first] - backing.shift[bar]
        rows.append(notes)
    return np.concatenate(rows) if rows else np.zeros((0, 3), dtype=np.int64)


def in_voice(line: Ints, voice: tuple[int, int]) -> Ints:
    """The same with what lies outside the voice, an octave wide at least, so many octaves nearer."""
    low, high = voice
    folded = line.copy()
    pitch = folded[:, PITCH]
    pitch = np.where(pitch < low, pitch + 12 * (-(-(low - pitch) // 12)), pitch)
    folded[:, PITCH] = np.where(pitch > high, pitch - 12 * (-(-(pitch - high) // 12)), pitch)
    return folded


def smoothed(line: Ints, voice: tuple[int, int]) -> Ints:
    """Leaps of more than an octave taken an octave nearer, where the voice allows it."""
    pitch = line[:, PITCH].tolist()
    for note in range(1, len(pitch)):
        leap = pitch[note] - pitch[note - 1]
        nearer = pitch[note] - 12 * int(np.sign(leap))
        if abs(leap) > 9 and abs(nearer - pitch[note - 1]) < abs(leap) and voice[0] <= nearer <= voice[1]:
            pitch[note] = nearer
    return np.column_stack([line[:, :PITCH], np.array(pitch, dtype=np.int64).reshape(-1)])


def in_harmony(line: Ints, backing: Backing) -> Ints:
    """Held notes that rub against their chord, long ones that are no part of it, and those outside the scale move; a
    note of the scale that the chord has raised or lowered goes with it.
    """
    shift, chord = home(backing, line[:, START]), chords_at(backing, line[:, START])
    at_home = (line[:, PITCH] + shift) % 12
    tone = (TONES[chord, at_home] == 1) | (chord == 0)
    rubs = _RUBS[chord, at_home] & (line[:, LENGTH] >= _HELD)
    heavy = ~tone & (rubs | (line[:, LENGTH] >= _LONG))
    mended = line.copy()
    bent = np.where(BEND[chord, at_home] != 0, BEND[chord, at_home], _INTO_SCALE[at_home])
    by = np.where(heavy, NEAREST[chord, at_home], np.where(tone, 0, bent))
    mended[:, PITCH] += by.astype(np.int64)
    return mended


def breathing(line: Ints, backing: Backing, rng: np.random.Generator) -> Ints:
    """Notes joined or parted as people sing them, and a rest of an eighth or more after every phrase."""
    if len(line) < 2:
        return line
    gaps = np.diff(line[:, START])
    ends = _phrase_ends(line, backing)
    draw = rng.random(len(gaps))
    rest = np.where(draw < _LEGATO, 0, np.where(gaps >= 2, 1, 0))
    rest = np.maximum(rest, gaps - _LONGEST)
    closing = np.clip(np.rint(0.5 * gaps).astype(int), 2, 8)
    rest = np.where(ends, np.maximum(closing, gaps - _LONGEST), np.minimum(rest, np.where(gaps > _LONGEST, rest, 1)))
    shaped = line.copy()
    shaped[:-1, LENGTH] = np.maximum(gaps - rest, 1)
    shaped[-1, LENGTH] = min(max(int(line[-1, LENGTH]), 4), 8)
    return shaped


def _phrase_ends(line: Ints, backing: Backing) -> Flags:
    """[notes - 1] after which of the notes a phrase ends: where there is time for it, best where two bars are over."""
    gaps = np.diff(line[:, START])
    worth = _worth(line, gaps, backing)
    count = len(line)
    best, came = np.full(count + 1, -np.inf), np.zeros(count + 1, dtype=np.int64)
    best[0] = 0.0
    sizes = np.arange(_FEWEST, _MOST + 1)
    price = -1.6 * np.log(sizes / _PHRASE) ** 2
    for end in range(1, count + 1):
        starts = end - sizes[sizes <= end]
        if not len(starts):
            continue
        long = np.maximum(line[end - 1, START] - line[starts, START] - _BREATH, 0)
        reached = best[starts] + price[: len(starts)] - _OUT_OF_BREATH * long
        pick = int(reached.argmax())
        best[end] = reached[pick] + (worth[end - 1] if end < count else 0.0)
        came[end] = starts[pick]
    ends: Flags = np.zeros(count - 1, dtype=bool)
    end = count
    if not np.isfinite(best[end]):
        return np.asarray(gaps >= _LONG)
    while came[end] > 0:
        end = int(came[end])
        ends[end - 1] = True
    return np.asarray((ends & (gaps >= 3)) | (gaps > _LONGEST))


def _worth(line: Ints, gaps: Ints, backing: Backing) -> Floats:
    """[notes - 1] how good a place for the end of a phrase it is after each note."""
    after = line[1:, START]
    bar = np.searchsorted(backing.lines, after, side="right") - 1
    near = np.minimum(
        np.abs(after - backing.lines[bar]), np.abs(backing.lines[np.minimum(bar + 1, len(backing.bars))] - after)
    )
    return np.asarray(np.minimum(gaps, 10) * 0.22 + 0.8 * (near <= 2) - _PRICE - 6.0 * (gaps < 3), dtype=float)
