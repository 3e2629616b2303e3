"""ReccoBeats: valence and energy of tracks by their Spotify ids; looked up for one request, and kept nowhere."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from models.recommendation import TrackFeatures
from modules.recommending.sources.asking import Asking

BASE: Final = "https://api.reccobeats.com"
AT_ONCE: Final = 40
"""Ids that the service takes in one question."""
QUESTIONS: Final = 3
"""For one list: the first of the tracks that nobody else knows."""
CONFIDENCE: Final = 0.6


class ReccoBeats:
    name: str = "ReccoBeats"

    def __init__(self, base: str = BASE) -> None:
        self._asking = Asking(self.name, base)

    def features(self, spotify_ids: Sequence[str]) -> dict[str, TrackFeatures]:
        """Raises SourceAway."""
        found: dict[str, TrackFeatures] = {}
        for start in range(0, min(len(spotify_ids), AT_ONCE * QUESTIONS), AT_ONCE):
            ids = spotify_ids[start : start + AT_ONCE]
            answer = self._asking.get("/v1/audio-features", ids=",".join(ids))
            try:
                found |= dict(_read(answer["content"]))
            except (KeyError, TypeError, AttributeError, ValueError):
                raise self._asking.strange() from None
        return {one: found[one] for one in spotify_ids if one in found}


def _read(content: list[dict[str, Any]]) -> Iterator[tuple[str, TrackFeatures]]:
    for one in content:
        spotify_id = str(one["href"]).rstrip("/").rsplit("/", 1)[-1]
        valence, energy = one.get("valence"), one.get("energy")
        if valence is None or energy is None:
            continue
        said = {"valence": 2 * float(valence) - 1, "energy": 2 * float(energy) - 1, "tempo": one.get("tempo") or None}
        yield spotify_id, TrackFeatures(source="ReccoBeats", confidence=CONFIDENCE, **said)
