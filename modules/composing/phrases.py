"""What a song starts from where nothing else is known: latents of phrases of the bank that suit its plan."""

from typing import Final

import numpy as np

from modules.composing import latents
from modules.composing.bars import Floats
from modules.composing.controls import STYLES
from modules.composing.latents import Bank
from modules.composing.planning.plan import Passage, Plan

_NEAREST: Final = 20
"""So many phrases of the bank are as good as each other."""
_STRAY: Final = 0.2
_KIN: Final = 0.4
"""How far a second theme goes from the first one's phrase towards another."""


def from_bank(plan: Plan, bank: Bank, rng: np.random.Generator) -> Floats:
    """[written bars, latent] phrases that suit mood, tempo, mode and style; later themes are kin to the first."""
    first: Floats | None = None
    found = []
    for passage in plan.passages:
        phrase = bank.latents[_suitable(plan, passage, bank, rng)]
        phrase = phrase if first is None else latents.interpolate(first, phrase, _KIN)
        first = phrase if first is None else first
        turned = phrase[np.arange(passage.bars) % len(phrase)]
        found.append(latents.nearby(turned, _STRAY, rng, bank.scale))
    return np.concatenate(found)


def _suitable(plan: Plan, passage: Passage, bank: Bank, rng: np.random.Generator) -> int:
    where = slice(passage.start, passage.start + passage.bars)
    mood = np.array([plan.wishes.valence[where].mean(), plan.wishes.arousal[where].mean()])
    far = np.linalg.norm(bank.mood - mood, axis=1)
    far += 0.5 * np.abs(np.log2(bank.tempo / plan.wishes.tempo[where].mean()))
    far += 1.0 * (bank.mode != int(plan.wishes.mode[passage.start]))
    far += 0.4 * (bank.style != STYLES.index(plan.style.likeness))
    far += 2.0 * (bank.lengths != plan.metre.length).mean(axis=1)
    nearest = np.argsort(far, kind="stable")[:_NEAREST]
    return int(nearest[rng.integers(len(nearest))])
