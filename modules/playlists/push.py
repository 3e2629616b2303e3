"""`Push`: the errand that takes a playlist to Spotify: whatever dies when, one copy, in order, nothing twice."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from models.errors import Forbidden, Invalid
from models.playlist import Playlist
from models.push import AtSpotify, CoverState, PushResult, PushWish, playlist_url
from models.spotify import SpotifyLink, SpotifyPlaylist
from modules.errands.run import ErrandRun
from modules.playlists.copies import Copies, GoneAtSpotify
from modules.playlists.cover import as_jpeg, cover
from modules.playlists.finding import Finding
from modules.playlists.kept import KeptPlaylists
from modules.playlists.mender import Mender
from modules.playlists.patience import Patience
from modules.playlists.wanted import Wanted, wanted
from modules.spotify.playlists import Playlists
from modules.spotify.refusals import NotLinked, NotThere, Upstream
from modules.spotify.spotify import Spotify

COVERING: Final = 0.92
COVER_TRIES: Final = 3
UPLOADING: Final = "ugc-image-upload"


class NothingToPush(Invalid):
    code = "playlist.nothing_for_spotify"
    title = "Nothing that Spotify knows"

    def __init__(self) -> None:
        super().__init__(
            "No item of this playlist is a track whose Spotify id is known.",
            field="items",
            next_step="Add tracks with their spotify_id; pieces made here cannot be taken to Spotify.",
        )


@dataclass(frozen=True)
class Turn:
    """One worker's turn at one push."""

    run: ErrandRun
    playlist: Playlist
    link: SpotifyLink
    wish: PushWish
    there: Playlists
    asking: Patience
    writing: Patience

    @property
    def account(self) -> str:
        return self.link.account_id

    @property
    def before(self) -> AtSpotify | None:
        """The copy that is known, if it is this account's."""
        known = self.playlist.spotify
        return known if known and known.account == self.account else None

    @property
    def finding(self) -> Finding:
        return Finding(self.there, self.asking.ask)

    @property
    def copies(self) -> Copies:
        return Copies(self.run, self.there, self.finding, self.writing)

    def wanted(self) -> Wanted:
        return wanted(self.playlist, self.account, self.run.memory.get("refused", ()))


@dataclass(frozen=True)
class Push:
    kept: KeptPlaylists
    spotify: Spotify
    clock: Callable[[], datetime]
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, run: ErrandRun) -> dict[str, Any]:
        """The PushResult. Raises NothingToPush, GoneAtSpotify, Unsteady, Spotify's refusals, Cancelled and Waiting."""
        turn = self._begun(run)
        try:
            return self._pushed(turn)
        except NotThere:  # deleted while this went on
            run.remember({"account": turn.account})
            if not turn.wish.recreate:
                raise GoneAtSpotify from None
            return self._pushed(turn)

    def _begun(self, run: ErrandRun) -> Turn:
        playlist = self.kept.get(run.errand.owner, run.errand.subject)
        link = self.spotify.links.get(run.errand.owner)
        if link is None:
            raise NotLinked
        if run.memory.get("account") != link.account_id:
            run.remember({"account": link.account_id})
        wish = PushWish.model_validate(run.errand.options)
        there = self.spotify.of(run.errand.owner).playlists
        asking, writing = (Patience(run, self.clock, self.sleep) for _ in range(2))
        return Turn(run, playlist, link, wish, there, asking, writing)

    def _pushed(self, turn: Turn) -> dict[str, Any]:
        if not turn.wanted().uris:
            raise NothingToPush
        turn.run.at(0.02, "looking for it at Spotify")
        found = self._found(turn)
        wish = turn.wanted()
        if found.name != wish.name or not wish.says(found.description):
            turn.run.hold()
            turn.writing.ask(lambda: turn.there.rename(found.id, wish.name, wish.description))
        snapshot = self._mended(turn, found)
        turn.copies.alone(wish, found.id)
        turn.run.at(COVERING, "sending the cover")
        state, cover = self._covered(turn, found.id)
        told = {"snapshot_id": snapshot, "cover": cover, "refused": turn.run.memory.get("refused", [])}
        self._keep(turn, found.id, pushed_at=self.clock(), **told)
        return _told(turn, found, state)

    def _found(self, turn: Turn) -> SpotifyPlaylist:
        """Known from now on, so that no other push makes another one."""
        known = turn.before.id if turn.before else None
        wish = turn.wish
        found = turn.copies.of(turn.wanted(), known, public=wish.public, recreate=wish.recreate)
        if found.id != known:
            self._keep(turn, found.id)
        return found

    def _mended(self, turn: Turn, found: SpotifyPlaylist) -> str | None:
        """The snapshot in which all is right: what an earlier worker left so, and nobody changed, is not read again."""
        if found.snapshot_id and turn.run.memory.get("mended") == _right(found.snapshot_id, turn.wanted()):
            return found.snapshot_id
        mender = Mender(turn.run, turn.there, turn.finding, turn.writing, lambda: turn.wanted().uris)
        snapshot = mender.mend(found.id)
        turn.run.remember({**turn.run.memory, "mended": _right(snapshot, turn.wanted())})
        return snapshot

    def _covered(self, turn: Turn, spotify_id: str) -> tuple[CoverState, str | None]:
        """A playlist without its cover is better than none."""
        before = turn.before.cover if turn.before and turn.before.id == spotify_id else None
        if not turn.wish.cover:
            return CoverState.NOT_WANTED, before
        if UPLOADING not in turn.link.scopes:
            return CoverState.NOT_ALLOWED, before
        picture = as_jpeg(cover(turn.playlist.id, turn.playlist.mood, turn.playlist.to))
        digest = sha256(picture).hexdigest()
        if digest in {before, turn.run.memory.get("cover")}:
            return CoverState.UNCHANGED if digest == before else CoverState.UPLOADED, digest
        try:
            sent = any(turn.writing.attempt(lambda: turn.there.cover(spotify_id, picture)) for _ in range(COVER_TRIES))
        except (Upstream, Forbidden):
            sent = False
        if sent:
            turn.run.remember({**turn.run.memory, "cover": digest})
        return (CoverState.UPLOADED, digest) if sent else (CoverState.FAILED, before)

    def _keep(self, turn: Turn, spotify_id: str, **told: Any) -> None:
        """Where the copy is stands with the list; unless the account was taken off meanwhile, or the list deleted."""
        turn.run.hold()
        if (link := self.spotify.links.get(turn.playlist.owner)) is None or link.account_id != turn.account:
            raise NotLinked
        copy = AtSpotify(id=spotify_id, account=turn.account, **told)
        self.kept.shelf.change(turn.playlist.id, lambda known: known.model_copy(update={"spotify": copy}))


def _right(snapshot: str | None, wish: Wanted) -> str:
    """These tracks in this snapshot."""
    return f"{snapshot} {sha256(' '.join(wish.uris).encode()).hexdigest()}"


def _told(turn: Turn, found: SpotifyPlaylist, cover_state: CoverState) -> dict[str, Any]:
    wish = turn.wanted()
    made, url = bool(turn.run.memory.get("made")), playlist_url(found.id)
    result = PushResult(
        id=found.id, url=url, made=made, items=len(wish.uris), left_out=wish.left_out, cover=cover_state
    )
    return result.model_dump(mode="json")
