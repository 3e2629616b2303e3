"""`melody_for`: melodies for a backing, the best first; the same wish gives the same notes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from modules.composing.melody import shaping
from modules.composing.melody.candidate import PITCH, START, Candidate, notes_of, phrases_of
from modules.composing.melody.choosing import judged, woven
from modules.composing.melody.lanes import sing, voice
from modules.composing.melody.ranking import described, nothing_to_sing
from modules.composing.melody.returning import sources
from modules.composing.network import LANES
from modules.composing.one_thread import one_thread

if TYPE_CHECKING:
    from modules.composing.bars import Ints
    from modules.composing.decoding import Tell
    from modules.composing.melody.backing import Backing, Listened
    from modules.composing.melody.wish import MelodyWish
    from modules.composing.network import Composer


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
    with one_thread():
        raw = sing(backing, wish, composer, written, tell)
    lanes = [shaping.in_voice(lane, voice(backing, wish)) for lane in raw]
    found = judged(backing, lanes, written, voice(backing, wish))
    drafts = [woven(found, lead) for lead in range(LANES)]
    order = sorted(range(LANES), key=lambda lead: (drafts[lead][1], lead))
    lines = [_finished(drafts[lead][0], backing, wish, source) for lead in order]
    fresh = [rank for rank, line in enumerate(lines) if not any(_same(line, other) for other in lines[:rank])]
    chosen = [(lines[rank], drafts[order[rank]][1]) for rank in fresh[: wish.count]]
    return [_candidate(backing, wish, line, (rank, cost, source)) for rank, (line, cost) in enumerate(chosen, start=1)]


def _finished(line: Ints, backing: Backing, wish: MelodyWish, source: Ints) -> Ints:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence((wish.seed, 77))))
    whole = shaping.returned(line, backing, source, backing.sung)
    whole = shaping.smoothed(whole, voice(backing, wish))
    whole = shaping.in_harmony(shaping.breathing(whole, backing, rng), backing)
    return shaping.in_voice(whole, voice(backing, wish))


def _same(one: Ints, two: Ints) -> bool:
    """Whether hardly anything tells them apart."""
    notes = {(int(row[START]), int(row[PITCH])) for row in one}
    others = {(int(row[START]), int(row[PITCH])) for row in two}
    return len(notes & others) > 0.8 * max(len(notes), 1)


def _candidate(backing: Backing, wish: MelodyWish, line: Ints, told: tuple[int, float, Ints]) -> Candidate:
    rank, cost, source = told
    return Candidate(
        notes=notes_of(backing, line),
        rank=rank,
        score=round(1.0 / (1.0 + cost), 3),
        phrases=phrases_of(line),
        reasons=described(backing, line, voice(backing, wish), source),
        remarks=backing.remarks,
    )
