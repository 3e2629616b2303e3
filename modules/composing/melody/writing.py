"""`melody_for`: melodies for a backing, the best first; the same wish gives the same notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from modules.composing.melody import shaping
from modules.composing.melody.breathing import breathing, ends_of, phrases_in
from modules.composing.melody.candidate import PITCH, START, Candidate, notes_of
from modules.composing.melody.choosing import judged, woven
from modules.composing.melody.lanes import Place, sing, voice
from modules.composing.melody.manner import manner_of
from modules.composing.melody.pausing import chances
from modules.composing.melody.phrasing import paused
from modules.composing.melody.ranking import described, nothing_to_sing
from modules.composing.melody.returning import sources
from modules.composing.network import LANES
from modules.composing.one_thread import one_thread

if TYPE_CHECKING:
    from modules.composing.bars import Floats, Ints
    from modules.composing.decoding import Tell
    from modules.composing.melody.backing import Backing, Listened
    from modules.composing.melody.wish import MelodyWish
    from modules.composing.network import Composer

_ALIKE: Final = 0.6
"""Share of its notes that a candidate may have in common with one before it."""


class Setting(NamedTuple):
    """What every line is finished for. source: as of `sources`. pausing: [quarters] how likely people pause there."""

    backing: Backing
    wish: MelodyWish
    source: Ints
    pausing: Floats


class Draft(NamedTuple):
    """cost: of a pair of bars, as of `woven`. phrases: numbers of the notes that begin one."""

    line: Ints
    cost: float
    phrases: tuple[int, ...]


def melody_for(heard: Listened, wish: MelodyWish, composer: Composer, tell: Tell | None = None) -> list[Candidate]:
    """`wish.count` candidates, or fewer where they would be the same; notes wherever a voice is wanted.

    tell: as of `Composer.decode`; what it raises ends the work. Raises BadWish, NothingToSing, and what `backing` does.
    """
    wish.check()
    backing = heard.backing()
    if wish.everywhere:
        backing = replace(backing, sung=np.ones(len(backing.bars), dtype=bool))
    if not backing.sung.any():
        raise nothing_to_sing()
    source = sources(backing, backing.sung)
    written = backing.sung & (source == np.arange(len(source)))
    setting = Setting(backing, wish, source, chances(backing))
    with one_thread():
        raw = sing(backing, wish, composer, Place(written, setting.pausing), tell)
    lanes = [shaping.in_voice(lane, voice(backing, wish)) for lane in raw]
    found = judged(backing, lanes, written, voice(backing, wish))
    drafts = [woven(found, lead) for lead in range(LANES)]
    order = sorted(range(LANES), key=lambda lead: (drafts[lead][1], lead))
    chosen = _apart(setting, [drafts[lead] for lead in order])
    return [_candidate(setting, draft, chosen[:number]) for number, draft in enumerate(chosen)]


def _apart(setting: Setting, drafts: list[tuple[Ints, float]]) -> list[Draft]:
    """As many as are wished for, the best first, none of them like another."""
    chosen: list[Draft] = []
    for line, cost in drafts:
        if len(chosen) == setting.wish.count:
            break
        draft = _finished(setting, line, cost, len(chosen))
        if all(_shared(draft.line, other.line) <= _ALIKE for other in chosen):
            chosen.append(draft)
    return chosen


def _finished(setting: Setting, line: Ints, cost: float, number: int) -> Draft:
    backing, wish, source, pausing = setting
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((wish.seed, 77))))
    manner = manner_of(backing, wish.seed, number)
    kept, silent = paused(line, backing, source, pausing, manner)
    whole = shaping.smoothed(shaping.returned(kept, backing, source, backing.sung), voice(backing, wish))
    whole = shaping.in_harmony(breathing(whole, backing, silent, manner, rng), backing)
    phrases = phrases_in(whole, ends_of(whole, backing, silent))
    return Draft(shaping.in_voice(whole, voice(backing, wish)), cost, phrases)


def _shared(one: Ints, two: Ints) -> float:
    """Share of the notes of the one that are in the other: at the same time, as high."""
    notes = {(int(row[START]), int(row[PITCH])) for row in one}
    others = {(int(row[START]), int(row[PITCH])) for row in two}
    return len(notes & others) / max(len(notes), 1)


def _candidate(setting: Setting, draft: Draft, better: list[Draft]) -> Candidate:
    backing = setting.backing
    told = described(backing, draft.line, draft.phrases, voice(backing, setting.wish), setting.source)
    if better:
        told = (*told, f"{_shared(draft.line, better[0].line):.0%} of its notes are those of the first candidate.")
    return Candidate(
        notes=notes_of(backing, draft.line),
        rank=len(better) + 1,
        score=round(1.0 / (1.0 + draft.cost), 3),
        phrases=draft.phrases,
        reasons=told,
        remarks=backing.remarks,
    )
