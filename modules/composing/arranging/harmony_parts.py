"""Parts made of the chords alone: held pads, arpeggios, and chords that come late."""

from itertools import pairwise
from typing import Final

import numpy as np

from modules.composing.arranging.voicing import close
from modules.composing.bars import Ints
from modules.composing.planning.plan import Plan

_LATE: Final = (
    ((0, 14),),
    ((0, 7), (10, 6)),
    ((0, 5), (6, 4), (10, 5)),
    ((0, 3), (3, 3), (6, 4), (10, 3), (13, 3)),
)
"""(sixteenth, sixteenths) of the chords of a bar, by level."""
_CLIMB: Final = (0, 1, 2, 3, 2, 1)


def spans(plan: Plan) -> list[tuple[int, int, int]]:
    """(first sixteenth, end, chord) of every stretch in one chord; what is held ends with its section."""
    length = plan.metre.length
    quarters = plan.chords[:, np.arange(length) // 4].ravel()
    cuts = np.flatnonzero(np.diff(quarters)) + 1
    sections = [section.start * length for section in plan.sections]
    edges = sorted({0, len(quarters), *cuts.tolist(), *sections})
    return [(start, end, int(quarters[start])) for start, end in pairwise(edges)]


def pad(plan: Plan, low: int) -> Ints:
    """[notes, 4] bar, slot, pitch, sixteenths: the chord in close position, held."""
    length = plan.metre.length
    rows = [
        (*divmod(start, length), pitch, end - start) for start, end, chord in spans(plan) for pitch in close(chord, low)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def arpeggio(plan: Plan, levels: Ints, low: int) -> Ints:
    """[notes, 4] the chord up and down: in quarters, eighths or sixteenths, by level."""
    length = plan.metre.length
    rows = []
    for bar in range(plan.bars):
        step = (4, 2, 2, 1)[int(levels[bar])]
        for index, slot in enumerate(range(0, length, step)):
            tones = close(int(plan.chords[bar, slot // 4]), low)
            if tones:
                climb = _CLIMB[index % len(_CLIMB)]
                pitch = tones[climb % len(tones)] + 12 * (climb // len(tones))
                rows.append((bar, slot, pitch, step))
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def late(plan: Plan, levels: Ints, low: int) -> Ints:
    """[notes, 4] whole chords on the beat and around it."""
    length = plan.metre.length
    rows: list[tuple[int, int, int, int]] = []
    for bar in range(plan.bars):
        for slot, lasting in _LATE[int(levels[bar])]:
            if slot < length:
                chord = int(plan.chords[bar, slot // 4])
                rows.extend((bar, slot, pitch, min(lasting, length - slot)) for pitch in close(chord, low))
    return np.array(rows, dtype=np.int64).reshape(-1, 4)
