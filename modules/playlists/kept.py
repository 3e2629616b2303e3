"""`KeptPlaylists`: the playlists as they are kept, each for its owner only."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from models.errors import NotFound
from models.playlist import Playlist, PlaylistItem
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query
from modules.playlists.collection import PLAYLISTS


class PlaylistNotFound(NotFound):
    code = "playlist.not_found"
    title = "No such playlist"


@dataclass(frozen=True)
class KeptPlaylists:
    documents: Documents

    def get(self, owner: str, playlist_id: str) -> Playlist:
        """Raises PlaylistNotFound for strangers too."""
        found = self.shelf.get(playlist_id)
        if found is None or found.owner != owner:
            raise no_playlist()
        return found

    def items_of(self, owner: str, playlist_id: str) -> Sequence[PlaylistItem]:
        """Raises PlaylistNotFound."""
        return self.get(owner, playlist_id).items

    def forget_spotify(self, owner: str) -> None:
        """Their account is taken off: where copies are at Spotify is nobody's business any more."""
        cursor = None
        while True:
            found, cursor = self.shelf.find(Query({"owner": owner}, order="updated_at"), limit=100, cursor=cursor)
            for one in found:
                if one.spotify is not None:
                    self.shelf.change(one.id, lambda known: known.model_copy(update={"spotify": None}))
            if cursor is None:
                return

    @cached_property
    def shelf(self) -> Shelf[Playlist]:
        return Shelf(self.documents, PLAYLISTS, Playlist)


def no_playlist() -> PlaylistNotFound:
    return PlaylistNotFound("There is no such playlist of yours.", next_step="GET /playlists lists yours.")
