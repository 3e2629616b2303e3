"""Explaining: what may be wrong with a source on one axis, weighed by how well it accounts for the corrections.

Every explanation is a Gaussian process over the circle. Which one holds is not decided: their predictions are averaged
by their evidence (Bayesian model averaging), "there is nothing wrong" among them, so that noise alone teaches next to
nothing. C. E. Rasmussen and C. K. I. Williams, "Gaussian Processes for Machine Learning" (2006), chapters 2 and 5.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EXPLANATIONS: Final = np.array(
    [
        # likely beforehand, and how far it goes: offset, scale, local
        (0.46, 0.0, 0.0, 0.0),  # there is nothing wrong
        (0.18, 0.4, 0.0, 0.0),  # always too high, or always too low
        (0.16, 0.0, 1.2, 0.0),  # damped, exaggerated or upside down
        (0.08, 0.4, 1.2, 0.0),  # both
        (0.12, 0.0, 0.0, 0.5),  # wrong only near by, such as one face that always looks angry
    ]
)
NOISES: Final = np.array([0.06, 0.12, 0.2, 0.3])
"""How far two corrections in the same place may lie apart without meaning anything; which one holds is learnt too."""
REACH: Final = 0.4
"""Near by is about this far on the circle."""
LIKELY: Final = np.repeat(EXPLANATIONS[:, 0], len(NOISES))
AMOUNTS: Final = np.repeat(EXPLANATIONS[:, 1:] ** 2, len(NOISES), axis=0)
NOISE: Final = np.tile(NOISES**2, len(EXPLANATIONS))


@dataclass(frozen=True)
class Explained:
    offset: float
    slope: float
    local: Floats
    """[lesson]"""
    gain: Floats
    """[lesson]: how much better all is explained if this one was a slip; the logarithm of a ratio."""


def explained(places: Floats, axis: int, errors: Floats, doubt: Floats, slip: float) -> Explained:
    """places: [lesson, 2], errors: [lesson] on the axis, doubt: [lesson] extra variances, slip: a slip's variance."""
    along = places[:, axis]
    kernels = np.stack([np.ones((len(along), len(along))), np.outer(along, along), near(places, places)])
    spread = np.einsum("mk,kij->mij", AMOUNTS, kernels) + (NOISE[:, None] + doubt)[:, :, None] * np.eye(len(along))
    inverse = np.linalg.inv(spread)
    weights = inverse @ errors
    evidence = np.log(LIKELY) - 0.5 * np.linalg.slogdet(spread)[1] - 0.5 * weights @ errors
    belief = np.exp(evidence - evidence.max())
    belief /= belief.sum()
    offset, scale, local = (belief[:, None] * AMOUNTS).T @ weights
    return Explained(float(offset.sum()), float(scale @ along), local, _gain(belief, inverse, weights, slip))


def near(one: Floats, other: Floats) -> Floats:
    """[one, other]: 1 in the same place, 0 far away."""
    apart = ((one[:, None] - other[None]) ** 2).sum(axis=2)
    closeness: Floats = np.exp(-apart / (2 * REACH**2))
    return closeness


def _gain(belief: Floats, inverse: Floats, weights: Floats, slip: float) -> Floats:
    """What one larger variance on the diagonal does to the evidence, without inverting anew."""
    grown = 1 + slip * np.diagonal(inverse, axis1=1, axis2=2)
    change = 0.5 * slip * weights**2 / grown - 0.5 * np.log(grown)
    top = change.max(axis=0)
    gain: Floats = top + np.log(np.maximum(belief @ np.exp(change - top), 1e-300))
    return gain
