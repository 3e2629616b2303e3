"""Accompaniment by rule: broken and struck chords that are as busy as the mood asks."""

from itertools import pairwise
from typing import Final

import numpy as np

from modules.composing.arranging.voicing import ROOTS, close, fold
from modules.composing.bars import ACCOMPANIMENT, Ints
from modules.composing.planning.metre import Metre
from modules.composing.planning.plan import Plan

Figure = tuple[tuple[int, tuple[int, ...], int], ...]
"""(slot, tones, sixteenths): tone -1 is the bass, 0.. the chord from below; (9,) is the whole chord."""
WHOLE: Final = (9,)
_LEFT_OUT: Final = 0.12
_CYCLES: Final = ((0, 1, 2, 1), (0, 2, 1, 2), (0, 1, 2, 3), (2, 1, 0, 1))
_OFFBEAT: Final = ((0, 3, 6, 10, 12), (0, 6, 8, 14), (0, 4, 7, 10, 12), (0, 3, 6, 8, 11, 14))


def accompaniment(plan: Plan, rng: np.random.Generator) -> Ints:
    """[notes, 5] rows of `Bars` for all written bars: one figure for every letter."""
    rows: list[tuple[int, int, int, int, int]] = []
    pattern = next((player.pattern for player in plan.style.players if player.role == "chords"), "hands")
    for passage in plan.passages:
        span = slice(passage.start, passage.start + passage.bars)
        busy = float(plan.wishes.density[span, ACCOMPANIMENT].mean())
        shift = int(plan.shifts[plan.first[passage.start]])
        wished = float(plan.wishes.register[passage.start, ACCOMPANIMENT]) + shift
        low = round(min(max(wished - 4, 43), 60)) - shift
        usual, other = (_figure(pattern, plan.metre, busy * share, rng) for share in (1.0, rng.choice([0.6, 0.8, 1.3])))
        if pattern == "hands" and rng.random() < 0.15 - float(plan.wishes.valence[passage.start]):
            usual, other = _held(usual, plan.metre), _held(other, plan.metre)
        for bar in range(passage.start, passage.start + passage.bars):
            figure = other if bar % 4 == 3 or (bar % 4 == 1 and pattern == "comp") else usual
            rows.extend(_play(bar, _thinned(figure, rng), plan.chords[plan.first[bar]], low, plan.metre))
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def _figure(pattern: str, metre: Metre, busy: float, rng: np.random.Generator) -> Figure:
    length, beat = metre.length, metre.beat
    if pattern == "comp":
        return _struck(metre, busy, rng)
    if busy < 3.5:
        step = max(length // 2, 4) if busy >= 2 else length
        held = tuple((slot, WHOLE, min(step, length - slot)) for slot in range(0, length, step))
        return ((0, (-1,), length), *held)
    if length == 12 and beat == 4 and busy < 6:
        return ((0, (-1,), length), (4, WHOLE, 4), (8, WHOLE, 4))
    step = 4 if busy < 5.5 else 2 if busy < 11.5 else 1
    cycle = _CYCLES[int(rng.integers(len(_CYCLES)))]
    broken = tuple((slot, (cycle[index % len(cycle)],), step) for index, slot in enumerate(range(step, length, step)))
    return ((0, (-1,), length // 2), (length // 2, (-1,), length // 2), *broken)


def _held(figure: Figure, metre: Metre) -> Figure:
    """The same over a whole chord that is held under it: thicker, darker."""
    half = metre.length // 2 // 4 * 4 or metre.length
    held = tuple((slot, WHOLE, min(half, metre.length - slot)) for slot in range(0, metre.length, half))
    return tuple(sorted({*figure, *held}))


def _thinned(figure: Figure, rng: np.random.Generator) -> Figure:
    """Here and there a note between the beats is left out; the one before it rings on."""
    kept = rng.random(len(figure)) >= _LEFT_OUT
    return tuple(one for one, keep in zip(figure, kept, strict=True) if keep or one[0] % 4 == 0)


def _struck(metre: Metre, busy: float, rng: np.random.Generator) -> Figure:
    """Whole chords: long, on the beats, off them, or on every eighth."""
    length, beat = metre.length, metre.beat
    if busy < 3:
        slots = list(range(0, length, max(length // 2, 4)))
    elif busy < 5:
        slots = list(range(0, length, beat))
    elif busy < 8.5:
        slots = [slot for slot in _OFFBEAT[int(rng.integers(len(_OFFBEAT)))] if slot < length]
    else:
        slots = list(range(0, length, 2))
    ends = [*slots[1:], length]
    return tuple((slot, WHOLE, end - slot) for slot, end in zip(slots, ends, strict=True))


def _play(bar: int, figure: Figure, chords: Ints, low: int, metre: Metre) -> list[tuple[int, int, int, int, int]]:
    """The figure over the chords of a bar; a chord that changes under a held note is struck anew."""
    rows: list[tuple[int, int, int, int, int]] = []
    for slot, tones, sixteenths in figure:
        end = min(slot + sixteenths, metre.length)
        for start, stop in _spans(slot, end, chords):
            chord = int(chords[start // 4])
            rows.extend((bar, start, ACCOMPANIMENT, pitch, stop - start) for pitch in _pitches(tones, chord, low))
    return rows


def _spans(start: int, end: int, chords: Ints) -> list[tuple[int, int]]:
    cuts = [slot for slot in range(start - start % 4 + 4, end, 4) if chords[slot // 4] != chords[slot // 4 - 1]]
    edges = [start, *cuts, end]
    return list(pairwise(edges))


def _pitches(tones: tuple[int, ...], chord: int, low: int) -> list[int]:
    if tones == (-1,):
        return [int(fold(np.array([ROOTS[chord]]), low - 15, low - 4)[0])] if chord else []
    position = close(chord, low)
    if tones == WHOLE:
        return position
    return [position[tone % len(position)] + 12 * (tone // len(position)) for tone in tones] if position else []
