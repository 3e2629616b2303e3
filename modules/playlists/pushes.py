"""`Pushes`: taking playlists to Spotify as their owners meet it: order it, and see what differs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.errand import Errand, ErrandKind
from models.playlist import Playlist
from models.push import CopyState, PushWish, Renamed, SpotifyDifferences, Stray
from models.spotify import LinkState, SpotifyItem, SpotifyLink, SpotifyPlaylist
from modules.errands.errands import Errands
from modules.playlists.finding import Finding
from modules.playlists.kept import KeptPlaylists
from modules.playlists.mending import missing, moves
from modules.playlists.push import NothingToPush
from modules.playlists.wanted import Wanted, wanted
from modules.spotify.links import CAN_WRITE
from modules.spotify.refusals import MissingScope, NotLinked, NotThere, ReauthRequired
from modules.spotify.spotify import Spotify

MAKE = "It is not at Spotify yet: POST here to take it there."
SAME = "Nothing to do: both are the same."
AGAIN = "POST here to make the copy the same as this list; POST what is extra to its items first, to keep it."
ANEW = 'It was deleted at Spotify: POST {"recreate": true} here to make it anew.'


@dataclass(frozen=True)
class Pushes:
    kept: KeptPlaylists
    spotify: Spotify
    errands: Errands

    def order(self, owner: str, playlist_id: str, wish: PushWish) -> Errand:
        """Refused at once where it could not succeed. A push that is under way is the answer.

        Raises PlaylistNotFound, NotConfigured, NotLinked, ReauthRequired, MissingScope, NothingToPush.
        """
        playlist = self.kept.get(owner, playlist_id)
        link = self._link(owner)
        if not set(link.scopes) & CAN_WRITE:
            raise MissingScope
        if not wanted(playlist, link.account_id).uris:
            raise NothingToPush
        return self.errands.start(owner, ErrandKind.PUSH, playlist_id, wish.model_dump())

    def differences(self, owner: str, playlist_id: str) -> SpotifyDifferences:
        """As it is at this moment. Raises PlaylistNotFound, NotConfigured, and Spotify's refusals."""
        playlist, link = self.kept.get(owner, playlist_id), self._link(owner)
        copy = playlist.spotify
        goal = wanted(playlist, link.account_id, copy.refused if copy else ())
        if copy is None or copy.account != link.account_id:
            here = _here(playlist, goal, range(len(goal.uris)))
            return SpotifyDifferences(state=CopyState.NEVER, missing=here, left_out=goal.left_out, proposal=MAKE)
        finding = Finding(self.spotify.of(owner).playlists)
        found = next((one for one in finding.all() if one.id == copy.id), None)
        try:
            items = finding.items(copy.id) if found else []
        except NotThere:
            found = None
        if found is None:
            told = SpotifyDifferences(state=CopyState.GONE, left_out=goal.left_out, proposal=ANEW)
        else:
            told = _compared(playlist, goal, found, items)
        return told.model_copy(update={"copy_there": copy.copy_of()})

    def _link(self, owner: str) -> SpotifyLink:
        self.spotify.app.ready()
        link = self.spotify.links.get(owner)
        if link is None:
            raise NotLinked
        if self.spotify.links.view(owner).state is LinkState.REAUTH_REQUIRED:
            raise ReauthRequired
        return link


def _compared(
    playlist: Playlist, goal: Wanted, found: SpotifyPlaylist, items: Sequence[SpotifyItem]
) -> SpotifyDifferences:
    there = [one.uri for one in items]
    renamed = None if found.name == goal.name else Renamed(here=goal.name, there=found.name)
    same = renamed is None and there == goal.uris
    return SpotifyDifferences(
        state=CopyState.SAME if same else CopyState.DIFFERENT,
        name=renamed,
        missing=_here(playlist, goal, missing(goal.uris, Counter(one for one in there if one is not None))),
        extra=[_stray(at, items[at]) for at in missing(there, Counter(goal.uris))],
        moved=moves(there, goal.uris),
        left_out=goal.left_out,
        proposal=SAME if same else AGAIN,
    )


def _here(playlist: Playlist, goal: Wanted, which: Iterable[int]) -> list[Stray]:
    """Those of them that can be there, counted among themselves."""
    out = {one.item for one in goal.left_out}
    able = [(at, one) for at, one in enumerate(playlist.items) if one.id not in out]
    chosen = [able[number] for number in which]
    return [Stray(at=at, name=one.name, artist=one.artist, spotify_id=one.spotify_id) for at, one in chosen]


def _stray(at: int, item: SpotifyItem) -> Stray:
    """A place may be empty, and a file of one's own has no id."""
    track = item.track
    if track is None:
        return Stray(at=at, name="(no longer at Spotify)", artist="", spotify_id=None)
    return Stray(at=at, name=track.name, artist=track.artist, spotify_id=track.id if track.kind == "track" else None)
