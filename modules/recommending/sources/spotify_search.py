"""Spotify's search by words for moods, in the name of who asks; what it finds is used for lists, and kept nowhere."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from models.errors import Conflict, Forbidden, TooMany, Unavailable
from models.mood import POINTS, MoodLabel, nearest_label
from models.recommendation import TrackFeatures, Wish
from models.spotify import SpotifyTrack
from modules.recommending.goals import planned
from modules.recommending.pool import Candidate
from modules.recommending.sources.listenbrainz import TAGS
from modules.recommending.sources.source import SourceAway, SourceOff
from modules.spotify.refusals import NotLinked

NAME: Final = "Spotify search"
CONFIDENCE: Final = 0.2
"""That a song was found by a word says little about how it feels."""
FRESH: Final = 3600.0
"""Seconds in which the same person's same search is not sent again: there is a quota for all of this server."""
REMEMBERED: Final = 256
PREFIX: Final = "spotify:track:"

Search = Callable[[str, str], Sequence[SpotifyTrack]]


class SpotifySearch:
    """search: what somebody's account finds for some words."""

    name: str = NAME

    def __init__(self, search: Search, clock: Callable[[], float] = time.monotonic) -> None:
        self._search = search
        self._clock = clock
        self._found: OrderedDict[tuple[str, str], tuple[float, Sequence[SpotifyTrack]]] = OrderedDict()

    def candidates(self, owner: str, wish: Wish) -> list[Candidate]:
        """Raises SourceOff for who has no account connected, SourceAway."""
        way = planned(wish)
        ends = (nearest_label(float(place[0]), float(place[1])) for place in (way[0], way[-1]))
        found: dict[str, Candidate] = {}
        for label in dict.fromkeys(ends):
            found |= {one.id: one for one in _read(self._asked(owner, f"{TAGS[label]} music"), label)}
        return list(found.values())

    def _asked(self, owner: str, words: str) -> Sequence[SpotifyTrack]:
        known = self._found.get((owner, words))
        if known is not None and self._clock() - known[0] < FRESH:
            return known[1]
        try:
            found = self._search(owner, words)
        except NotLinked:
            raise SourceOff(f"{NAME}: no account is connected.", next_step="GET /auth/login connects one.") from None
        except (Conflict, Forbidden, TooMany, Unavailable) as error:
            raise SourceAway(f"{NAME}: {error.detail}", next_step=error.next_step) from None
        self._found[owner, words] = self._clock(), found
        self._found.move_to_end((owner, words))
        while len(self._found) > REMEMBERED:
            self._found.popitem(last=False)
        return found


def _read(found: Sequence[SpotifyTrack], label: MoodLabel) -> Iterator[Candidate]:
    point = POINTS[label]
    said = {"valence": point.valence, "energy": point.arousal, "confidence": CONFIDENCE}
    features = TrackFeatures(source=f"Spotify's search for {TAGS[label]!r}", **said)
    for track in found:
        if track.kind == "track" and track.id:
            yield Candidate(PREFIX + track.id, track.name, track.artist, NAME, features, spotify_id=track.id)
