"""Chooses among candidates by what can be told from the notes: obedience, harmony, a line that can be sung."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from modules.composing.bars import (
    ACCOMPANIMENT,
    BAR,
    DURATION,
    MELODY,
    PART,
    PITCH,
    SLOT,
    Bars,
    Floats,
    Ints,
    concatenate,
)
from modules.composing.controls import measure
from modules.composing.planning.plan import Plan

_LEAP: Final = 9
_REPEATS: Final = 0.4
"""The share of repeated notes above which a line stands still."""
_SPAN: Final = 5
"""Semitones: a line within less says little."""


def cost(plan: Plan, material: Bars, moved: float, models: Sequence[Bars] = ()) -> float:
    """0 is flawless. moved: the share of notes that had to be brought into harmony. models: bars it is to be like."""
    own = 1.5 * moved + _disobedience(plan, material) + _awkwardness(plan, _line(material))
    return own + (_unlike(material, concatenate(list(models))) if models else 0.0)


def _unlike(material: Bars, model: Bars) -> float:
    """How far lengths, leaps and chords are from those of the model."""
    made, wanted = _traits(material), _traits(model)
    return float(np.abs(made - wanted).mean())


def _traits(bars: Bars) -> Floats:
    told = []
    for part in (MELODY, ACCOMPANIMENT):
        notes = bars.notes[bars.notes[:, PART] == part]
        onsets = len(np.unique(notes[:, BAR] * 16 + notes[:, SLOT]))
        told += [float(np.log2(notes[:, DURATION]).mean()) if len(notes) else 0.0]
        told += [float(np.mean(notes[:, SLOT] % 4 == 0)) if len(notes) else 0.0]
        told += [2.0 * len(notes) / max(onsets, 1)]
    line = _line(bars)[:, PITCH]
    return np.array([*told, float(np.abs(np.diff(line)).mean()) / 2 if len(line) > 1 else 0.0])


def _disobedience(plan: Plan, material: Bars) -> float:
    """How far busyness and register are from what was wished, bar by bar."""
    found, wished = measure(material), plan.wishes
    parts = [MELODY, ACCOMPANIMENT]
    busy = np.abs(np.log2((found.density + 1) / (wished.density + 1)))[:, parts].mean()
    off = np.abs(np.nan_to_num(found.register - wished.register))[:, parts].mean() / 12
    return float(busy + 0.7 * off)


def _awkwardness(plan: Plan, line: Ints) -> float:
    if len(line) < 3:
        return 2.0
    steps = np.diff(line[:, PITCH])
    leaps = float(np.mean(np.abs(steps) > _LEAP))
    still = max(float(np.mean(steps == 0)) - _REPEATS, 0.0)
    narrow = max(_SPAN - float(np.ptp(line[:, PITCH])), 0.0) / _SPAN
    return 2.0 * leaps + 2.0 * still + narrow + 0.5 * _restless(plan, line)


def _restless(plan: Plan, line: Ints) -> float:
    """Share of the written phrases whose last note is short."""
    written = {int(bar): index for index, bar in enumerate(plan.first)}
    ends = [written[bar] for phrase in plan.phrases if (bar := phrase.start + phrase.bars - 1) in written]
    short = [bool(len(here)) and int(here[-1]) < 4 for end in ends for here in [line[line[:, BAR] == end][:, DURATION]]]
    return float(np.mean(short)) if short else 0.0


def _line(material: Bars) -> Ints:
    """The melody, one note at a time."""
    notes = material.notes[material.notes[:, PART] == MELODY]
    _, last = np.unique((notes[:, BAR] * 16 + notes[:, SLOT])[::-1], return_index=True)
    line: Ints = notes[::-1][last]
    return line
