"""Why a track is in a list: each number of its score in words, and one sentence for people."""

import math
from typing import Final

from models.mood import nearest_label
from models.recommendation import Contribution, Goal, Wish
from modules.recommending.pool import Candidate
from modules.recommending.ranking import AGAIN, CHANCE, DOUBT, FIT, OWN, Pick
from modules.recommending.taste import LIKED, NOT_IT, SKIPPED

EXACTLY, CLOSELY, LOOSELY = 0.12, 0.3, 0.5
UNSURE: Final = 0.35
_WHY: Final = {
    OWN: "it is one of your tracks",
    CHANCE: "a little chance, by your seed, so that lists differ",
    AGAIN: "it was in a list of yours in the last days",
    LIKED: "you liked it, or something else by the same artist",
    SKIPPED: "you skipped it, or something else by the same artist",
    NOT_IT: "you said that this is not what it, or something else by the same artist, feels like",
}
_LEADS: Final = {
    Goal.MATCH: "your mood",
    Goal.LIFT: "the next step up",
    Goal.CALM: "the next step to rest",
    Goal.ENERGIZE: "the next step to more energy",
}


def contributions(candidate: Candidate, pick: Pick) -> list[Contribution]:
    """The largest first; they add up to the score."""
    far = _far(candidate, pick.aim)
    said = {
        FIT: f"it lies {far:.2f} from what this place of the list asks for",
        DOUBT: f"how it feels is {candidate.features.confidence:.0%} sure, by {candidate.features.source}",
        **_WHY,
    }
    ordered = sorted(pick.parts.items(), key=lambda part: -abs(part[1]))
    return [Contribution(what=name, amount=amount, why=said[name]) for name, amount in ordered]


def sentence(candidate: Candidate, pick: Pick, wish: Wish) -> str:
    """Such as: Sounds calm, just right for your mood; it is one of your tracks, and you liked it."""
    feels = nearest_label(candidate.features.valence or 0.0, candidate.features.energy or 0.0)
    said = f"Sounds {feels}, {_fits(candidate, pick, wish)}"
    more = list(_more(candidate, pick))
    return f"{said}; {', and '.join(more)}." if more else f"{said}."


def _fits(candidate: Candidate, pick: Pick, wish: Wish) -> str:
    far = _far(candidate, pick.place)
    wanted = _LEADS.get(wish.goal) or f"this step of the way to {wish.to.label if wish.to else 'there'}"
    if far <= EXACTLY:
        return f"just right for {wanted}"
    if far <= CLOSELY:
        return f"close to right for {wanted}"
    if far <= LOOSELY:
        return f"not far off for {wanted}"
    return f"the nearest that is left for {wanted}"


def _more(candidate: Candidate, pick: Pick) -> list[str]:
    parts = pick.parts
    said = {
        "it is one of your tracks": parts.get(OWN, 0) > 0,
        "you liked it": parts.get(LIKED, 0) > 0.1,
        "you like the artist": 0 < parts.get(LIKED, 0) <= 0.1,
        "you skipped it before": parts.get(SKIPPED, 0) < -0.1,
        "you had it in the last days": parts.get(AGAIN, 0) < 0,
        "how it feels is only a guess": candidate.features.confidence < UNSURE,
    }
    return [words for words, holds in said.items() if holds]


def _far(candidate: Candidate, place: tuple[float, float]) -> float:
    return math.dist((candidate.features.valence or 0.0, candidate.features.energy or 0.0), place)
