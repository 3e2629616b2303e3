"""Names found again although they are spelled differently: by the runs of three letters they share."""

from collections.abc import Iterable, Iterator
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from modules.matching.artists import Artist
from modules.matching.packing import Arrays
from modules.matching.titles import Title

Ints = npt.NDArray[np.int32]


def of_song(title: Title, artist: Artist) -> set[int]:
    """A title's as written without spaces, an artist's word by word, whatever their order."""
    return {*_grams("t", title.full), *_grams("t", title.core), *of_artist(artist)}


def of_artist(artist: Artist) -> set[int]:
    return set(chain.from_iterable(_grams("a", word) for word in artist.words))


def _grams(kind: str, text: str) -> Iterator[int]:
    framed = f"^{text}$"
    return (crc32((kind + framed[at : at + 3]).encode()) for at in range(len(framed) - 2))


def written(prefix: str, of: Iterable[set[int]]) -> Arrays:
    """The arrays that `Grams` reads: for every gram, who has it."""
    sets = list(of)
    owners = np.repeat(np.arange(len(sets), dtype=np.uint64), [len(one) for one in sets])
    grams = np.fromiter(chain.from_iterable(sets), dtype=np.uint64, count=len(owners))
    pairs = np.sort(grams << np.uint64(32) | owners)
    keys, at = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
    return {
        f"{prefix}_grams": keys,
        f"{prefix}_gram_at": np.append(at, len(pairs)).astype(np.int64),
        f"{prefix}_gram_of": (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32),
        f"{prefix}_gram_count": np.array([max(len(one), 1) for one in sets], dtype=np.int32),
    }


class Grams:
    def __init__(self, prefix: str, arrays: Arrays) -> None:
        self._keys = arrays[f"{prefix}_grams"]
        self._at = arrays[f"{prefix}_gram_at"]
        self._of = arrays[f"{prefix}_gram_of"]
        self._count = arrays[f"{prefix}_gram_count"]

    def nearest(self, wanted: set[int], limit: int) -> list[int]:
        """Who shares most with these, the best first: rare grams count more, ties by number."""
        if not len(self._keys) or not wanted:
            return []
        asked = np.array(sorted(wanted), dtype=np.uint32)
        places = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        places = places[self._keys[places] == asked]
        if not len(places):
            return []
        total = len(self._count)
        sizes = self._at[places + 1] - self._at[places]
        weights = np.log1p(total / sizes)
        owners = np.concatenate([self._of[self._at[place] : self._at[place + 1]] for place in places])
        shared = np.bincount(owners, weights=np.repeat(weights, sizes), minlength=total)
        found = np.flatnonzero(shared > shared.max() * 0.4)
        score = shared[found] / np.sqrt(self._count[found] + 4)
        return [int(one) for one in found[np.lexsort((found, -score))][:limit]]
