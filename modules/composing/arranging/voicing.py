"""Chords as pitches: close positions, chord tones near a pitch, and the scale that a chord bends."""

from typing import Final

import numpy as np

from modules.composing.bars import Floats, Ints
from modules.composing.chords import CHORDS, DESCRIPTIONS

SCALE: Final = np.array([0, 2, 4, 5, 7, 9, 11])
"""C major, and A minor too."""
_INSIDE: Final = np.isin(np.arange(12), SCALE)
TONES: Final[Ints] = DESCRIPTIONS[:, :12].astype(np.int64)
"""[chords, 12] 1 where the pitch class belongs to the chord; none for "no chord"."""
ROOTS: Final[Ints] = np.argmax(DESCRIPTIONS[:, 12:24], axis=1).astype(np.int64)


_RELUCTANCE: Final = 0.2
"""A line is moved by an octave when so much more of it then lies in the range."""


def _nearest() -> Ints:
    """[chords, 12] semitones from a pitch class to the nearest tone of the chord, down where both are as near."""
    found = np.zeros((CHORDS, 12), dtype=np.int64)
    for step in (6, -6, 5, -5, 4, -4, 3, -3, 2, -2, 1, -1, 0):
        found = np.where(np.roll(TONES, -step, axis=1) == 1, step, found)
    return found


def _bend() -> Ints:
    """[chords, 12] where a note of the scale goes when the chord has the note beside it instead: G to G# in E."""
    up = (np.roll(TONES, -1, axis=1) == 1) & ~np.roll(_INSIDE, -1) & _INSIDE & (TONES == 0)
    down = (np.roll(TONES, 1, axis=1) == 1) & ~np.roll(_INSIDE, 1) & _INSIDE & (TONES == 0)
    return np.where(up, 1, np.where(down, -1, 0)).astype(np.int64)


NEAREST: Final = _nearest()
BEND: Final = _bend()


def pitch_of(step: Ints | int) -> Ints:
    """MIDI pitch of a diatonic step; step 35 is middle C."""
    octave, degree = np.divmod(step, 7)
    return np.asarray(12 * octave + SCALE[degree])


def step_of(pitch: Ints | int) -> Ints:
    """The diatonic step at or just below a pitch."""
    octave, rest = np.divmod(pitch, 12)
    return np.asarray(7 * octave + np.searchsorted(SCALE, rest, side="right") - 1)


def moved(pitch: Ints, steps: Ints | int) -> Ints:
    """Pitches moved by diatonic steps, accidentals kept."""
    step = step_of(pitch)
    return np.asarray(pitch_of(step + steps) + pitch - pitch_of(step))


def close(chord: int, low: int) -> list[int]:
    """Every tone of the chord once, in the octave from low on, upwards."""
    tones = np.flatnonzero(TONES[chord])
    return sorted(int(low + (tone - low) % 12) for tone in tones)


def nearest_tone(pitch: int, chord: int) -> int:
    """The tone of the chord nearest to a pitch."""
    return pitch + int(NEAREST[chord, pitch % 12])


def fold(pitches: Ints, low: int, high: int) -> Ints:
    """The same notes in a range of at least an octave, by octaves."""
    up = np.maximum(-(-(low - pitches) // 12), 0)
    down = np.maximum(-(-(pitches - high) // 12), 0)
    return np.asarray(pitches + 12 * up - 12 * down)


def settle(pitches: Ints, low: int, high: int) -> Ints:
    """All notes moved by the same octaves to lie in the range as well as they can, stray ones folded."""
    if not len(pitches):
        return pitches
    octaves = np.array([0, -1, 1, -2, 2])
    outside: Floats = np.array([np.mean((pitches + 12 * by < low) | (pitches + 12 * by > high)) for by in octaves])
    best = int(np.argmin(outside + _RELUCTANCE * np.abs(octaves)))
    return fold(pitches + 12 * int(octaves[best]), low, high)
