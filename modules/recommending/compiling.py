"""Compiling: from tracks to choose from to a list that explains itself, and says what it could not do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from models.recommendation import Feedback, Goal, Place, Recommendation, Wish
from modules.matching.indexing import key_of
from modules.recommending.explaining import contributions, sentence
from modules.recommending.goals import planned
from modules.recommending.pool import Candidate, Choice
from modules.recommending.ranking import AGAIN, Pick, Ranking
from modules.recommending.taste import taste

_LEADS: Final = {Goal.LIFT: "brighter", Goal.CALM: "calmer", Goal.ENERGIZE: "more awake"}


@dataclass(frozen=True)
class Person:
    """What is known about who asks. shown: ids of what they were given lately."""

    feedback: Sequence[Feedback] = ()
    shown: frozenset[str] = frozenset()
    now: datetime | None = None


@dataclass(frozen=True)
class Compiled:
    items: list[Recommendation]
    notes: list[str]


def compiled(choice: Choice, wish: Wish, person: Person) -> Compiled:
    """Raises NoDestination."""
    way = planned(wish)
    marks = taste(choice, person.feedback, way, person.now) if person.feedback and person.now else {}
    shown = None
    if person.shown:
        shown = np.isin(choice.codes, np.array([key_of(one) for one in sorted(person.shown)], dtype=np.uint64))
    picks = Ranking(choice, wish, marks, shown).picks()
    items = [_told(choice.told(pick.number), pick, wish) for pick in picks]
    return Compiled(items, list(_notes(choice, wish, picks, items)))


def _told(candidate: Candidate, pick: Pick, wish: Wish) -> Recommendation:
    return Recommendation(
        id=candidate.id,
        name=candidate.name,
        artist=candidate.artist,
        spotify_id=candidate.spotify_id,
        file=candidate.file,
        source=candidate.source,
        features=candidate.features,
        planned=Place(valence=round(pick.place[0], 4), energy=round(pick.place[1], 4)),
        score=pick.score,
        contributions=contributions(candidate, pick),
        sentence=sentence(candidate, pick, wish),
    )


def _notes(choice: Choice, wish: Wish, picks: Sequence[Pick], items: Sequence[Recommendation]) -> list[str]:
    notes = []
    if not items:
        notes.append("Nothing here feels like that.")
    elif len(items) < wish.limit:
        near = f"near enough, and {_LEADS[wish.goal]} than {wish.mood.label}" if wish.goal in _LEADS else "near enough"
        notes.append(
            f"{len(items)} instead of {wish.limit}: nothing else is {near}, "
            "or it is by artists who are in the list twice."
        )
    again = sum(AGAIN in pick.parts for pick in picks)
    if again:
        notes.append(f"{again} of these were in a list of the last days: nothing else is near enough.")
    if choice.unknown:
        many = choice.unknown > 1
        notes.append(
            f"{choice.unknown:,} of your tracks {'are' if many else 'is'} left out: nobody knows how "
            f"{'they feel' if many else 'it feels'}. POST /music/features brings what you know."
        )
    return notes
