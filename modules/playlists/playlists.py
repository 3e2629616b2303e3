"""`Playlists`: lists of a person's own, changed by who has read what they change, and shared by links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from models.errors import Outdated, TooLarge
from models.playlist import (
    MOST_ITEMS,
    NewItems,
    NewOrder,
    Playlist,
    PlaylistChange,
    PlaylistItem,
    PlaylistRequest,
)
from models.recommendation import Goal, RecommendationList, WishRequest
from modules.documents.idempotency import Idempotency
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query
from modules.playlists.collection import PLAYLISTS
from modules.playlists.entries import Entries
from modules.playlists.kept import KeptPlaylists, PlaylistNotFound, no_playlist
from modules.playlists.ordering import inserted, reordered, without

Agreed = Callable[[int], bool]
"""Whether a version is the one that was read."""
_NAMES: Final = {Goal.LIFT: "Up from {0}", Goal.CALM: "Calm after {0}", Goal.ENERGIZE: "Awake from {0}"}


class PlaylistFull(TooLarge):
    code = "playlist.full"
    title = "The playlist is full"


@dataclass(frozen=True)
class Playlists:
    """recommend: a list for a person and a wish. new_id: also the secret of a link."""

    documents: Documents
    entries: Entries
    recommend: Callable[[str, WishRequest], RecommendationList]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def create(self, owner: str, request: PlaylistRequest, key: str | None = None) -> Playlist:
        """With its items, or filled for its mood. The same key and request give the same list again."""
        content = f"playlist {request.model_dump_json()}"
        made = Idempotency(self.documents, self.clock).reserve(owner, key, content, self.new_id())
        return self._shelf.get(made) or self._shelf.insert(self._made(owner, made, request))

    def get(self, owner: str, playlist_id: str) -> Playlist:
        """Raises PlaylistNotFound for strangers too."""
        return self._kept.get(owner, playlist_id)

    def page(self, owner: str, *, limit: int = 20, cursor: str | None = None) -> tuple[list[Playlist], str | None]:
        """The one that was changed last comes first."""
        mine = Query({"owner": owner}, order="updated_at", descending=True)
        return self._shelf.find(mine, limit=limit, cursor=cursor)

    def change(self, owner: str, playlist_id: str, agreed: Agreed, change: PlaylistChange) -> Playlist:
        """Raises PlaylistNotFound, Outdated; so do the next ones."""
        told = {name: value for name, value in dict(change).items() if value is not None}
        return self._changed(owner, playlist_id, agreed, lambda known: known.model_copy(update=told))

    def add(self, owner: str, playlist_id: str, agreed: Agreed, new: NewItems) -> Playlist:
        """Raises PlaylistFull, NoSuchMusic, BadPlace too."""
        items = self.entries.made(owner, new.items)
        return self._with_items(owner, playlist_id, agreed, lambda known: inserted(known, items, new.at))

    def remove(self, owner: str, playlist_id: str, agreed: Agreed, item_id: str) -> Playlist:
        """Raises ItemNotFound too."""
        return self._with_items(owner, playlist_id, agreed, lambda known: without(known, item_id))

    def reorder(self, owner: str, playlist_id: str, agreed: Agreed, new: NewOrder) -> Playlist:
        """Raises BadOrder too."""
        return self._with_items(owner, playlist_id, agreed, lambda known: reordered(known, new.order))

    def delete(self, owner: str, playlist_id: str, agreed: Agreed) -> None:
        found = self.get(owner, playlist_id)
        _check(found, agreed)
        self.documents.delete(PLAYLISTS, found.id, found.version)

    def share(self, owner: str, playlist_id: str) -> str:
        """The token of a new link; an older one ends."""
        token = self.new_id()
        self._linked(owner, playlist_id, hashed(token))
        return token

    def unshare(self, owner: str, playlist_id: str) -> None:
        """Doing it twice is the same as doing it once."""
        self._linked(owner, playlist_id, None)

    def shared(self, token: str) -> Playlist:
        """What a link leads to. Raises PlaylistNotFound."""
        found, _ = self._shelf.find(Query({"share": hashed(token)}), limit=1)
        if not found:
            raise PlaylistNotFound("This link leads nowhere, or no longer.", next_step="Ask who gave it to you.")
        return found[0]

    @cached_property
    def _kept(self) -> KeptPlaylists:
        return KeptPlaylists(self.documents)

    @property
    def _shelf(self) -> Shelf[Playlist]:
        return self._kept.shelf

    def _made(self, owner: str, playlist_id: str, request: PlaylistRequest) -> Playlist:
        now = self.clock()
        facts: dict[str, Any] = {"description": request.description, "mood": request.mood}
        wish = request.wish
        if wish is None:
            items, named = self.entries.made(owner, request.items or ()), _called(request)
        else:
            found = self.recommend(owner, wish)
            items, named = self.entries.recommended(found.items), _called_after(found)
            facts |= {"mood": found.mood, "to": found.to, "goal": found.goal, "seed": found.seed, "notes": found.notes}
        times = {"created_at": now, "updated_at": now}
        return Playlist(id=playlist_id, owner=owner, name=request.name or named, items=items, **facts, **times)

    def _with_items(
        self, owner: str, playlist_id: str, agreed: Agreed, how: Callable[[list[PlaylistItem]], list[PlaylistItem]]
    ) -> Playlist:
        def changed(known: Playlist) -> Playlist:
            items = how(known.items)
            if len(items) > MOST_ITEMS:
                raise PlaylistFull(
                    f"A playlist has at most {MOST_ITEMS:,} items; this would be {len(items):,}.",
                    field="items",
                    next_step="Begin another one: POST /playlists.",
                )
            return known.model_copy(update={"items": items})

        return self._changed(owner, playlist_id, agreed, changed)

    def _changed(self, owner: str, playlist_id: str, agreed: Agreed, how: Callable[[Playlist], Playlist]) -> Playlist:
        def checked(known: Playlist) -> Playlist | None:
            if known.owner != owner:
                return None
            _check(known, agreed)
            return how(known).model_copy(update={"updated_at": self.clock()})

        changed = self._shelf.change(playlist_id, checked)
        if changed is None:
            raise no_playlist()
        return changed

    def _linked(self, owner: str, playlist_id: str, share: str | None) -> None:
        self._changed(owner, playlist_id, lambda _: True, lambda known: known.model_copy(update={"share": share}))


def hashed(token: str) -> str:
    """All that is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _check(known: Playlist, agreed: Agreed) -> None:
    if not agreed(known.version):
        raise Outdated(
            f"The playlist is at version {known.version} now.",
            field="If-Match",
            next_step="GET it again, look at what is new, and send your change with its ETag.",
            version=known.version,
        )


def _called(request: PlaylistRequest) -> str:
    return f"{request.mood.label.capitalize()} music" if request.mood else "My playlist"


def _called_after(found: RecommendationList) -> str:
    if found.goal is Goal.JOURNEY and found.to is not None:
        return f"From {found.mood.label} to {found.to.label}"
    return _NAMES.get(found.goal, "{1} music").format(found.mood.label, found.mood.label.capitalize())
