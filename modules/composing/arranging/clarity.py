"""How clearly an arrangement says its key, and the pedal point that makes it clear where it does not."""

from dataclasses import replace
from operator import itemgetter
from typing import Final

import numpy as np

from modules.composing import tonality
from modules.composing.arranging.arrangement import COLUMNS, END, IN_BAR, KEY, START, Voice, in_order
from modules.composing.arranging.voicing import TONES, fold
from modules.composing.bars import Floats, Ints
from modules.composing.planning.plan import Plan

CLEAR: Final = 0.05
"""How much better than any other key the asked one must fit what sounds."""
_HELPERS: Final = (
    (0, "bass", 0),
    (0, "pad", 1),
    (2, "pad", 1),
    (1, "pad", 1),
    (0, "chords", 1),
    (0, "pad", 2),
    (0, "bass", 1),
    (0, "chords", 2),
    (1, "chords", 2),
    (0, "pad", 3),
    (0, "chords", 3),
    (1, "pad", 2),
)
"""(tone of the tonic's triad, who holds it, in which octave of theirs) that are added, one after the other."""
_FOR_WANT: Final = ("bass", "chords", "pad")


def clarified(plan: Plan, voices: list[Voice]) -> list[Voice]:
    """The same voices; where another key is heard, the bass (or the chords) holds the tonic under what contains it."""
    clear = clarity(plan, voices)
    for degree, role, octave in _HELPERS:
        if clear >= CLEAR:
            break
        holder = _holder(voices, role)
        if holder is not None:
            notes = in_order(np.concatenate([holder.notes, _held(plan, holder, degree, octave)]))
            clearer = [replace(voice, notes=notes) if voice is holder else voice for voice in voices]
            voices, clear = max((voices, clear), (clearer, clarity(plan, clearer)), key=itemgetter(1))
    return voices


def _holder(voices: list[Voice], role: str) -> Voice | None:
    by_role = {voice.player.role: voice for voice in reversed(voices)}
    return next((by_role[one] for one in (role, *_FOR_WANT) if one in by_role), None)


def clarity(plan: Plan, voices: list[Voice]) -> float:
    """How much better the asked key fits (Krumhansl and Kessler) than the next; below 0 another one is heard."""
    fits = tonality.correlations(_histogram(voices))
    asked = float(fits[plan.key.mode, plan.key.tonic])
    fits[plan.key.mode, plan.key.tonic] = -1
    return asked - float(fits.max())


def _histogram(voices: list[Voice]) -> Floats:
    notes = np.concatenate([voice.notes for voice in voices if voice.player.role != "drums"])
    return np.bincount(notes[:, KEY] % 12, weights=notes[:, END] - notes[:, START], minlength=12)


def _held(plan: Plan, voice: Voice, degree: int, octave: int) -> Ints:
    """A tone of the tonic's triad through every bar that the player plays in and whose first chord contains it."""
    third = 3 if plan.key.mode == tonality.MINOR else 4
    key = (plan.key.tonic + (0, third, 7)[degree]) % 12
    home = (key - plan.shifts) % 12
    bars = np.flatnonzero((TONES[plan.chords[:, 0], home] == 1) & np.isin(np.arange(plan.bars), voice.notes[:, IN_BAR]))
    if not plan.loop:
        bars = bars[bars < plan.bars - 1]
    low = max(voice.player.low, 31)
    pitch = int(fold(np.array([key]), low, low + 11)[0]) + 12 * octave
    pitch -= 12 * max(-(-(pitch - voice.player.high) // 12), 0)
    quarters = plan.chords[bars, : -(-plan.metre.length // 4)]
    whole = np.all(quarters == quarters[:, :1], axis=1)
    rows = np.zeros((len(bars), COLUMNS), dtype=np.int64)
    rows[:, START], rows[:, KEY], rows[:, IN_BAR] = bars * plan.metre.ticks, pitch, bars
    rows[:, END] = rows[:, START] + np.where(whole, plan.metre.ticks, plan.metre.ticks // 2)
    return rows
