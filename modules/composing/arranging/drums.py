"""Drums: the groove of the kit at the strength of every bar, fills before what is new, a crash on it."""

import numpy as np

from modules.composing.arranging.grooves import CRASH, FILLS, Pattern, patterns
from modules.composing.bars import Ints
from modules.composing.planning.plan import Plan

_ACCENT = {"x": 3, "o": 1}
Hit = tuple[int, int, int, int]
"""Bar, sixteenth, drum, accent."""


def drums(plan: Plan, playing: Ints, levels: Ints, rng: np.random.Generator) -> Ints:
    """[hits, 4] bar, slot, drum, accent. playing: [bars] whether they play at all. levels: [bars] 0..3."""
    metre = plan.metre
    grooves = patterns(plan.style.kit, metre.numerator, metre.denominator)
    known = [_hits(groove, 0, metre.length) for groove in grooves]
    hits: list[Hit] = []
    for bar in np.flatnonzero(playing).tolist():
        hits.extend((bar, slot, drum, accent) for slot, drum, accent in known[int(levels[bar])])
    return np.array(_with_turns(plan, hits, playing, levels, rng), dtype=np.int64).reshape(-1, 4)


def _hits(groove: Pattern, start: int, length: int) -> list[tuple[int, int, int]]:
    return [
        (start + slot, drum, _ACCENT[mark])
        for drum, line in groove.items()
        for slot, mark in enumerate(line[:length])
        if mark != "-"
    ]


def _with_turns(plan: Plan, hits: list[Hit], playing: Ints, levels: Ints, rng: np.random.Generator) -> list[Hit]:
    """The same with a fill at the end of sections and a crash where a more intense one begins."""
    length = plan.metre.length
    for section in plan.sections[:-1]:
        fill = _hits(FILLS[int(rng.integers(len(FILLS)))], 0, 8)
        last, begins = section.end - 1, section.end
        if not (playing[last] and playing[begins]) or levels[begins] < 1 or plan.style.kit == "orchestral":
            continue
        quiet = plan.style.kit == "lofi" or levels[last] < 2
        span = 4 if quiet else 8
        cut = length - span
        hits = [hit for hit in hits if hit[0] != last or hit[1] < cut]
        hits.extend((last, cut + slot, drum, accent) for slot, drum, accent in fill if slot < span)
    starts = [
        section.start
        for section in plan.sections
        if playing[section.start] and levels[section.start] >= 2 and plan.style.kit != "lofi"
    ]
    return [*hits, *((bar, 0, CRASH, 3) for bar in starts)]
