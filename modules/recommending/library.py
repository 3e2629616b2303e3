"""`Library`: a person's own tracks as candidates. What is known about them is looked up, and kept only in memory."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from models.recommendation import TrackFeatures
from modules.documents.store import Documents
from modules.library.collection import TRACKS
from modules.recommending.open_music import OpenMusic
from modules.recommending.pool import Candidate, Pool, pool_of, song_key
from modules.recommending.table import Table

NAME: Final = "your tracks"
BROUGHT: Final = "your table"
REMEMBERED: Final = 32
"""People whose tracks stay looked up."""
NOBODY_KNOWS: Final = TrackFeatures(source="nobody", confidence=0.0)
ASKED_FOR: Final = 200
"""Tracks that nobody knows here, and that another source may be asked for."""
Offload = Callable[..., Any]


@dataclass(frozen=True)
class Tables:
    """Where features are looked up, besides the notes: what the person brought, and what the operator did."""

    own: Callable[[], Table]
    shared: Table
    state: tuple[str, ...]
    """What it was made of: while this is the same, so is everything in them."""


@dataclass(frozen=True)
class Looked:
    """own: their tracks whose mood is known. brought: what else their table knows. others: unknown, with an id."""

    own: Pool
    brought: Pool
    others: tuple[Candidate, ...]


class Library:
    def __init__(self, documents: Documents, open_music: OpenMusic, offload: Offload) -> None:
        self._documents = documents
        self._open_music = open_music
        self._offload = offload
        self._pools: OrderedDict[str, tuple[object, Looked]] = OrderedDict()

    def look(self, owner: str, tables: Tables) -> Looked:
        """Remembered until their tracks or a table change."""
        found = self._documents.get(TRACKS, owner)
        state = (found["version"] if found else 0, found["updated_at"] if found else None, tables.state)
        known = self._pools.get(owner)
        if known is None or known[0] != state:
            looked = self._offload(looked_up, found["tracks"] if found else [], tables, self._open_music)
            known = self._pools[owner] = state, looked
        self._pools.move_to_end(owner)
        while len(self._pools) > REMEMBERED:
            self._pools.popitem(last=False)
        return known[1]


def looked_up(tracks: Iterable[Mapping[str, Any]], tables: Tables, open_music: OpenMusic) -> Looked:
    """Tracks, each with an id, a name and an artist, and perhaps a Spotify id. Takes a while: not for a web hub."""
    own, listed = tables.own(), list(tracks)
    candidates = [_candidate(track, (own, tables.shared), open_music) for track in listed]
    keys = {song_key(track["name"], track["artist"]) for track in listed}
    others = (one for one in candidates if one.spotify_id and not one.features.placed)
    brought = pool_of(own.candidates(BROUGHT, keys))
    return Looked(pool_of(candidates, own=True), brought, tuple(islice(others, ASKED_FOR)))


def _candidate(track: Mapping[str, Any], tables: Sequence[Table], open_music: OpenMusic) -> Candidate:
    """With the surest of all that is said about it."""
    name, artist = track["name"], track["artist"]
    key = song_key(name, artist)
    said = [row for row in (table.look_up(key) for table in tables) if row is not None]
    there = None if open_music.away else open_music.found(name, artist)
    said += [there[1]] if there else []
    features = max((one for one in said if one.placed), key=lambda one: one.confidence, default=NOBODY_KNOWS)
    file = there[0] if there else None
    return Candidate(track["id"], name, artist, NAME, features, track.get("spotify_id"), file)
