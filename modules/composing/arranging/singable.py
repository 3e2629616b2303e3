"""Makes a melody easier to sing: short notes move by a step or two where that makes the leaps around them likelier."""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import BEND, pitch_of, step_of
from modules.composing.bars import BAR, DURATION, MELODY, PART, PITCH, SLOT, Floats, Ints
from modules.composing.planning.plan import Plan

_PER_MILLE: Final = np.array([3, 3, 8, 23, 33, 92, 237, 238, 203, 82, 34, 23, 12, 5, 6], dtype=np.float64)
"""How many of a thousand steps of a melody go an octave down, a seventh, ..., stay, ..., go an octave up: in 432 songs
of POP909, none of them held out.
"""
_COST: Final = -np.log(_PER_MILLE / _PER_MILLE.sum()) + 0.3 * (np.arange(15) == 7)
"""In nats; staying costs more than it is rare, or the cheapest way would stand still."""
_OCTAVE: Final = 7
_MOVES: Final = np.array([0, -1, 1, -2, 2])
"""Diatonic steps that a note may move."""
_STAY: Final = 1.4
"""What moving by a step costs, in nats."""
_SHORT: Final = 3
_STRONG: Final = 3
"""Notes on accents from here on stay where they are."""


def sung(plan: Plan, notes: Ints) -> Ints:
    """The same notes, those of the melody along the cheapest way through their neighbours."""
    tune = np.flatnonzero(notes[:, PART] == MELODY)
    tune = tune[np.lexsort((notes[tune, PITCH], notes[tune, SLOT], notes[tune, BAR]))]
    if len(tune) < 3:
        return notes
    choices = _choices(plan, notes[tune])
    changed = notes.copy()
    changed[tune, PITCH] = choices[np.arange(len(tune)), _way(choices)]
    return changed


def _choices(plan: Plan, line: Ints) -> Ints:
    """[notes, moves] pitches; a note that must stay has its own in all of them."""
    chord = plan.blank.chords[line[:, BAR], np.minimum(line[:, SLOT] // 4, 3)]
    own = line[:, PITCH]
    moved = pitch_of(step_of(own)[:, None] + _MOVES)
    moved = moved + BEND[chord[:, None], moved % 12]
    moved[:, 0] = own
    free = (line[:, DURATION] <= _SHORT) & (np.array(plan.metre.accents)[line[:, SLOT]] < _STRONG)
    return np.where(free[:, None], moved, own[:, None])


def _way(choices: Ints) -> Ints:
    """[notes] which choice makes the whole line cheapest."""
    degrees, moving = step_of(choices), _STAY * np.abs(_MOVES)
    best: Floats = moving.copy()
    came = np.zeros(choices.shape, dtype=np.int64)
    for note in range(1, len(choices)):
        steps = np.clip(degrees[note][:, None] - degrees[note - 1], -_OCTAVE, _OCTAVE) + _OCTAVE
        total = _COST[steps] + best
        came[note] = total.argmin(axis=1)
        best = total.min(axis=1) + moving
    way = np.zeros(len(choices), dtype=np.int64)
    way[-1] = int(best.argmin())
    for note in range(len(choices) - 1, 0, -1):
        way[note - 1] = came[note, way[note]]
    return way
