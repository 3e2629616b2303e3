"""What a song starts from where there are references: latents near theirs, and wishes that lean towards them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from modules.composing import latents
from modules.composing.bars import Bars, Floats
from modules.composing.controls import Controls
from modules.composing.planning.plan import Passage, Plan
from modules.generation.engines.composer.references import Reference, References

Encode = Callable[[Bars], Floats]
"""[bars, latent] of bars."""
_CLOSEST, _FREEST = 0.08, 0.55
"""How far to go from a reference's latents, where closeness is 1 and 0."""


@dataclass(frozen=True)
class Model:
    """The reference that a song leans towards, and the bar of it (from 0) where what each passage takes up begins."""

    name: str
    starts: tuple[int, ...]


def from_references(
    plan: Plan, windows: list[Bars], encode: Encode, closeness: float, rng: np.random.Generator
) -> Floats:
    """[written bars, latent] near the bars of the references; windows: one for every passage."""
    amount = _CLOSEST + (_FREEST - _CLOSEST) * (1 - closeness)
    near = [latents.nearby(encode(window), amount, rng) for window in windows]
    return np.concatenate(
        [phrase[np.arange(passage.bars) % len(phrase)] for phrase, passage in zip(near, plan.passages, strict=True)]
    )


def leaning(
    plan: Plan, references: References, strength: float, rng: np.random.Generator
) -> tuple[Plan, list[Bars], Model | None]:
    """The plan with wishes that lean towards bars of one reference, those bars for every passage, and where from."""
    if not references.used:
        return plan, [], None
    model = references.used[int(rng.integers(len(references.used)))]
    windows, starts, wishes = [], [], plan.wishes.changed(style=np.nan)
    for passage in plan.passages:
        start = _start(model, passage.bars, plan.metre.length, rng)
        starts.append(start)
        windows.append(model.bars.window(start, passage.bars))
        wishes = _blended(wishes, model.controls.window(start, passage.bars), passage, strength)
    return replace(plan, wishes=wishes), windows, Model(model.name, tuple(starts))


def _start(model: Reference, bars: int, length: int, rng: np.random.Generator) -> int:
    """Where a stretch begins that is busy in all its bars, and in our metre if there is one."""
    last = max(len(model.bars) - bars, 0)
    density = model.controls.density
    full = (density.sum(axis=1) > 0).astype(float) + (density[:, 0] > 0) + (model.bars.lengths == length)
    sums = np.concatenate([[0.0], np.cumsum(full)])
    value = np.array([sums[min(start + bars, len(full))] - sums[start] for start in range(last + 1)])
    best = np.flatnonzero(value >= value.max() - 0.25 * bars)
    return int(best[rng.integers(len(best))])


def _blended(wishes: Controls, heard: Controls, passage: Passage, strength: float) -> Controls:
    changed = {}
    for name in ("density", "polyphony", "register"):
        array: Floats = getattr(wishes, name).copy()
        where = slice(passage.start, passage.start + passage.bars)
        own = array[where]
        theirs: Floats = getattr(heard, name)[np.arange(passage.bars) % len(heard)]
        sounding = (heard.density[np.arange(passage.bars) % len(heard)] > 0) & (wishes.density[where] > 0)
        mixed = (1 - strength) * own + strength * np.where(np.isfinite(theirs), theirs, own)
        array[where] = np.where(sounding, np.maximum(np.rint(mixed), 1) if name == "density" else mixed, own)
        changed[name] = array
    return wishes.changed(**changed)
