"""Lets what a sentence says outright count beside what a network reads in it."""

from typing import Final

from modules.mood.detectors.text.pooling import NEUTRAL, Likelihoods, valence_of
from modules.mood.detectors.text.wording import named, opposite
from modules.mood.emotions import place_of

SAID: Final = 0.7
"""How likely the opposite of what is denied becomes."""
BELIEVED: Final = 0.1
"""Where a network finds a sentence more pleasant than this, no pleasure was denied in it."""
LEFT: Final = 0.15
"""What is left of the side of an emotion that is denied."""


def with_statements(likely: dict[str, float], sentence: str, code: str) -> dict[str, float]:
    """A mood that is named counts for more than what surrounds it; a denied one takes its whole side along."""
    said = named(sentence, code)
    denied = _believed(said.denied, likely) if code == "en" else said.denied
    sides = {_is_pleasant(name) for name in denied}
    feelings = dict(said.feelings)
    if len(sides) == 2:
        feelings[NEUTRAL] = SAID
    else:
        feelings |= {opposite(name): SAID for name in denied}
    if not feelings:
        return likely
    lowered = {name: share * _left(name, sides) for name, share in likely.items()}
    return lowered | {name: max(share, lowered.get(name, 0.0)) for name, share in feelings.items()}


def _believed(denied: frozenset[str], likely: Likelihoods) -> set[str]:
    """The English network knows "not happy", so what it finds pleasant is; it does not know "not sad"."""
    pleasant = valence_of(likely) > BELIEVED
    return {name for name in denied if not (pleasant and _is_pleasant(name))}


def _left(name: str, sides: set[bool]) -> float:
    if name == NEUTRAL:
        return 0.4
    return LEFT if _is_pleasant(name) in sides else 0.7


def _is_pleasant(name: str) -> bool:
    return place_of(name).valence > 0
