"""`Listing`: the songs of one person while they change: each once, whoever told it, and who that was.

A song is kept as {name, artist, spotify_id, id, added_at}. `own` is False where only Spotify told it. `lent` is True
where the listener told it and Spotify its id. `spotify` says since when which of Spotify's lists have it, by the mark
of the list; a mark that ends with PENDING was made by the reading that is going on.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from models.errors import TooLarge
from models.spotify import SpotifyTrack
from models.track import MOST_TRACKS, Track
from modules.library.naming import song_of, track_id

Song = dict[str, Any]
PENDING: Final = "+"
MOST_BYTES: Final = 4_000_000
"""In all names of a list: what any store keeps in one document, with room for the rest."""


class TooManyTracks(TooLarge):
    code = "tracks.too_many"
    title = "Too many tracks"


class Listing:
    def __init__(self, songs: Iterable[Song], now: datetime, most: int = MOST_TRACKS) -> None:
        self._songs = list(songs)
        self._now = now
        self._most = most

    @property
    def songs(self) -> list[Song]:
        return self._songs

    def replace(self, tracks: Sequence[Track]) -> int:
        """What the listener says, in this order, and behind it what only Spotify knows; how many they said."""
        self._look_anew()
        places = dict.fromkeys(self._told(track) for track in tracks)
        rest = (song for place, song in enumerate(self._songs) if place not in places and song.get("spotify"))
        own = [self._songs[place] for place in places]
        _check(own)
        self._songs = [*own, *(song | {"own": False, "lent": False} for song in rest)]
        self._fit()
        return len(own)

    def add(self, tracks: Sequence[Track]) -> int:
        """Behind those that are there; how many were not."""
        self._look_anew()
        before = len(self._songs)
        for track in tracks:
            self._told(track)
        _check([song for song in self._songs if is_own(song)])
        added = len(self._songs) - before
        self._fit()
        return added

    def hear(self, mark: str, tracks: Iterable[SpotifyTrack]) -> tuple[int, int]:
        """Spotify has these, too. Returns how many came twice, and how many found no more room."""
        self._look_anew()
        twice = unfit = 0
        room = MOST_BYTES - _bytes(self._songs)
        for track in tracks:
            place = self._heard(track)
            if place is None:
                told = {"name": track.name, "artist": track.artist, "spotify_id": track.id, "own": False}
                room -= _bytes([told])
                if len(self._songs) >= self._most or room < 0:
                    unfit += 1
                    continue
                place = self._append(told, track_id(track.name, track.artist, track.id))
            twice += not self._mark(place, mark)
        return twice, unfit

    def settle(self, mark: str, *, whole: bool) -> int:
        """The reading ended. whole: what it did not find is no longer there; how many songs that was."""
        lost, left = 0, []
        for song in self._songs:
            marks = dict(song.get("spotify") or {})
            fresh, old = marks.pop(mark + PENDING, None), marks.pop(mark, None)
            kept = fresh or (None if whole else old)
            lost += kept is None and old is not None
            settled = _marked(song, marks | ({mark: kept} if kept else {})) if fresh or old else song
            left += [settled] if settled else []
        self._songs = left
        return lost

    def part(self) -> int:
        """Nothing of what Spotify told stays; how many songs went with it."""
        before = len(self._songs)
        left = (_marked(song, {}) if song.get("spotify") else song for song in self._songs)
        self._songs = [song for song in left if song]
        return before - len(self._songs)

    def _look_anew(self) -> None:
        """Places that were looked up for another change may be others now."""
        for name in ("_ids", "_spotify_ids", "_nameless", "_without_id"):
            self.__dict__.pop(name, None)

    def _told(self, track: Track) -> int:
        """The place of what the listener tells, made where there is none."""
        identity = track_id(track.name, track.artist, track.spotify_id)
        place = self._ids.get(identity)
        if place is None:
            song = song_of(track.name, track.artist)
            place = self._with_id(track.spotify_id, song) if track.spotify_id else self._without_id.get(song)
        if place is None:
            return self._append({"name": track.name, "artist": track.artist, "spotify_id": track.spotify_id}, identity)
        known = self._songs[place]
        if not is_own(known):
            named = {"name": track.name, "artist": track.artist, "own": True}
            self._songs[place] = known | named | {"lent": track.spotify_id is None}
        elif track.spotify_id and known.get("lent"):
            self._songs[place] = known | {"lent": False}
        return place

    def _append(self, told: Song, identity: str) -> int:
        place = len(self._songs)
        self._songs.append(told | {"id": identity, "added_at": self._now})
        self._ids.setdefault(identity, place)
        if told["spotify_id"]:
            self._spotify_ids.setdefault(told["spotify_id"], place)
        else:
            self._without_id.setdefault(song_of(told["name"], told["artist"]), place)
        return place

    def _with_id(self, spotify_id: str, song: str) -> int | None:
        """What Spotify told under this id, or the listener under a name that is nearly the same."""
        place = self._spotify_ids.get(spotify_id)
        if place is None:
            return None
        known = self._songs[place]
        return place if not is_own(known) or song_of(known["name"], known["artist"]) == song else None

    def _heard(self, track: SpotifyTrack) -> int | None:
        """The place of what Spotify tells, if it is there under its id, or under its name and no id."""
        place = self._spotify_ids.get(track.id or "")
        if place is None:
            place = self._nameless.pop(song_of(track.name, track.artist), None) if self._nameless else None
            if place is not None:
                self._songs[place] = self._songs[place] | {"spotify_id": track.id, "lent": True}
                self._spotify_ids[track.id or ""] = place
        elif not is_own(self._songs[place]):
            self._songs[place] = self._songs[place] | {"name": track.name, "artist": track.artist}
        return place

    def _mark(self, place: int, mark: str) -> bool:
        """False where this reading has marked it before."""
        song = self._songs[place]
        marks = song.get("spotify") or {}
        if mark + PENDING in marks:
            return False
        self._songs[place] = song | {"spotify": marks | {mark + PENDING: marks.get(mark, self._now)}}
        return True

    def _fit(self) -> None:
        """What the listener tells goes before what only Spotify knows."""
        own = [song for song in self._songs if is_own(song)]
        spare, room, kept = self._most - len(own), MOST_BYTES - _bytes(own), []
        for song in self._songs:
            if not is_own(song):
                spare, room = spare - 1, room - _bytes([song])
                if spare < 0 or room < 0:
                    continue
            kept.append(song)
        self._songs = kept

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {song["id"]: place for place, song in enumerate(self._songs)}

    @cached_property
    def _spotify_ids(self) -> dict[str, int]:
        return _first((song["spotify_id"] or "", place) for place, song in enumerate(self._songs))

    @cached_property
    def _nameless(self) -> dict[str, int]:
        """Songs that nobody knows an id of, by what they are called."""
        return self._called(lambda song: not song["spotify_id"])

    @cached_property
    def _without_id(self) -> dict[str, int]:
        """Songs whose listener told no id: those of Spotify alone, too."""
        return self._called(lambda song: not song["spotify_id"] or song.get("lent", False) or not is_own(song))

    def _called(self, which: Callable[[Song], bool]) -> dict[str, int]:
        listed = ((place, song) for place, song in enumerate(self._songs) if which(song))
        return _first((song_of(song["name"], song["artist"]), place) for place, song in listed)


def is_own(song: Song) -> bool:
    """Whether the listener told it, or only Spotify."""
    return bool(song.get("own", True))


def _first(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Of equal keys the first counts; an empty one is none."""
    found: dict[str, int] = {}
    for key, place in pairs:
        if key:
            found.setdefault(key, place)
    return found


def _marked(song: Song, marks: dict[str, datetime]) -> Song | None:
    """With these marks alone; None where nobody else told it."""
    if marks:
        return song | {"spotify": marks}
    if not is_own(song):
        return None
    kept = {name: value for name, value in song.items() if name not in {"spotify", "lent", "own"}}
    return kept | ({"spotify_id": None} if song.get("lent") else {})


def _bytes(songs: Iterable[Song]) -> int:
    return sum(len(song["name"].encode()) + len(song["artist"].encode()) for song in songs)


def _check(songs: Sequence[Song]) -> None:
    if len(songs) > MOST_TRACKS:
        raise TooManyTracks(
            f"A list has at most {MOST_TRACKS:,} tracks; this would be {len(songs):,}.",
            field="tracks",
            next_step="Send fewer, or remove some with DELETE /music/tracks/{id}.",
        )
    if _bytes(songs) > MOST_BYTES:
        raise TooManyTracks(
            f"The names of a list have at most {MOST_BYTES:,} bytes together.",
            field="tracks",
            next_step="Send fewer tracks, or shorter names.",
        )
