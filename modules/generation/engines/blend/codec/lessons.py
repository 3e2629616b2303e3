"""What the cascade learns from: sequences in which two tracks take turns, with gaps that it has to complete.

Nobody has recordings of blends. But whoever can complete the gaps of a sequence that changes between two tracks, and
hears other places of both, knows what each sounds like and how one goes over into the other; that is what a blend asks
for, and any folder of music teaches it. How often the second track has its turn is the amount, drawn anew every time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor

from modules.generation.engines.blend.codec.canvas import TURN, Flags, Floats, gaps, turns

if TYPE_CHECKING:
    from modules.generation.engines.blend.codec.architecture import Cascade

DEAF: Final = 0.1
"""How often a track is not heard, so that none is leant on alone."""
NOISE: Final = 0.2
"""How much of a deviation is added to what is given, at most: what a window gets is never quite clean."""
GIVEN: Final = 0.1
"""How much what is given counts beside what is left open."""


@dataclass(frozen=True)
class Lesson:
    """wanted, given: [batch, frames, latent]; open_: [batch, frames]; a, b and amount: as `Cascade` takes them."""

    wanted: Tensor
    given: Tensor
    open_: Tensor
    a: Tensor
    b: Tensor
    amount: Tensor

    def to(self, device: str) -> Lesson:
        return Lesson(*(getattr(self, field.name).to(device) for field in fields(self)))


def lesson(tracks: list[Floats], window: int, batch: int, rng: np.random.Generator, noise: float = NOISE) -> Lesson:
    """A batch, always the same for the same rng. noise 0 also lets both tracks be heard always: for measuring."""
    rows = [_row(tracks, window, rng, noise) for _ in range(batch)]
    wanted, given, a, b = (_stacked([row.latents[at] for row in rows]) for at in range(4))
    open_ = torch.from_numpy(np.stack([row.open_ for row in rows]))
    return Lesson(wanted, given, open_, a, b, torch.tensor([row.amount for row in rows]))


@dataclass(frozen=True, eq=False)
class _Row:
    """latents: wanted, given, and what is heard of both tracks; each [frames, latent]."""

    latents: tuple[Floats, Floats, Floats, Floats]
    open_: Flags
    amount: float


def _stacked(rows: list[Floats]) -> Tensor:
    return torch.from_numpy(np.stack(rows).astype(np.float32))


def _row(tracks: list[Floats], window: int, rng: np.random.Generator, noise: float) -> _Row:
    first, second = (tracks[number] for number in rng.choice(len(tracks), 2, replace=False))
    amount = float(rng.random())
    at = int(rng.integers(TURN))
    whose = turns(window + TURN, amount, rng)[at : at + window]
    wanted = np.where(whose[:, None], _stretch(second, window, rng), _stretch(first, window, rng))
    given = wanted + rng.normal(0, 1, wanted.shape) * wanted.std(axis=0) * noise * rng.random()
    open_ = gaps(whose, rng, float(rng.uniform(0.1, 1.5)))
    heard_a, heard_b = (_stretch(track, window, rng) for track in (first, second))
    for one in (heard_a, heard_b) if noise else ():
        if rng.random() < DEAF:
            one[:] = np.nan
    return _Row((wanted, given, heard_a, heard_b), open_, amount)


def _stretch(track: Floats, window: int, rng: np.random.Generator) -> Floats:
    start = int(rng.integers(len(track) - window + 1))
    return track[start : start + window].copy()


def loss(cascade: Cascade, one: Lesson) -> tuple[Tensor, Tensor]:
    """What is to become smaller, over all stages; and the mean square of what the last one lacks where it was open."""
    wanted = cascade.inside(one.wanted)
    weight = torch.where(one.open_, 1.0, GIVEN)[..., None]
    share = weight.sum() * wanted.shape[-1]
    stages = cascade.all_stages(one.given, one.open_, one.a, one.b, one.amount)
    errors = [((said - wanted).square() * weight).sum() / share for said in stages]
    open_ = (stages[-1] - wanted).square()[one.open_].mean()
    return torch.stack(errors).mean(), open_
