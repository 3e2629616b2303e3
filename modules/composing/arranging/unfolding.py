"""From the material, in which every passage stands once, to the whole piece: returns, new cadences, the asked key."""

import numpy as np

from modules.composing.arranging.voicing import BEND, NEAREST, TONES, moved
from modules.composing.bars import ACCOMPANIMENT, BAR, DURATION, PART, PITCH, SLOT, Bars, Ints
from modules.composing.planning.plan import Plan

_STRONG = 4
"""From so many sixteenths on, a note must belong to its chord."""


def unfold(plan: Plan, material: Bars) -> Ints:
    """[notes, 5] rows of `Bars` for every bar of the piece, still in C major or A minor (see `Plan.shifts`).

    Where a bar returns over another chord, its notes go to the nearest tones of the new one.
    """
    if len(material) != plan.written:
        raise ValueError(f"the plan has {plan.written} written bars, the material {len(material)}")
    counts = np.bincount(material.notes[:, BAR], minlength=plan.written)
    firsts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    each = counts[plan.source]
    bars = np.repeat(np.arange(plan.bars), each)
    offset = np.arange(len(bars)) - np.repeat(np.cumsum(each) - each, each)
    notes = material.notes[firsts[plan.source[bars]] + offset]
    notes = notes[notes[:, SLOT] < plan.metre.length]
    kept = material.notes[firsts[plan.source[bars]] + offset][:, SLOT] < plan.metre.length
    written = notes[:, BAR].copy()
    notes[:, BAR] = bars[kept]
    return _fitted(plan, notes, written)


def _fitted(plan: Plan, notes: Ints, written: Ints) -> Ints:
    beat = np.minimum(notes[:, SLOT] // 4, 3)
    bar = notes[:, BAR]
    steps = plan.steps[bar]
    pitch = np.where(steps != 0, moved(notes[:, PITCH], steps), notes[:, PITCH])
    here, there = plan.chords[bar, beat], plan.chords[plan.first[written], beat]
    changed = (here != there) | (steps != 0)
    belonged = TONES[there, notes[:, PITCH] % 12] == 1
    must = changed & (belonged | (notes[:, DURATION] >= _STRONG) | (notes[:, PART] == ACCOMPANIMENT))
    pitch = pitch + np.where(must, NEAREST[here, pitch % 12], np.where(changed, BEND[here, pitch % 12], 0))
    notes[:, PITCH] = pitch
    return notes
