"""Where a theme returns in a calmer mood than it was written in: fewer of its notes, held longer."""

from typing import Final

import numpy as np

from modules.composing.bars import BAR, DURATION, PART, SLOT, Floats, Ints
from modules.composing.planning.plan import Plan

_FALL: Final = 1.4
"""Octaves of busyness between the calmest and an ordinary mood, a little more than `wishes` asks for."""
_ENOUGH: Final = 0.15


def thinned(plan: Plan, notes: Ints, rng: np.random.Generator) -> Ints:
    """The same notes but for those, off the beats first, that the mood of their bar no longer wants."""
    bar = notes[:, BAR]
    written = plan.moods[plan.first[plan.source[bar]], 1]
    calmer = np.maximum(written - plan.moods[bar, 1], 0)
    if not np.any(calmer > _ENOUGH):
        return notes
    share = np.where(calmer > _ENOUGH, 2.0 ** (-_FALL * calmer), 1.0)
    accents = np.array(plan.metre.accents)[notes[:, SLOT]]
    chance = np.where(accents >= 3, 1.0, np.where(accents == 2, share**0.6, share**1.6))
    moment = (bar * plan.metre.length + notes[:, SLOT]) * 3 + notes[:, PART]
    _, together = np.unique(moment, return_inverse=True)
    kept = rng.random(int(together.max()) + 1)[together] < chance
    return _longer(plan, notes[kept], share[kept] < 1)


def _longer(plan: Plan, notes: Ints, some: Floats) -> Ints:
    """Notes of the bars that were thinned sound on to the next of their part, or to the end of the bar."""
    length = plan.metre.length
    place = notes[:, PART] * (plan.bars + 1) * length + notes[:, BAR] * length + notes[:, SLOT]
    onsets = np.unique(place)
    following = np.append(onsets, np.iinfo(np.int64).max)[np.searchsorted(onsets, place, side="right")]
    reach = np.minimum(following - place, length - notes[:, SLOT])
    longer = notes.copy()
    longer[:, DURATION] = np.where(some, np.maximum(notes[:, DURATION], reach), notes[:, DURATION])
    return longer
