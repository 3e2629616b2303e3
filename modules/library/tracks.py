"""`Tracks`: the songs a person listens to, as they told us and as their Spotify account has them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from models.errors import NotFound
from models.track import Kept, SkippedRow, Track, TrackPage, TrackSource, TrackView
from modules.documents.idempotency import Idempotency
from modules.documents.store import Document, Documents
from modules.library.listing import PENDING, Listing, Song, is_own
from modules.library.lists import Lists
from modules.library.paging import behind, cursor_of
from modules.library.synced import Synced

MOST_TOLD: Final = 100
"""Rows that were no tracks and are named."""
SOURCES: Final = {"saved": TrackSource.SAVED, "recent": TrackSource.RECENT, "top": TrackSource.TOP}
_SHOWN: Final = ("id", "name", "artist", "spotify_id", "added_at")
_VIEWS: Final = TypeAdapter(list[TrackView])


class TrackNotFound(NotFound):
    code = "track.not_found"
    title = "No such track"


class Tracks:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock
        self._lists = Lists(documents, clock)
        self.synced = Synced(documents, clock)
        """What a Spotify account told of them."""

    def replace(self, owner: str, tracks: Sequence[Track]) -> Kept:
        """These and no others, besides what Spotify told; each keeps the time it was added at. Raises TooManyTracks."""
        return self._write(owner, tracks, lambda listing: listing.replace(tracks))

    def add(self, owner: str, tracks: Sequence[Track], skipped: Sequence[SkippedRow] = ()) -> Kept:
        """These behind those that are there. Raises TooManyTracks."""
        kept = self._write(owner, tracks, lambda listing: listing.add(tracks))
        return kept.model_copy(update={"skipped": list(skipped[:MOST_TOLD])})

    def once(self, owner: str, key: str | None, content: str) -> None:
        """A key sent again must come with the same content, which changes nothing then. Raises KeyReused."""
        Idempotency(self._documents, self._clock).reserve(owner, key, f"tracks {content}", "tracks")

    def all_of(self, owner: str) -> list[TrackView]:
        return views_of(self._lists.songs(owner))

    def page(self, owner: str, *, limit: int = 100, cursor: str | None = None) -> TrackPage:
        """In the order of the list. A list that changes between two pages goes on behind the last track seen."""
        songs = self._lists.songs(owner)
        start = 0 if cursor is None else behind(cursor, songs)
        items = views_of(songs[start : start + limit])
        more = start + limit < len(songs)
        following = cursor_of(start + limit, items[-1].id) if more and items else None
        return TrackPage(items=items, next_cursor=following, count=len(songs))

    def remove(self, owner: str, track_id: str) -> None:
        """Raises TrackNotFound."""
        if self._lists.change(owner, lambda known: _without(known, track_id)) is None:
            raise TrackNotFound("There is no such track of yours.", next_step="GET /music/tracks lists yours.")

    def clear(self, owner: str) -> None:
        """Of what Spotify told, only the songs: what was read from there and when is still known."""
        self._lists.change(owner, lambda known: known | {"tracks": []})

    def _write(self, owner: str, tracks: Sequence[Track], how: Callable[[Listing], int]) -> Kept:
        counts = {"count": 0, "added": 0}

        def written(known: Document) -> Document:
            listing = Listing(known["tracks"], self._clock())
            counts["added"] = how(listing)
            counts["count"] = len(listing.songs)
            return known | {"tracks": listing.songs}

        self._lists.change(owner, written, make=True)
        return Kept(**counts, duplicates=len(tracks) - counts["added"])


def views_of(songs: Iterable[Song]) -> list[TrackView]:
    """As their owner sees them: what a reading that goes on has found counts already."""
    return _VIEWS.validate_python(
        [{**{name: song[name] for name in _SHOWN}, "origins": _origins(song)} for song in songs]
    )


def _origins(song: Song) -> list[dict[str, Any]]:
    """Of the times over which something is a top track, one origin is made."""
    found: dict[str, dict[str, Any]] = {}
    if is_own(song):
        found["you"] = {"source": TrackSource.YOU, "since": song["added_at"]}
    for mark, since in (song.get("spotify") or {}).items():
        kind, _, span = mark.removesuffix(PENDING).partition(":")
        origin = found.setdefault(kind, {"source": SOURCES[kind], "since": since, "spans": []})
        origin["since"] = min(origin["since"], since)
        if span and span not in origin["spans"]:
            origin["spans"].append(span)
    return list(found.values())


def _without(known: Document, gone: str) -> Document | None:
    left = [song for song in known["tracks"] if song["id"] != gone]
    return None if len(left) == len(known["tracks"]) else known | {"tracks": left}
