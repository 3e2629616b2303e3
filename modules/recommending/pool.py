"""`Pool`: tracks whose mood is known, as arrays, so that thousands are weighed at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.recommendation import TrackFeatures
from modules.matching.artists import read_artist
from modules.matching.indexing import key_of
from modules.matching.titles import read_title

Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]
ALONE: Final = 0
"""The code of artists nobody knows: they are not counted as one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track that may be recommended. file: of the collection. source: where it was found."""

    id: str
    name: str
    artist: str
    source: str
    features: TrackFeatures
    spotify_id: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class Pool:
    """points: [track, 2]. certainty: [track]. artists, songs, codes: what is equal has equal numbers."""

    points: Floats
    certainty: Floats
    artists: Codes
    songs: Codes
    codes: Codes
    told: Callable[[int], Candidate]
    own: bool = False
    unknown: int = 0
    """Tracks that are not in it because nobody knows where they lie."""
    files: frozenset[str] = field(default_factory=frozenset)
    """Of the collection, that its tracks were found to be."""

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def places(self) -> dict[int, int]:
        return {int(code): at for at, code in enumerate(self.codes.tolist())}


def pool_of(candidates: Sequence[Candidate], *, own: bool = False, unknown: int = 0) -> Pool:
    """Those of them whose place is known; the others are counted."""
    known = [one for one in candidates if one.features.placed]
    points = np.array([(one.features.valence, one.features.energy) for one in known], dtype=np.float64).reshape(-1, 2)
    return Pool(
        points,
        np.array([one.features.confidence for one in known], dtype=np.float64),
        np.array([artist_code(one.artist) for one in known], dtype=np.uint64),
        np.array([song_code(one.name, one.artist) for one in known], dtype=np.uint64),
        np.array([key_of(one.id) for one in known], dtype=np.uint64),
        known.__getitem__,
        own=own,
        unknown=unknown + len(candidates) - len(known),
        files=frozenset(one.file for one in known if one.file),
    )


@dataclass(frozen=True)
class Choice:
    """Several pools side by side; of a song that is in several, the one in the first pool counts."""

    pools: tuple[Pool, ...]

    @cached_property
    def points(self) -> Floats:
        return np.concatenate([one.points for one in self.pools])

    @cached_property
    def certainty(self) -> Floats:
        return np.concatenate([one.certainty for one in self.pools])

    @cached_property
    def artists(self) -> Codes:
        return np.concatenate([one.artists for one in self.pools])

    @cached_property
    def codes(self) -> Codes:
        return np.concatenate([one.codes for one in self.pools])

    @cached_property
    def own(self) -> NDArray[np.bool_]:
        return np.concatenate([np.full(len(one), one.own) for one in self.pools])

    @cached_property
    def repeated(self) -> NDArray[np.bool_]:
        """[track]: whether the same song stands before it, or has its file."""
        songs = np.concatenate([one.songs for one in self.pools])
        repeated = np.ones(len(songs), dtype=bool)
        repeated[np.unique(songs, return_index=True)[1]] = False
        taken = np.array([key_of(file) for one in self.pools for file in one.files if one.own], dtype=np.uint64)
        both: NDArray[np.bool_] = repeated | np.isin(self.codes, taken)
        return both

    @property
    def unknown(self) -> int:
        """Of the person's own."""
        return sum(one.unknown for one in self.pools if one.own)

    def told(self, number: int) -> Candidate:
        for pool in self.pools:
            if number < len(pool):
                return pool.told(number)
            number -= len(pool)
        raise IndexError(number)

    def at(self, item: str) -> int | None:
        """Where the track with this id stands."""
        start, code = 0, key_of(item)
        for pool in self.pools:
            found = pool.places.get(code)
            if found is not None:
                return start + found
            start += len(pool)
        return None


def artist_code(name: str) -> int:
    """The same for `Beatles, The` and `The Beatles`; the first of several."""
    artist = read_artist(name)
    return ALONE if artist.unknown else key_of(artist.parts[0])


def song_code(name: str, artist: str) -> int:
    """The same for a song and its remaster."""
    return key_of(song_key(name, artist))


def song_key(name: str, artist: str) -> str:
    """What people type differently and mean the same is the same here."""
    return f"{read_artist(artist).parts[0]}\n{read_title(name).full or name.casefold()}"
