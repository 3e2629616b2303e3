"""`Recommending`: music for a mood and a goal, out of all there is, for a person who may say what they think of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from models.errors import Invalid, NotFound
from models.mood import Mood
from models.recommendation import (
    Feedback,
    FeedbackRequest,
    Named,
    Recommendation,
    RecommendationList,
    Wish,
    WishRequest,
)
from modules.documents.store import Documents
from modules.library.collection import TRACKS
from modules.matching.index import IndexMissing
from modules.matching.packing import IndexUnreadable
from modules.mood.moods import Moods
from modules.recommending.compiling import Person, compiled
from modules.recommending.feedbacks import Feedbacks
from modules.recommending.gathering import AWAY, Gathering
from modules.recommending.goals import planned
from modules.recommending.library import NAME as OWN_TRACKS
from modules.recommending.lists_shown import ListsShown
from modules.recommending.sources.spotify_search import NAME as SPOTIFY_SEARCH

LASTS: Final = timedelta(hours=12)
"""How long a mood that was read is believed to be the present one."""


class NoMood(Invalid):
    code = "recommendation.no_mood"
    title = "No mood to go by"


class ItemNotFound(NotFound):
    code = "recommendation.no_item"
    title = "No such track"


@dataclass(frozen=True)
class Recommending:
    """documents: where people's tracks are. chance: a new seed."""

    documents: Documents
    gathering: Gathering
    feedbacks: Feedbacks
    shown: ListsShown
    moods: Moods
    chance: Callable[[], int]

    def recommend(self, owner: str, asked: WishRequest) -> RecommendationList:
        """Remembers what it gave. Raises NoMood, NoDestination."""
        wish = self._settled(owner, asked)
        planned(wish)  # what is wrong with the wish is said before anything is asked for
        found = self.gathering.gathered(owner, wish)
        shown = frozenset(self.shown.before(owner, wish))
        person = Person(self.feedbacks.heard(owner), shown, self._now())
        made = self.gathering.offload(compiled, found.choice, wish, person)
        self.shown.remember(owner, wish, [_shown(one) for one in made.items])
        return RecommendationList(
            **dict(wish),
            items=made.items,
            unknown=found.choice.unknown,
            sources=found.reports,
            degraded=any(one.state == AWAY for one in found.reports),
            notes=made.notes,
        )

    def hear(self, owner: str, request: FeedbackRequest) -> Feedback:
        """Raises ItemNotFound for what is neither theirs, nor in the collection, nor was shown to them lately.

        What a track is called that only Spotify told of is told, but not kept.
        """
        about = self._named(owner, request.item)
        kept = about.model_copy(update={"name": "", "artist": ""}) if request.item in self._lent(owner) else about
        said = self.feedbacks.say(owner, kept, request)
        return said.model_copy(update={"name": about.name, "artist": about.artist})

    def said(self, owner: str, *, limit: int, cursor: str | None) -> tuple[list[Feedback], str | None]:
        """The newest first, with the names of today for what only Spotify told of."""
        found, following = self.feedbacks.page(owner, limit=limit, cursor=cursor)
        lent = self._lent(owner) if any(not one.name for one in found) else {}
        return [one.model_copy(update=lent.get(one.item, {})) for one in found], following

    def _settled(self, owner: str, asked: WishRequest) -> Wish:
        given = dict(asked) | {"mood": asked.mood or self._latest(owner)}
        return Wish(**given | {"seed": self.chance() if asked.seed is None else asked.seed})

    def _latest(self, owner: str) -> Mood:
        entries, _ = self.moods.page(owner, limit=1)
        if not entries or self._now() - entries[0].created_at > LASTS:
            raise NoMood(
                "Nothing is known about your present mood.",
                field="mood",
                next_step="Add mood=calm or mood=.5,-.3, or read one first: POST /mood.",
            )
        return entries[0].mood

    def _named(self, owner: str, item: str) -> Named:
        found = self._own(owner, item) or self._open(item) or self.shown.named(owner, item)
        if found is None:
            raise ItemNotFound(
                "This was not recommended to you lately, and is no track of yours.",
                field="item",
                next_step="Send the id of something in GET /music/recommendations.",
            )
        return found

    def _own(self, owner: str, item: str) -> Named | None:
        kept: dict[str, Any] = self.documents.get(TRACKS, owner) or {"tracks": []}
        return next((_named(one) for one in kept["tracks"] if one["id"] == item), None)

    def _lent(self, owner: str) -> dict[str, dict[str, str]]:
        """Name and artist of each track of theirs that only Spotify told of, by its id."""
        kept: dict[str, Any] = self.documents.get(TRACKS, owner) or {"tracks": []}
        listed = (one for one in kept["tracks"] if not one.get("own", True))
        return {one["id"]: {"name": one["name"], "artist": one["artist"]} for one in listed}

    def _open(self, item: str) -> Named | None:
        digest = item.rpartition(":")[2] if item.startswith("collection:") else ""
        try:
            index = self.gathering.open_music.matching.matcher.index
        except (IndexMissing, IndexUnreadable):
            return None
        number = index.with_digest(digest) if digest else None
        if number is None:
            return None
        song = index.song(index.song_of(number))
        return Named(id=item, name=song.title, artist=song.artist)

    def _now(self) -> datetime:
        return self.feedbacks.clock()


def _named(track: dict[str, Any]) -> Named:
    return Named(id=track["id"], name=track["name"], artist=track["artist"])


def _shown(one: Recommendation) -> Named:
    """Of what Spotify's search found nothing is kept but the id, and what is in the library is named there."""
    if one.source in {SPOTIFY_SEARCH, OWN_TRACKS}:
        return Named(id=one.id, name="", artist="")
    return Named(id=one.id, name=one.name, artist=one.artist)
