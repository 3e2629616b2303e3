"""How hard every note is struck: mood and intensity, metre, phrase, and the melody above the rest."""

from typing import Final

import numpy as np

from modules.composing.arranging.arrangement import ACCENT, HELD, IN_BAR, START, Voice
from modules.composing.bars import Floats, Ints
from modules.composing.planning.intensity import LIFT
from modules.composing.planning.plan import Plan

_BALANCE: Final = {
    "melody": 9.0, "double": -4.0, "counter": -3.0, "chords": -7.0, "pad": -12.0, "bass": 1.0, "drums": 0.0,
}  # fmt: skip
_METRE: Final = np.array([-3.5, -2.0, 0.5, 2.0, 4.0, 2.0])
_DRUM: Final = np.array([-16.0, -14.0, 0.0, 5.0, 5.0, 5.0])


def velocities(plan: Plan, voice: Voice, rng: np.random.Generator) -> Ints:
    """[notes] 1..127."""
    notes = voice.notes
    soft, hard = plan.style.attack
    base = soft + (hard - soft) * strength(plan)[notes[:, IN_BAR]]
    metre = (_DRUM if voice.player.role == "drums" else _METRE)[np.minimum(notes[:, ACCENT], HELD)]
    arc = _arc(plan, notes[:, START])
    stray = rng.normal(0, 2.2, len(notes)) if plan.style.looseness else 0.0
    struck = base + _BALANCE[voice.player.role] + metre + arc + stray
    return np.asarray(np.clip(np.rint(struck), 1, 127), dtype=np.int64)


def strength(plan: Plan) -> Floats:
    """[bars] 0..1 between the softest and the hardest touch of the style; pleasant music presses less."""
    valence, arousal = plan.moods.T
    own = plan.intensity - LIFT * arousal
    return np.asarray(np.clip(0.48 + 0.42 * arousal + 0.3 * (own - 0.6) - 0.05 * valence, 0, 1))


def _arc(plan: Plan, starts: Ints) -> Floats:
    """Louder towards the middle of a phrase, softer at its end."""
    edges = np.array([phrase.start for phrase in plan.phrases] + [plan.bars]) * plan.metre.ticks
    index = np.clip(np.searchsorted(edges, starts, side="right") - 1, 0, len(edges) - 2)
    place = (starts - edges[index]) / (edges[index + 1] - edges[index])
    return np.asarray(6 * np.sin(np.pi * np.clip(place * 0.9 + 0.05, 0, 1)) - 3.5)
