"""A melody by rule: a motif of rhythm and steps, repeated, sequenced and inverted over chords, arched by phrases."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.arranging.voicing import BEND, TONES, nearest_tone, pitch_of, step_of
from modules.composing.bars import MELODY, Ints
from modules.composing.planning.plan import Passage, Plan

_WEIGHT: Final = np.array([0.1, 0.55, 0.95, 1.2, 2.2])
"""How readily a note begins at an accent of 0..4."""
_STEPS: Final = np.array([-3, -2, -1, 0, 1, 2, 3])
_CHANCE: Final = np.array([0.04, 0.12, 0.3, 0.08, 0.3, 0.12, 0.04])
"""In an ordinary mood: pleasant melodies leap more, sad ones go by steps."""
_LEAP: Final = 4
_PHRASE: Final = 4


@dataclass(frozen=True)
class Motif:
    """rhythms: slots of an opening, an answering and a closing bar. steps: from note to note."""

    rhythms: tuple[list[int], list[int], list[int]]
    steps: list[int]


def melody(plan: Plan, rng: np.random.Generator) -> Ints:
    """[notes, 5] rows of `Bars` for all written bars."""
    rows: list[tuple[int, int, int, int, int]] = []
    own: Motif | None = None
    for passage in plan.passages:
        own = _motif(plan, passage, rng) if own is None else _relative(own, _motif(plan, passage, rng), rng)
        rows.extend(_sing(plan, passage, own, rng))
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def _motif(plan: Plan, passage: Passage, rng: np.random.Generator) -> Motif:
    accents = np.array(plan.metre.accents)
    wanted = int(plan.wishes.density[passage.start : passage.start + passage.bars, MELODY].mean().round())
    opening = _rhythm(accents, wanted, rng)
    answer = opening if rng.random() < 0.5 else _rhythm(accents, max(wanted - 1, 1), rng)
    closing = _rhythm(accents[: plan.metre.length // 2], max(wanted // 2, 1), rng)
    valence = float(plan.wishes.valence[passage.start])
    chance = _CHANCE * np.where(np.abs(_STEPS) > 1, max(0.2, 1 + 0.9 * valence), 1.0)
    steps = rng.choice(_STEPS, size=16, p=chance / chance.sum()).tolist()
    return Motif((opening, answer, closing), steps)


def _relative(known: Motif, other: Motif, rng: np.random.Generator) -> Motif:
    """A motif that belongs to another: its inversion, or its rhythm with other steps."""
    if rng.random() < 0.6:
        return Motif(other.rhythms, [-step for step in known.steps])
    return Motif((known.rhythms[1], other.rhythms[0], other.rhythms[2]), other.steps)


def _rhythm(accents: Ints, count: int, rng: np.random.Generator) -> list[int]:
    """So many of the slots, those with weight first; ties of chance decide the rest."""
    weight = _WEIGHT[accents] * np.where((accents == 0) & (count > len(accents) // 2), 4.0, 1.0)
    keys = rng.random(len(accents)) ** (1 / weight)
    chosen = np.argsort(-keys)[: min(max(count, 1), len(accents))]
    return sorted(int(slot) for slot in chosen)


def _sing(plan: Plan, passage: Passage, motif: Motif, rng: np.random.Generator) -> list[tuple[int, int, int, int, int]]:
    lift = 4 if passage.letter == "B" else 0
    wished = plan.wishes.register[passage.start, MELODY]
    centre = int(step_of(int(wished))) + lift // 2
    arch = rng.choice([2.0, 3.0, -1.5])
    rows, last = [], centre
    length = plan.metre.length
    for bar in range(passage.bars):
        place = bar % _PHRASE
        closes = place == _PHRASE - 1 or bar == passage.bars - 1
        slots = motif.rhythms[2 if closes else place % 2]
        target = centre + round(arch * float(np.sin(np.pi * (place + 0.5) / _PHRASE))) - (place == 3)
        chords = plan.chords[plan.first[passage.start + bar]]
        line = _line(slots, chords, motif.steps, (target, last), plan.metre.accents)
        line = [min(max(step, centre - 8), centre + 9) for step in line]
        last = line[-1]
        ends = [*slots[1:], length]
        for slot, end, step in zip(slots, ends, line, strict=True):
            chord = int(chords[slot // 4])
            pitch = int(pitch_of(step))
            strong = plan.metre.accents[slot] >= 2 or end - slot >= 4
            pitch = nearest_tone(pitch, chord) if strong else pitch + int(BEND[chord, pitch % 12])
            rows.append((passage.start + bar, slot, MELODY, pitch, min(end - slot, 12)))
    return rows


def _line(
    slots: list[int], chords: Ints, steps: list[int], aim: tuple[int, int], accents: tuple[int, ...]
) -> list[int]:
    """Diatonic steps of a bar: it begins on a chord tone near the target, goes by the motif, leaps are made smaller."""
    target, last = aim
    start = last + int(np.clip(target - last, -_LEAP, _LEAP))
    line = []
    step = start
    for index, slot in enumerate(slots):
        if index:
            step += steps[index % len(steps)]
        if accents[slot] >= 2:
            step = _to_chord(step, int(chords[slot // 4]))
        if abs(step - target) > 6:
            step = target + (step - target) // 2
        line.append(step)
    return line


def _to_chord(step: int, chord: int) -> int:
    """The nearest diatonic step that is a tone of the chord, or becomes one."""
    for by in (0, -1, 1, -2, 2):
        pitch = int(pitch_of(step + by))
        if TONES[chord, (pitch + int(BEND[chord, pitch % 12])) % 12]:
            return step + by
    return step
