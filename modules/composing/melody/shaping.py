"""A line made singable: in the voice, without rubs, its returns in place."""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import BEND, NEAREST, SCALE, TONES
from modules.composing.bars import Flags, Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import LENGTH, PITCH, START
from modules.composing.melody.lanes import chords_at, home

_RUBS: Final = (np.roll(TONES, 1, axis=1) == 1) & (TONES == 0)
"""[chords, 12] pitch classes a semitone above a tone of the chord."""
_INTO_SCALE: Final = np.where(np.isin(np.arange(12), SCALE), 0, -1)
_HELD: Final = 4
_LONG: Final = 8


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
