"""Bass lines: roots on the strong beats, and between them what the groove of the style wants."""

from typing import Final

import numpy as np

from modules.composing.arranging.voicing import ROOTS, TONES, fold
from modules.composing.bars import Ints
from modules.composing.planning.plan import Plan

_LINES: Final[dict[str, tuple[str, ...]]] = {
    "band": ("R---------------", "R-------R-----R-", "R--R----R--R--5-", "R-R-R-R-R-R-R-R-"),
    "round": ("R---------------", "R---------5-----", "R-----R-5-----a-", "R--R----5--R--a-"),
    "long": ("R---------------", "R-------R-------", "R-------5-------", "R---R---5---R---"),
    "pump": ("R-------R-------", "R---8---R---8---", "R-8-R-8-R-8-R-8-", "R-8-R-8-R-85R-8a"),
}
_THREE: Final[dict[str, tuple[str, ...]]] = {
    "band": ("R-----------", "R-------5---", "R---R---5---", "R-R-5-R-5-R-"),
    "round": ("R-----------", "R-------5---", "R-----5---a-", "R---5---R-a-"),
    "long": ("R-----------", "R-----------", "R-------5---", "R---5---R---"),
    "pump": ("R-----------", "R---8---8---", "R-8-R-8-R-8-", "R-8-R-8-R-8a"),
}
_SIX: Final = ("R-----------", "R-----R-----", "R-----R---5-", "R---R-R---R-")


def bass(plan: Plan, pattern: str, levels: Ints, low: int, high: int) -> Ints:
    """[notes, 4] bar, slot, pitch (in C major or A minor), sixteenths. levels: [bars] 0..3, how much it moves."""
    lines = _table(plan, pattern)
    bars, slots = np.nonzero(lines[levels] != "-")
    kinds = lines[levels[bars], slots]
    length = plan.metre.length
    place = bars * length + slots
    changes = _changes(plan)
    place, index = np.unique(np.concatenate([place, changes]), return_index=True)
    kinds = np.concatenate([kinds, np.full(len(changes), "R")])[index]
    bars, slots = np.divmod(place, length)
    ends = np.append(place[1:], plan.bars * length)
    beat = np.minimum(slots // 4, 3)
    chord = plan.chords[bars, beat]
    following = plan.chords[np.minimum(bars + 1, plan.bars - 1), 0]
    root = fold(ROOTS[chord], low, low + 11)
    pitch = root + _interval(kinds, chord)
    pitch = np.where(kinds == "a", fold(ROOTS[following], low, low + 11) + np.where(root % 2 == 0, -1, 2), pitch)
    pitch = np.where((kinds == "a") & ~np.isin(pitch % 12, [0, 2, 4, 5, 7, 9, 11]), root, pitch)
    rows = np.stack([bars, slots, fold(pitch, low, high), ends - place], axis=1)
    known: Ints = rows[chord > 0]
    return known


def _interval(kinds: Ints, chord: Ints) -> Ints:
    """Fifth and octave above the root; the fifth that the chord has."""
    flat = TONES[chord, (ROOTS[chord] + 6) % 12] * (1 - TONES[chord, (ROOTS[chord] + 7) % 12])
    return np.where(kinds == "5", 7 - flat, np.where(kinds == "8", 12, 0))


def _table(plan: Plan, pattern: str) -> Ints:
    """[4, sixteenths] what is played, by level."""
    length = plan.metre.length
    lines = _SIX if plan.metre.denominator == 8 else (_THREE if length == 12 else _LINES)[pattern]
    return np.array([list(line[:length]) for line in lines])


def _changes(plan: Plan) -> Ints:
    """Sixteenths of the piece at which a chord begins inside a bar."""
    quarters = plan.chords[:, : -(-plan.metre.length // 4)]
    bar, beat = np.nonzero(quarters[:, 1:] != quarters[:, :-1])
    return np.asarray(bar * plan.metre.length + (beat + 1) * 4)
