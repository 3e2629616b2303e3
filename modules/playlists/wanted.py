"""`Wanted`: a playlist as it should stand at Spotify, and what cannot stand there."""

import html
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from models.playlist import ItemKind, Playlist, PlaylistItem
from models.push import LeftOut

LONGEST_NAME: Final = 100
LONGEST_DESCRIPTION: Final = 300
PREFIX: Final = "spotify:track:"
_WHY: Final = {
    ItemKind.WORK: "A piece made here is not at Spotify.",
    ItemKind.FILE: "A file of the collection is not at Spotify.",
    ItemKind.TRACK: "Its Spotify id is not known here.",
}
REFUSED: Final = "Spotify does not take its id."


@dataclass(frozen=True)
class Wanted:
    """mark: a short text by which it is recognised, whatever else is lost."""

    name: str
    description: str
    mark: str
    uris: list[str]
    left_out: list[LeftOut] = field(default_factory=list)

    def is_marked(self, description: str) -> bool:
        return self.mark in html.unescape(description)

    def says(self, description: str) -> bool:
        """Whether Spotify's words, which it escapes, are ours."""
        return _line(html.unescape(description)) == self.description


def wanted(playlist: Playlist, account: str, refused: Collection[str] = ()) -> Wanted:
    """For one account: each has a playlist of its own. refused: what Spotify did not take."""
    mark = mark_of(playlist.id, account)
    there = [one for one in playlist.items if one.spotify_id and uri_of(one) not in refused]
    missing = [_left_out(one) for one in playlist.items if not one.spotify_id or uri_of(one) in refused]
    return Wanted(
        name=_line(playlist.name)[:LONGEST_NAME].strip() or "Playlist",
        description=_described(playlist.description, mark),
        mark=mark,
        uris=[uri_of(one) for one in there],
        left_out=missing,
    )


def uri_of(item: PlaylistItem) -> str:
    return f"{PREFIX}{item.spotify_id}"


def mark_of(playlist_id: str, account: str) -> str:
    """The same for every push of this list to this account, and nobody else's."""
    return f"Made with MuseAIka, {sha256(f'{playlist_id} {account}'.encode()).hexdigest()[:12]}"


def _described(text: str, mark: str) -> str:
    about = _line(text)[: LONGEST_DESCRIPTION - len(mark) - 3].strip()
    return f"{about} · {mark}" if about else mark


def _left_out(item: PlaylistItem) -> LeftOut:
    why = REFUSED if item.spotify_id else _WHY[item.kind]
    return LeftOut(item=item.id, name=item.name, artist=item.artist, why=why)


def _line(text: str) -> str:
    return " ".join(text.split())
