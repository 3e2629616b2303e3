"""Makes what the network wrote fit its plan: no clash with the chords, nothing outside the scale, no hole."""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import NEAREST, SCALE, TONES
from modules.composing.bars import ACCOMPANIMENT, BAR, DURATION, MELODY, PART, PITCH, SLOT, Bars, Ints, tidy
from modules.composing.planning.plan import Plan

_HELD: Final = 4
"""From so many sixteenths on, a note of a line is heard against its chord; in the accompaniment, from two on."""
_HELD_BELOW: Final = 2
_TWO: Final = 1.5
_LONG: Final = 10
"""So long a note of a line must be a tone of its chord; a shorter one only must not rub against one."""
_RUBS: Final = (np.roll(TONES, 1, axis=1) == 1) & (TONES == 0)
"""[chords, 12] the pitch classes a semitone above a tone of the chord."""
_NOTHING: Final = 999
_LOWEST: Final = 43
"""Chords any lower are mud."""
_INTO_SCALE: Final = np.where(np.isin(np.arange(12), SCALE), 0, -1)


def mended(plan: Plan, material: Bars, fallback: Bars) -> tuple[Bars, float]:
    """The material, and the share of its notes that had to be moved. fallback: where it has holes."""
    notes, moved = _in_harmony(plan, _single(plan, material.notes))
    for part in (MELODY, ACCOMPANIMENT):
        notes = _without_holes(plan, notes, fallback.notes, part)
    return Bars(tidy(_below_melody(plan, notes)), material.lengths, material.chords), moved


def _below_melody(plan: Plan, notes: Ints) -> Ints:
    """The accompaniment an octave lower where it would cover the melody of its bar."""
    tune, below = notes[:, PART] == MELODY, notes[:, PART] == ACCOMPANIMENT
    floor = np.full(plan.written, _NOTHING)
    np.minimum.at(floor, notes[tune, BAR], notes[tune, PITCH])
    covering = below & (notes[:, PITCH] >= floor[notes[:, BAR]]) & (notes[:, PITCH] >= _LOWEST + 12)
    lowered = notes.copy()
    lowered[covering, PITCH] -= 12
    return lowered


def _single(plan: Plan, notes: Ints) -> Ints:
    """The melody as one line, its highest notes, unless more was asked for."""
    tune = np.flatnonzero((notes[:, PART] == MELODY) & (plan.wishes.polyphony[notes[:, BAR], MELODY] < _TWO))
    onset = notes[tune, BAR] * 16 + notes[tune, SLOT]
    highest = np.lexsort((-notes[tune, PITCH], onset))
    below = np.append(False, onset[highest][1:] == onset[highest][:-1]) if len(tune) else np.zeros(0, dtype=bool)
    kept: Ints = np.delete(notes, tune[highest][below], axis=0)
    return kept


def _in_harmony(plan: Plan, notes: Ints) -> tuple[Ints, float]:
    notes = notes[notes[:, SLOT] < plan.metre.length].copy()
    chord = plan.blank.chords[notes[:, BAR], np.minimum(notes[:, SLOT] // 4, 3)]
    pitch = notes[:, PITCH]
    belongs = (TONES[chord, pitch % 12] == 1) | (chord == 0)
    lasting, rubs = notes[:, DURATION], _RUBS[chord, pitch % 12]
    line = (rubs & (lasting >= _HELD)) | (lasting >= _LONG)
    heard = np.where(notes[:, PART] == ACCOMPANIMENT, lasting >= _HELD_BELOW, line)
    by = np.where(heard & ~belongs, NEAREST[chord, pitch % 12], np.where(belongs, 0, _INTO_SCALE[pitch % 12]))
    notes[:, PITCH] = pitch + by
    return notes, float(np.mean(by != 0)) if len(notes) else 0.0


def _without_holes(plan: Plan, notes: Ints, fallback: Ints, part: int) -> Ints:
    """Where a part was asked for and says nothing for a bar and its neighbour, the fallback speaks."""
    own = notes[notes[:, PART] == part]
    silent = np.bincount(own[:, BAR], minlength=plan.written) == 0
    wanted = plan.wishes.density[:, part] > 0
    beside = np.roll(silent, 1) | np.roll(silent, -1) if plan.written > 1 else silent
    holes = silent & wanted & (beside | (part == ACCOMPANIMENT))
    filling = fallback[(fallback[:, PART] == part) & holes[fallback[:, BAR]]]
    return np.concatenate([notes, filling])
