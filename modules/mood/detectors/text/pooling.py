"""Puts the likelihoods of sentences together, and says how clearly they speak for one side."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from modules.mood.emotions import place_of

NEUTRAL: Final = "neutral"
FAINT: Final = 0.2
"""An emotion nearer to the middle than this pleads for neither side."""

Likelihoods = Mapping[str, float]


def pooled(parts: Sequence[tuple[Likelihoods, float]]) -> dict[str, float]:
    """The mean of the parts, weighed; what says nothing weighs less. An emotion unknown to a part has likelihood 0."""
    weights = [weight * (1 - 0.7 * found.get(NEUTRAL, 0.0)) for found, weight in parts]
    total = sum(weights) or 1.0
    names = dict.fromkeys(name for found, _ in parts for name in found)
    shares = zip(weights, (found for found, _ in parts), strict=True)
    rows = [(weight / total, found) for weight, found in shares]
    return {name: sum(share * found.get(name, 0.0) for share, found in rows) for name in names}


def blended(one: Likelihoods, other: Likelihoods, share: float) -> dict[str, float]:
    """So much of the other, the rest of the one."""
    names = dict.fromkeys([*one, *other])
    return {name: (1 - share) * one.get(name, 0.0) + share * other.get(name, 0.0) for name in names}


def clearness(found: Likelihoods) -> float:
    """0 to 1: how likely the likeliest of pleasant, unpleasant and neither is, less where another is likely too."""
    sides = {"pleasant": 1.0, "unpleasant": 1.0, "neither": 1.0}
    for name, share in found.items():
        valence = _valence(name)
        side = "neither" if abs(valence) < FAINT else "pleasant" if valence > 0 else "unpleasant"
        sides[side] *= 1 - min(share, 1.0)
    likely = [1 - rest for rest in sides.values()]
    return max(likely) ** 2 / (sum(likely) or 1.0)


@cache
def _valence(name: str) -> float:
    return place_of(name).valence


def valence_of(found: Likelihoods) -> float:
    """Which side the likelihoods are on together, from -1 to 1."""
    total = math.fsum(found.values()) or 1.0
    return math.fsum(share * _valence(name) for name, share in found.items()) / total
