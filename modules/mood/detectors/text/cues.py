"""How something is said: loudly, or not as it is meant."""

import re
from dataclasses import dataclass
from typing import Final

_IRONY: Final = re.compile(
    r"(?:^|\s)/s\b|\byeah,? right\b"
    r"|\boh,? (?:great|joy|wonderful|perfect|fantastic|brilliant)\b(?!\s+(?:news|job|work))"
    r"|\b(great|perfect|wonderful|fantastic|brilliant|lovely),? just \1\b|\bjust (?:great|perfect|wonderful)\s*[.…]"
    r"|\bjust what i (?:needed|wanted)\b|\blucky me\b|\bas if\s*[.!]|\bwhat could (?:possibly )?go wrong\b"
    r"|\bthanks for nothing\b|\bhow (?:nice|lovely) of (?:him|her|them|you) to (?:finally|ignore|forget)"
    r"|\bsure,? because\b|#(?:sarcasm|irony|not)\b|\(!\)",
    re.IGNORECASE,
)
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")
_SHORT_CAPITALS: Final = frozenset(
    ["OK", "TV", "USA", "UK", "EU", "DJ", "CD", "MTV", "ID", "PC", "LOL", "OMG", "BTW", "ASAP"]
)


@dataclass(frozen=True)
class Cues:
    loudness: float
    """0 to 1: capitals, exclamation marks, stretched words."""
    ironic: bool
    notes: tuple[str, ...]


def read_cues(text: str) -> Cues:
    notes = []
    capitals, marks = _capitals(text), min(text.count("!") + text.count("\uff01"), 5)
    loudness = 0.55 * capitals + (0.08 + 0.12 * marks if marks else 0) + 0.15 * bool(_STRETCHED.search(text))
    if capitals:
        notes.append("Written in capitals.")
    if marks > 1:
        notes.append("Several exclamation marks.")
    ironic = bool(_IRONY.search(text))
    return Cues(min(loudness, 1.0), ironic, tuple(notes))


def _capitals(text: str) -> bool:
    """Whether most words shout; a language without capitals never does."""
    words = [word.strip(".,;:!?\"'()*") for word in text.split()]
    long = [word for word in words if sum(map(str.isalpha, word)) > 1 and word not in _SHORT_CAPITALS]
    shouted = [word for word in long if word.isupper() and word.lower() != word]
    letters = sum(map(len, shouted))
    return len(shouted) > 0.6 * len(long) and (len(shouted) > 1 or letters > 4)
