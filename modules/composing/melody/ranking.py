"""Why a melody stands where it does: what a person can check, in plain words."""

from typing import Final

import numpy as np

from models.errors import Invalid
from modules.composing.arranging.voicing import TONES
from modules.composing.bars import Ints
from modules.composing.melody.backing import Backing
from modules.composing.melody.candidate import LENGTH, PITCH, START
from modules.composing.melody.lanes import bars_at, chords_at, home

_NAMES: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_STRONG: Final = 8
_EIGHTH: Final = 2


class NothingToSing(Invalid):
    code = "melody.nothing_to_sing"
    title = "There is no place for a voice"


def nothing_to_sing() -> NothingToSing:
    return NothingToSing(
        "Nothing in this backing asks for a voice.",
        field="everywhere",
        next_step="Ask for a melody everywhere, or send a longer backing.",
    )


def described(
    backing: Backing, line: Ints, phrases: tuple[int, ...], voice: tuple[int, int], source: Ints
) -> tuple[str, ...]:
    """Chords, range, leaps, phrases, returns, and how much of the backing is sung."""
    if not len(line):
        return ("It has no notes.",)
    pitch = line[:, PITCH]
    leaps = np.abs(np.diff(pitch))
    bars = np.unique(bars_at(backing, line[:, START]))
    wanted = np.flatnonzero(backing.sung)
    lowest, highest = _name(int(pitch.min())), _name(int(pitch.max()))
    small = float((leaps <= 2).mean()) if len(leaps) else 1.0
    again = int((source[wanted] != wanted).sum())
    told = [
        f"{_on_chords(backing, line):.0%} of its notes on strong beats belong to their chords.",
        f"It lies between {lowest} and {highest}, in a voice from {_name(voice[0])} to {_name(voice[1])}.",
        f"{len(phrases)} phrases of some {len(line) / len(phrases):.0f} notes, in {len(bars)} of {len(wanted)} bars.",
        _joined(line, phrases),
        f"{small:.0%} of its steps are small, the widest is {int(leaps.max(initial=0))} semitones.",
    ]
    if again:
        told.append(f"{again} bars come again where their section or their chords return.")
    return tuple(told)


def _joined(line: Ints, phrases: tuple[int, ...]) -> str:
    """How much air there is between phrases and within them."""
    silent = line[1:, START] - line[:-1, START] - line[:-1, LENGTH]
    ends = np.array(phrases[1:], dtype=int) - 1
    within = np.delete(silent, ends)
    parted = float((within > 0).mean()) if len(within) else 0.0
    rests = int((silent[ends] >= _EIGHTH).sum())
    return f"{rests} of them end with a rest of an eighth or more; {parted:.0%} of the notes within them are parted."


def _on_chords(backing: Backing, line: Ints) -> float:
    """Share of the notes on the first and middle beat of a bar that belong to the chord."""
    starts = line[:, START]
    strong = (starts - backing.lines[bars_at(backing, starts)]) % _STRONG == 0
    chord = chords_at(backing, starts)
    inside = TONES[chord, ((line[:, PITCH] + home(backing, starts)) % 12).astype(int)] == 1
    known = strong & (chord > 0)
    return float(inside[known].mean()) if known.any() else 1.0


def _name(pitch: int) -> str:
    return f"{_NAMES[pitch % 12]}{pitch // 12 - 1}"
