"""What a producer's bars are like on the whole: where their latents lie, and how busy, full and high each part is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from modules.composing.bars import ACCOMPANIMENT, BRIDGE, PARTS, Floats
from modules.composing.controls import Controls
from modules.composing.planning.plan import Plan
from modules.composing.songs import Song
from modules.generation.engines.twin.backends.composer.shapes import MANNER

_RIDGE: Final = 0.02
_SPREAD: Final = 0.8
"""How far draws go, of how far the producer's latents lie apart: further out lie bars that nobody wrote."""
_SILENT: Final = 0.15
"""Who plays in fewer of the bars is left out where the twin is followed that far."""
_FOLLOWED: Final = 0.5
_WISHES: Final = ("density", "polyphony", "register")


@dataclass(frozen=True, eq=False)
class Manner:
    """mean: [latent]. root: [latent, latent], of the covariance. wishes: [density, polyphony, register; part].
    sounding: [part] share of the bars. pace: tempo, share of minor, how much a bar is like the one before.
    """

    mean: Floats
    root: Floats
    wishes: Floats
    sounding: Floats
    pace: Floats

    @property
    def tempo(self) -> float:
        return float(self.pace[0])

    @property
    def mode(self) -> int:
        return round(float(self.pace[1]))

    def draw(self, bars: int, rng: np.random.Generator) -> Floats:
        """[bars, latent] a walk such as the producer's bars take, not one of theirs."""
        keep = float(self.pace[2])
        state = rng.standard_normal(len(self.mean))
        walk = [state]
        for _ in range(bars - 1):
            state = keep * state + np.sqrt(1 - keep**2) * rng.standard_normal(len(self.mean))
            walk.append(state)
        return np.asarray(self.mean + _SPREAD * np.stack(walk)[:bars] @ self.root.T, dtype=np.float32)

    def tensors(self) -> dict[str, Floats]:
        """As they stand in an adapter's file."""
        return {MANNER + name: np.asarray(value, dtype=np.float32) for name, value in vars(self).items()}


def manner_of(songs: Sequence[Song], latents: Sequence[Floats]) -> Manner:
    """latents: [bars, latent] of each song."""
    everything = np.concatenate(list(latents)).astype(np.float64)
    centred = [one - everything.mean(axis=0) for one in latents]
    together = np.sum([(one[1:] * one[:-1]).sum() for one in centred])
    alone = np.sum([(one**2).sum() for one in centred])
    size = everything.shape[1]
    root = np.linalg.cholesky(np.cov(everything.T) + _RIDGE * np.eye(size))
    told = [song.controls() for song in songs]
    wishes = np.array([[_mean(told, name, part) for part in range(PARTS)] for name in _WISHES])
    sounding = np.concatenate([one.density > 0 for one in told]).mean(axis=0)
    pace = [np.median(np.concatenate([song.tempo for song in songs])), np.mean([song.mode for song in songs])]
    return Manner(
        everything.mean(axis=0), root, wishes, sounding, np.array([*pace, np.clip(together / alone, 0, 0.95)])
    )


def _mean(told: Sequence[Controls], name: str, part: int) -> float:
    values = np.concatenate([getattr(one, name)[:, part] for one in told])
    busy = np.concatenate([one.density[:, part] for one in told]) > 0
    return float(values[busy].mean()) if busy.any() else 0.0


def read_manner(tensors: Mapping[str, Any]) -> Manner | None:
    """None where an adapter says nothing of it."""
    found = {name: tensors[MANNER + name] for name in Manner.__dataclass_fields__ if MANNER + name in tensors}
    return Manner(**{name: np.asarray(value, dtype=np.float32) for name, value in found.items()}) if found else None


def mixed(manners: Sequence[tuple[Manner, float]]) -> Manner | None:
    """One of several, by their amounts."""
    total = sum(amount for _, amount in manners)
    if not total:
        return None
    return Manner(
        *(
            np.asarray(sum(amount / total * getattr(one, name) for one, amount in manners))
            for name in Manner.__dataclass_fields__
        )
    )


def leaning(plan: Plan, manner: Manner, amount: float) -> Controls:
    """The wishes of a plan, so far on their way to the producer's."""
    wishes = plan.wishes.changed(style=np.nan)
    changed: dict[str, Floats] = {}
    theirs = manner.sounding >= _SILENT
    for row, name in enumerate(_WISHES):
        own = np.asarray(getattr(wishes, name))
        both = (wishes.density > 0) & theirs
        blend = (1 - amount) * own + amount * manner.wishes[row]
        changed[name] = np.where(both, np.maximum(np.rint(blend), 1) if name == "density" else blend, own)
    if amount >= _FOLLOWED:
        silent = [part for part in (BRIDGE, ACCOMPANIMENT) if not theirs[part]]
        changed["density"][:, silent] = 0
    return wishes.changed(**changed)
