"""Reckoning with moods: how far apart two are, and what lies between several."""

import math
from collections.abc import Iterable, Mapping, Sequence

from models.mood import Mood, Point
from modules.mood.emotions import canonical, known


def point(mood: Mood) -> Point:
    return Point(mood.valence, mood.arousal)


def distance(one: Mood | Point, other: Mood | Point) -> float:
    """From 0 to about 2 across the circle."""
    return math.dist((one.valence, one.arousal), (other.valence, other.arousal))


def moved(mood: Mood, valence: float, arousal: float) -> Mood:
    """The mood at another place, held inside the square, and called by the word there."""
    at = Mood.at(_bounded(valence), _bounded(arousal))
    return mood.model_copy(update={"valence": at.valence, "arousal": at.arousal, "label": at.label})


def blend(moods: Sequence[Mood], weights: Sequence[float] | None = None, source: str = "blended") -> Mood:
    """The mood between these, nearer to those that weigh more; all weigh the same unless told."""
    shares = shares_of([1.0] * len(moods) if weights is None else weights)
    if len(shares) != len(moods):
        raise ValueError(f"{len(moods)} moods need as many weights, not {len(shares)}")
    pairs = list(zip(shares, moods, strict=True))
    return Mood.at(
        _bounded(math.fsum(share * mood.valence for share, mood in pairs)),
        _bounded(math.fsum(share * mood.arousal for share, mood in pairs)),
        confidence=min(math.fsum(share * mood.confidence for share, mood in pairs), 1.0),
        distribution=merged((share, mood.distribution) for share, mood in pairs),
        source=source,
    )


def shares_of(weights: Sequence[float]) -> list[float]:
    """The weights, so that they add up to 1."""
    total = math.fsum(weights)
    if not weights or not 0 < total < math.inf or min(weights) < 0:
        raise ValueError("give at least one weight above 0, and none below")
    return [weight / total for weight in weights]


def merged(parts: Iterable[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """One distribution out of several, the likeliest emotion first, under the names that synonyms share.

    A part without a distribution has no say. Names that the table does not know are left out.
    """
    found: dict[str, float] = {}
    for weight, distribution in parts:
        total = math.fsum(share for name, share in distribution.items() if known(name))
        for name, share in distribution.items():
            if total > 0 and known(name):
                found[canonical(name)] = found.get(canonical(name), 0.0) + weight * share / total
    total = math.fsum(found.values())
    ranked = sorted(found, key=lambda name: (-found[name], name))
    return {name: found[name] / total for name in ranked if total}


def _bounded(value: float) -> float:
    return min(max(value, -1.0), 1.0)
