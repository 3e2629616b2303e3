"""What is given to the cascade: turns of both tracks one after the other, with gaps left open for it to complete."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
TURN: Final = 150
"""Frames of a turn: two seconds. The last one may be shorter."""
JOIN: Final = 12
"""Frames left open on both sides of where one track takes over from the other."""
GAP: Final = 30
"""Frames of a gap elsewhere."""
GAPS: Final = 0.25
"""How much of the rest is gaps."""


@dataclass(frozen=True, eq=False)
class Canvas:
    """latents: [frames, latent]; open_: [frames], true where the latents are not to be told."""

    latents: Floats
    open_: Flags


def turns(frames: int, amount: float, rng: np.random.Generator) -> Flags:
    """[frames]: whose turn it is, true for b. What is b's at some amount stays b's at any larger one."""
    count = max(-(-frames // TURN), 1)
    ranks = (rng.permutation(count) + 0.5) / count
    return np.repeat(ranks < amount, TURN)[:frames]


def gaps(whose: Flags, rng: np.random.Generator, share: float = GAPS) -> Flags:
    """[frames]: true around every change of turn, and at some other places."""
    open_ = np.zeros(len(whose), dtype=bool)
    for at in np.flatnonzero(np.diff(whose)) + 1:
        open_[max(at - JOIN, 0) : at + JOIN] = True
    for start in rng.integers(0, max(len(whose) - GAP, 1), round(share * len(whose) / GAP)):
        open_[start : start + GAP] = True
    return open_


def canvas(a: Floats, b: Floats, amount: float, rng: np.random.Generator) -> Canvas:
    """Of two tracks as long as each other."""
    whose = turns(len(a), amount, rng)
    return Canvas(np.where(whose[:, None], b, a), gaps(whose, rng))
