"""Pauses: when Spotify asks this app to wait, every process of the server waits."""

import hashlib
import math
from collections.abc import Callable
from datetime import datetime, timedelta

from models.spotify import SpotifyPause
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.spotify.collection import SPOTIFY_PAUSES
from modules.spotify.refusals import RateLimited


class Pauses:
    """One for each client id, because that is what Spotify counts by."""

    def __init__(self, documents: Documents, clock: Callable[[], datetime], client_id: str) -> None:
        self._shelf = Shelf(documents, SPOTIFY_PAUSES, SpotifyPause)
        self._clock = clock
        self._id = hashlib.sha256(client_id.encode()).hexdigest()

    def check(self) -> None:
        """Raise RateLimited while Spotify wants to hear nothing."""
        pause = self._shelf.get(self._id)
        left = (pause.until - self._clock()).total_seconds() if pause else 0.0
        if pause and left > 0:
            raise RateLimited(math.ceil(left), quota=pause.quota)

    def begin(self, limited: RateLimited) -> None:
        """Nobody asks until the time is over; a longer pause that was there stays."""
        until = self._clock() + timedelta(seconds=limited.retry_after)
        pause = SpotifyPause(id=self._id, until=until, quota=limited.quota)
        try:
            self._shelf.insert(pause)
        except Duplicate:
            told = {"until": until, "quota": limited.quota}
            self._shelf.change(self._id, lambda known: known.model_copy(update=told) if known.until < until else None)
