"""`Tracks`: the songs a person listens to; one document a person, so that a list changes at once or not at all."""

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Final

from models.errors import Invalid, NotFound, TooLarge
from models.track import MOST_TRACKS, Kept, SkippedRow, Track, TrackList, TrackPage, TrackView
from modules.documents.idempotency import Idempotency
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.library.collection import TRACKS

MOST_TOLD: Final = 100
"""Rows that were no tracks and are named."""
MOST_BYTES: Final = 4_000_000
"""In all names of a list: what any store keeps in one document, with room for the rest."""


class TrackNotFound(NotFound):
    code = "track.not_found"
    title = "No such track"


class TooManyTracks(TooLarge):
    code = "tracks.too_many"
    title = "Too many tracks"


class BadPlace(Invalid):
    code = "cursor.invalid"


class Tracks:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock

    def replace(self, owner: str, tracks: Sequence[Track]) -> Kept:
        """These and no others; those that were there keep the time they were added at. Raises TooManyTracks."""
        return self._write(owner, tracks, keep=False)

    def add(self, owner: str, tracks: Sequence[Track], skipped: Sequence[SkippedRow] = ()) -> Kept:
        """These behind those that are there. Raises TooManyTracks."""
        kept = self._write(owner, tracks, keep=True)
        return kept.model_copy(update={"skipped": list(skipped[:MOST_TOLD])})

    def once(self, owner: str, key: str | None, content: str) -> None:
        """A key sent again must come with the same content, which changes nothing then. Raises KeyReused."""
        Idempotency(self._documents, self._clock).reserve(owner, key, f"tracks {content}", "tracks")

    def all_of(self, owner: str) -> list[TrackView]:
        found = self._shelf.get(owner)
        return [] if found is None else found.tracks

    def page(self, owner: str, *, limit: int = 100, cursor: str | None = None) -> TrackPage:
        """In the order of the list. A list that changes between two pages goes on behind the last track seen."""
        tracks = self.all_of(owner)
        start = 0 if cursor is None else _after(cursor, tracks)
        items = tracks[start : start + limit]
        more = start + limit < len(tracks)
        return TrackPage(items=items, next_cursor=_cursor(start + limit, items[-1]) if more and items else None)

    def remove(self, owner: str, track_id: str) -> None:
        """Raises TrackNotFound."""
        changed = self._shelf.change(owner, lambda known: _without(known, track_id, self._clock()))
        if changed is None:
            raise TrackNotFound("There is no such track of yours.", next_step="GET /music/tracks lists yours.")

    def clear(self, owner: str) -> None:
        self._shelf.delete(owner)

    @cached_property
    def _shelf(self) -> Shelf[TrackList]:
        return Shelf(self._documents, TRACKS, TrackList)

    def _write(self, owner: str, tracks: Sequence[Track], *, keep: bool) -> Kept:
        counts: dict[str, int] = {}

        def written(known: TrackList) -> TrackList:
            there = {one.id: one for one in known.tracks}
            listed = dict(there) if keep else {}
            before = len(listed)
            for track in tracks:
                one = _seen(track, self._clock())
                listed.setdefault(one.id, there.get(one.id, one))
            _check(listed.values())
            counts.update(count=len(listed), added=len(listed) - before)
            return known.model_copy(update={"tracks": list(listed.values()), "updated_at": self._clock()})

        if self._shelf.change(owner, written) is None:
            fresh = written(TrackList(id=owner, owner=owner, tracks=[], updated_at=self._clock()))
            try:
                self._shelf.insert(fresh)
            except Duplicate:  # somebody was faster
                self._shelf.change(owner, written)
        return Kept(**counts, duplicates=len(tracks) - counts["added"])


def track_id(track: Track) -> str:
    """The same for the same song as its listener names it."""
    named = f"{track.name.casefold()}\n{track.artist.casefold()}\n{track.spotify_id or ''}"
    return blake2b(named.encode(), digest_size=9).hexdigest()


def _seen(track: Track, now: datetime) -> TrackView:
    return TrackView(**track.model_dump(include=set(Track.model_fields)), id=track_id(track), added_at=now)


def _check(tracks: Iterable[Track]) -> None:
    listed = list(tracks)
    if len(listed) > MOST_TRACKS:
        raise TooManyTracks(
            f"A list has at most {MOST_TRACKS:,} tracks; this would be {len(listed):,}.",
            field="tracks",
            next_step="Send fewer, or remove some with DELETE /music/tracks/{id}.",
        )
    if sum(len((one.name + one.artist).encode()) for one in listed) > MOST_BYTES:
        raise TooManyTracks(
            f"The names of a list have at most {MOST_BYTES:,} bytes together.",
            field="tracks",
            next_step="Send fewer tracks, or shorter names.",
        )


def _without(known: TrackList, gone: str, now: datetime) -> TrackList | None:
    left = [one for one in known.tracks if one.id != gone]
    return None if len(left) == len(known.tracks) else known.model_copy(update={"tracks": left, "updated_at": now})


def _cursor(place: int, last: TrackView) -> str:
    return base64.urlsafe_b64encode(f"{place}:{last.id}".encode()).decode()


def _after(cursor: str, tracks: Sequence[TrackView]) -> int:
    """Behind the track it names, wherever that is now; if it went, where it was."""
    try:
        place, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        start = int(place)
    except (ValueError, binascii.Error):
        raise BadPlace("The cursor is none of ours.", field="cursor", next_step="Begin again without one.") from None
    found = next((at for at, one in enumerate(tracks) if one.id == last), None)
    return max(start - 1, 0) if found is None else found + 1
