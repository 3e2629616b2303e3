"""Somebody's playlists at Spotify, under their names of 2026; nothing is sent twice, which is for callers to decide."""

import base64
import re
from collections.abc import Iterator, Sequence
from typing import Final

from models.spotify import SpotifyItem, SpotifyPlaylist
from modules.spotify import reading
from modules.spotify.client import Client
from modules.spotify.listening import chunks
from modules.spotify.refusals import NotThere

READ: Final = ("playlist-read-private", "playlist-modify-private", "playlist-modify-public")
WRITE: Final = ("playlist-modify-private", "playlist-modify-public")
PAGE: Final = 50
AT_ONCE: Final = 100
MOST_ITEMS: Final = 10_000
MOST_PLAYLISTS: Final = 1_000


class Playlists:
    """An Upstream whose `done` is None leaves open whether Spotify did it: read before doing it again."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def all(self) -> Iterator[SpotifyPlaylist]:
        """Their own and those they follow, newest first."""
        for offset in range(0, MOST_PLAYLISTS, PAGE):
            found, more = self.page(offset)
            yield from found
            if not more:
                return

    def page(self, offset: int) -> tuple[list[SpotifyPlaylist], bool]:
        """Fifty of them at most, and whether there are more: for who repeats what failed, page by page."""
        told = self._client.needing(*READ).current_user_playlists(limit=PAGE, offset=offset)
        found = reading.rows(told)
        return [reading.playlist(one) for one in found if one is not None], bool(found) and reading.more(told)

    def get(self, playlist_id: str) -> SpotifyPlaylist:
        """Raises NotThere when it was deleted."""
        return reading.playlist(self._client.needing(*READ).playlist(_known(playlist_id)))

    def create(self, name: str, description: str = "", *, public: bool = False) -> SpotifyPlaylist:
        made = self._client.needing(*WRITE).current_user_playlist_create(name, public, False, description)
        return reading.playlist(made)

    def rename(self, playlist_id: str, name: str | None = None, description: str | None = None) -> None:
        client = self._client.needing(*WRITE)
        client.playlist_change_details(_known(playlist_id), name=name, description=description)

    def items(self, playlist_id: str) -> list[SpotifyItem]:
        """Every place in its order, also those with a local file, a podcast, or nothing in it any more."""
        found: list[SpotifyItem] = []
        for offset in range(0, MOST_ITEMS, PAGE):
            part, more = self.items_from(playlist_id, offset)
            found += part
            if not more:
                break
        return found

    def items_from(self, playlist_id: str, offset: int) -> tuple[list[SpotifyItem], bool]:
        """Fifty at most, and whether there are more."""
        told = self._client.needing(*READ).playlist_items(_known(playlist_id), limit=PAGE, offset=offset)
        rows = reading.rows(told)
        return [reading.item(row) for row in rows], bool(rows) and reading.more(told)

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str | None:
        """At the end or from that place on; a request for every hundred. The snapshot after the last one."""
        snapshot = None
        for number, part in enumerate(chunks(list(uris), AT_ONCE)):
            place = None if position is None else position + number * AT_ONCE
            snapshot = reading.snapshot(self._client.needing(*WRITE).add(_known(playlist_id), part, place))
        return snapshot

    def replace(self, playlist_id: str, uris: Sequence[str]) -> str | None:
        """These and no others: the first hundred take the place of all, the rest come behind."""
        first, rest = list(uris[:AT_ONCE]), uris[AT_ONCE:]
        told = self._client.needing(*WRITE).playlist_replace_items(_known(playlist_id), first)
        return self.add(playlist_id, rest) if rest else reading.snapshot(told)

    def reorder(
        self, playlist_id: str, start: int, before: int, length: int = 1, snapshot_id: str | None = None
    ) -> str | None:
        """Move `length` items from `start` to before the one that is at `before` now."""
        client = self._client.needing(*WRITE)
        return reading.snapshot(client.playlist_reorder_items(_known(playlist_id), start, before, length, snapshot_id))

    def remove(self, playlist_id: str, uris: Sequence[str], snapshot_id: str | None = None) -> str | None:
        """Every place of each of them."""
        snapshot = snapshot_id
        for part in chunks(list(dict.fromkeys(uris)), AT_ONCE):
            client = self._client.needing(*WRITE)
            told = client.playlist_remove_all_occurrences_of_items(_known(playlist_id), part, snapshot)
            snapshot = reading.snapshot(told)
        return snapshot

    def cover(self, playlist_id: str, jpeg: bytes) -> None:
        """At most 256 KB after base64, that is about 190 KB of JPEG."""
        client = self._client.needing("ugc-image-upload")
        client.playlist_upload_cover_image(_known(playlist_id), base64.b64encode(jpeg).decode())

    def delete(self, playlist_id: str) -> None:
        """Take it out of the owner's library, which is all the deleting Spotify knows."""
        self._client.needing(*WRITE, "user-library-modify").library(
            "DELETE", [f"spotify:playlist:{_known(playlist_id)}"]
        )


def _known(playlist_id: str) -> str:
    """An id as Spotify makes them: what is none never becomes part of an address."""
    if not re.fullmatch(r"[0-9A-Za-z]{1,64}", playlist_id):
        raise NotThere("This is no id of a Spotify playlist.", next_step="Ids are letters and digits.")
    return playlist_id
