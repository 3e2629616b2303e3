"""ListenBrainz Radio: open data about what people tag and hear, asked by the word for a mood."""

from collections.abc import Iterator
from typing import Any, Final

from models.mood import POINTS, MoodLabel, nearest_label
from models.recommendation import TrackFeatures, Wish
from modules.recommending.goals import planned
from modules.recommending.pool import Candidate
from modules.recommending.sources.asking import Asking

BASE: Final = "https://api.listenbrainz.org"
CONFIDENCE: Final = 0.3
"""A tag is one word of somebody's about a song."""
TAGS: Final = {
    MoodLabel.EXCITED: "party",
    MoodLabel.HAPPY: "happy",
    MoodLabel.CONTENT: "feel good",
    MoodLabel.CALM: "calm",
    MoodLabel.SLEEPY: "ambient",
    MoodLabel.MELANCHOLIC: "melancholic",
    MoodLabel.SAD: "sad",
    MoodLabel.ANXIOUS: "dark",
    MoodLabel.ANGRY: "aggressive",
    MoodLabel.TENSE: "intense",
    MoodLabel.ENERGETIC: "energetic",
    MoodLabel.NEUTRAL: "mellow",
}
"""What people tag music with, for each of our words."""


class ListenBrainz:
    """token: of a ListenBrainz account; the radio answers nobody without one."""

    name: str = "ListenBrainz"

    def __init__(self, token: str, base: str = BASE) -> None:
        self._asking = Asking(self.name, base, {"Authorization": f"Token {token}"})

    def candidates(self, owner: str, wish: Wish) -> list[Candidate]:  # noqa: ARG002 - the radio is the same for all
        """What is tagged with the words at both ends of the way. Raises SourceAway."""
        way = planned(wish)
        found: dict[str, Candidate] = {}
        for label in dict.fromkeys(nearest_label(float(place[0]), float(place[1])) for place in (way[0], way[-1])):
            answer = self._asking.get("/1/explore/lb-radio", prompt=f"tag:({TAGS[label]})", mode="easy")
            try:
                listed = answer["payload"]["jspf"]["playlist"]["track"]
                found |= {one.id: one for one in _read(listed, label)}
            except (KeyError, TypeError, AttributeError, ValueError):
                raise self._asking.strange() from None
        return list(found.values())


def _read(listed: list[dict[str, Any]], label: MoodLabel) -> Iterator[Candidate]:
    point = POINTS[label]
    said = {"valence": point.valence, "energy": point.arousal, "confidence": CONFIDENCE}
    features = TrackFeatures(source=f"the tag {TAGS[label]!r} of ListenBrainz", **said)
    for track in listed:
        given = track.get("identifier") or ""
        place = given[0] if isinstance(given, list) else given
        mbid, title = str(place).rstrip("/").rsplit("/", 1)[-1][:64], str(track.get("title") or "")[:1000]
        if title and mbid:
            artist = str(track.get("creator") or "")[:1000]
            yield Candidate(f"listenbrainz:{mbid}", title, artist, "ListenBrainz", features)
