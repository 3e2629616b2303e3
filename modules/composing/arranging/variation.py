"""What returns, returns varied: long notes of the melody are ornamented on the way to the next."""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import BEND, pitch_of, step_of
from modules.composing.bars import BAR, DURATION, MELODY, PART, PITCH, SLOT, Ints
from modules.composing.planning.form import ENDING
from modules.composing.planning.plan import Plan

_CHANCE: Final = 0.35
_LONG: Final = 4


def varied(plan: Plan, notes: Ints, rng: np.random.Generator) -> Ints:
    """The same notes with ornaments in sections that were heard before; where a phrase comes to rest, none."""
    places = np.flatnonzero((notes[:, PART] == MELODY) & (notes[:, DURATION] >= _LONG))
    again = np.repeat(
        [section.variant > 0 and section.letter != ENDING for section in plan.sections],
        [section.bars for section in plan.sections],
    )
    again[[phrase.start + phrase.bars - 1 for phrase in plan.phrases]] = False
    chosen = places[again[notes[places, BAR]] & (rng.random(len(places)) < _CHANCE)]
    if not len(chosen):
        return notes
    changed = notes.copy()
    first = notes[chosen, DURATION] // 2
    changed[chosen, DURATION] = first
    added = notes[chosen].copy()
    added[:, SLOT] += first
    added[:, DURATION] -= first
    added[:, PITCH] = _beside(plan, notes, chosen, added)
    inside = added[added[:, SLOT] < plan.metre.length]
    return np.concatenate([changed, inside])


def _beside(plan: Plan, notes: Ints, chosen: Ints, added: Ints) -> Ints:
    """The step next to a note, towards the note that follows in the melody."""
    tune = np.flatnonzero(notes[:, PART] == MELODY)
    tune = tune[np.lexsort((notes[tune, SLOT], notes[tune, BAR]))]
    following = np.empty(len(notes), dtype=np.int64)
    following[tune] = np.append(tune[1:], tune[-1])
    pitch = notes[chosen, PITCH]
    towards = np.where(notes[following[chosen], PITCH] >= pitch, 1, -1)
    stepped = pitch_of(step_of(pitch) + towards)
    chord = plan.chords[added[:, BAR], np.minimum(added[:, SLOT] // 4, 3)]
    return np.asarray(stepped + BEND[chord, stepped % 12])
