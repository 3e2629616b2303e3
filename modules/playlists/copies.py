"""`Copies`: the one playlist at Spotify that is a list's copy, found again or made, and never left twice."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from models.errors import Conflict
from models.spotify import SpotifyPlaylist
from modules.errands.run import ErrandRun
from modules.playlists.finding import Finding
from modules.playlists.patience import Patience
from modules.playlists.wanted import Wanted
from modules.spotify.playlists import MOST_PLAYLISTS, Playlists

LOOKS: Final = (0.3, 0.6, 1.2)
"""Seconds before looking again for what may have been made: its list may be a moment behind."""


class GoneAtSpotify(Conflict):
    code = "playlist.gone_at_spotify"
    title = "Deleted at Spotify"

    def __init__(self) -> None:
        super().__init__(
            "The copy of this playlist was deleted at Spotify.",
            next_step='POST it again with {"recreate": true} to make it anew there.',
        )


@dataclass(frozen=True)
class Copies:
    """For one run. writing: patience of its own, so that reading well does not make up for never writing."""

    run: ErrandRun
    there: Playlists
    finding: Finding
    writing: Patience

    def of(self, wanted: Wanted, known: str | None, *, public: bool, recreate: bool) -> SpotifyPlaylist:
        """known: the id it had before. Raises GoneAtSpotify."""
        wanted_id = self.run.memory.get("id") or known
        found = self._found(wanted, wanted_id)
        if found is None and wanted_id is not None:
            if not recreate:
                raise GoneAtSpotify
            self._remember(id=None)
        if found is None:
            found = self._made(wanted, public=public)
        self._remember(id=found.id)
        return found

    def alone(self, wanted: Wanted, spotify_id: str) -> None:
        """Take away what a request made that was thought lost, and came late: it is empty, and nothing else is."""
        twins = [one for one in self.finding.all() if one.id != spotify_id and wanted.is_marked(one.description)]
        for one in twins:
            if one.total == 0:
                self.run.hold()
                self.writing.ask(partial(self.there.delete, one.id))

    def _found(self, wanted: Wanted, wanted_id: str | None) -> SpotifyPlaylist | None:
        """By its id if it has one; else the oldest with the mark."""
        listed = list(self.finding.all())
        marked = [one for one in listed if wanted.is_marked(one.description)]
        found = next((one for one in listed if one.id == wanted_id), marked[-1] if marked else None)
        made_here = wanted_id is not None and wanted_id == self.run.memory.get("id")
        if found is None and wanted_id is not None and (made_here or len(listed) >= MOST_PLAYLISTS):
            return self.finding.known(wanted_id)
        return found

    def _made(self, wanted: Wanted, *, public: bool) -> SpotifyPlaylist:
        if self.run.memory.get("making") and (found := self._looked_for(wanted)):
            return found
        self._remember(making=True, made=True)
        while True:
            self.run.hold()
            answer = self.writing.attempt(lambda: self.there.create(wanted.name, wanted.description, public=public))
            if answer is not None:
                return answer[0]
            if found := self._looked_for(wanted):
                return found

    def _looked_for(self, wanted: Wanted) -> SpotifyPlaylist | None:
        """Nobody knows whether it was made: it is, if one with the mark is there."""
        for seconds in LOOKS:
            self.writing.rest(seconds)
            if found := self._found(wanted, None):
                return found
        return None

    def _remember(self, **told: Any) -> None:
        self.run.remember({**self.run.memory, **told})
