"""The port: what a source of candidates or of features is, and how one says that it is away."""

from collections.abc import Sequence
from typing import Protocol

from models.errors import Unavailable
from models.recommendation import TrackFeatures, Wish
from modules.recommending.pool import Candidate


class SourceAway(Unavailable):
    """Nothing from there this time; the list is made without it, and says so."""

    code = "source.away"
    title = "A source of music is away"


class SourceOff(SourceAway):
    """Nobody switched it on, so nothing is missing."""

    code = "source.off"
    title = "A source of music is off"


class CandidateSource(Protocol):
    name: str

    def candidates(self, owner: str, wish: Wish) -> list[Candidate]:
        """Tracks that may suit; what they feel like comes with them, and how sure that is.

        owner: who asks. Raises SourceAway, SourceOff.
        """


class FeatureSource(Protocol):
    name: str

    def features(self, spotify_ids: Sequence[str]) -> dict[str, TrackFeatures]:
        """What is known about these, by id; the others are missing. Raises SourceAway."""
