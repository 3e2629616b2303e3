"""Fusion: one mood out of what face, text and the person's own pointing say, each counted by its reliability."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from models.mood import Mood
from modules.mood.arithmetic import blend, distance, shares_of

SPREADS: Final = {"pointed": 0.08, "named": 0.15, "text": 0.35, "face": 0.40, "device": 0.45}
"""How far off a source typically is on one axis when it is as sure as can be: a standard deviation.

Who points means that place, give or take a fingertip; who names a word means its surroundings. Networks miss by a good
third of the way to the rim, text by a little less than faces, which also show politeness; what a client's own device
computed we know least about. A source that is half as sure misses by twice as much.
"""
SUREST: Final = 0.05
"""Nobody counts less than with this confidence."""
DISAGREEING: Final = 0.25
"""From this conflict on it is worth a note."""


class UnknownSource(Invalid):
    code = "mood.unknown_source"


class NoEvidence(Invalid):
    code = "mood.no_evidence"


@dataclass(frozen=True)
class Fused:
    mood: Mood
    shares: dict[str, float]
    """How much each source counted; they add up to 1."""
    conflict: float
    """From 0, all agree, to 1, they lie at opposite ends of the circle and count the same."""
    notes: list[str]


def fuse(moods: Sequence[Mood]) -> Fused:
    """The inverse-variance mean of what was said. Agreement makes it surer than any of them, disagreement less sure.

    Its confidence is the one with which the best source alone would be as reliable, less the conflict. Raises
    UnknownSource, NoEvidence.
    """
    if not moods:
        raise NoEvidence(
            "There is nothing to tell a mood from.",
            next_step="Send an image, a text, a mood you point at, or several of them.",
        )
    shares = shares_of([_precision(mood) for mood in moods])
    centre = blend(moods, shares, source="+".join(dict.fromkeys(mood.source for mood in moods)))
    conflict = min(math.fsum(share * distance(mood, centre) for share, mood in zip(shares, moods, strict=True)), 1.0)
    confidence = _together(moods) * (1 - conflict)
    fused = centre.model_copy(update={"confidence": confidence})
    return Fused(fused, _counted(moods, shares), conflict, _notes(moods, conflict))


def _together(moods: Sequence[Mood]) -> float:
    """The confidence that the best source alone would need to be as reliable as all of them."""
    best = min(_spread(mood) for mood in moods)
    return min(best * math.sqrt(math.fsum((mood.confidence / _spread(mood)) ** 2 for mood in moods)), 1.0)


def _counted(moods: Sequence[Mood], shares: Sequence[float]) -> dict[str, float]:
    counted: dict[str, float] = {}
    for mood, share in zip(moods, shares, strict=True):
        counted[mood.source] = counted.get(mood.source, 0.0) + share
    return counted


def _spread(mood: Mood) -> float:
    spread = SPREADS.get(mood.source)
    if spread is None:
        raise UnknownSource(
            f"{mood.source!r} is no source of moods.", field="source", next_step=f"Use one of: {', '.join(SPREADS)}."
        )
    return spread


def _precision(mood: Mood) -> float:
    return (max(mood.confidence, SUREST) / _spread(mood)) ** 2


def _notes(moods: Sequence[Mood], conflict: float) -> list[str]:
    if conflict < DISAGREEING:
        return []
    said = ", ".join(f"{mood.source} says {mood.label}" for mood in moods)
    return [f"The sources disagree ({said}), so this is less sure."]
