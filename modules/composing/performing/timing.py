"""When notes really begin and end: swing, a little straying, legato or staccato. The tempo map is never touched."""

from typing import Final

import numpy as np

from modules.composing.arranging.arrangement import ACCENT, END, HELD, IN_BAR, KEY, START, Voice
from modules.composing.bars import Floats, Ints
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.score.tempo import TICKS

SHORTEST: Final = 40
_STRAY: Final = {"drums": 0.35, "bass": 0.6, "melody": 1.0}
_LONGER: Final = {"melody": 0.08, "double": 0.08, "pad": 0.5, "counter": 0.1, "bass": 0.06, "chords": 0.0}


def played(plan: Plan, voice: Voice, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Starts and ends in ticks, inside the piece; the last chord ends exactly with it."""
    notes = voice.notes
    start = notes[:, START] + _swing(plan, notes[:, START]) + _stray(plan, voice, rng)
    start = np.clip(start, 0, plan.end - SHORTEST)
    held = notes[:, ACCENT] == HELD
    start = np.where(held, notes[:, START], start)
    lasting = notes[:, END] - notes[:, START]
    if voice.player.role != "drums":
        lasting = np.where(held, lasting, np.maximum(lasting * _ratio(plan, voice)[notes[:, IN_BAR]], SHORTEST))
    end = np.where(held, plan.end, np.minimum(start + lasting, plan.end))
    start, end = np.rint(start).astype(np.int64), np.rint(end).astype(np.int64)
    return start, np.maximum(_apart(notes[:, KEY], start, end), start + 1)


def _swing(plan: Plan, starts: Ints) -> Ints:
    """The second eighth of a quarter comes late, the sixteenths beside it in proportion."""
    if plan.style.swing == 0.5 or plan.metre.denominator == 8:
        return np.zeros_like(starts)
    late = (plan.style.swing - 0.5) * TICKS
    place = starts // SIXTEENTH % 4
    return np.asarray(np.rint(late * np.array([0.0, 0.5, 1.0, 0.5])[place]), dtype=np.int64)


def _stray(plan: Plan, voice: Voice, rng: np.random.Generator) -> Floats:
    """Nobody is exactly together, but nobody is further off than twice the looseness of the style."""
    if not plan.style.looseness:
        return np.zeros(len(voice.notes))
    ticks = plan.style.looseness / 1000 * plan.tempo / 60 * TICKS * _STRAY.get(voice.player.role, 0.8)
    _, together = np.unique(voice.notes[:, START], return_inverse=True)
    common = rng.normal(0, 0.8, int(together.max()) + 1)[together]
    return np.asarray(ticks * np.clip(common + rng.normal(0, 0.4, len(together)), -2, 2))


def _ratio(plan: Plan, voice: Voice) -> Floats:
    """[bars] the share of its written length that a note sounds: legato when calm, detached when awake."""
    valence, arousal = plan.moods.T
    detached = np.clip((arousal + 0.35) / 1.35, 0, 1)
    ratio = 1.0 - 0.44 * detached - 0.06 * valence
    return np.asarray(np.clip(ratio + _LONGER[voice.player.role], 0.4, 1.0))


def _apart(keys: Ints, start: Ints, end: Ints) -> Ints:
    """A key is up before it is struck again."""
    order = np.lexsort((start, keys))
    same = keys[order][1:] == keys[order][:-1]
    limit = np.where(same, start[order][1:] - 1, np.iinfo(np.int64).max)
    cut = end.copy()
    cut[order[:-1]] = np.minimum(end[order[:-1]], limit)
    return cut
