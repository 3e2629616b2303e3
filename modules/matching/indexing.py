"""From entries to the arrays of an index: names, keys, letters, content."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.matching import grams
from modules.matching.artists import read_artist
from modules.matching.content import COLUMNS
from modules.matching.entries import Entry
from modules.matching.packing import Arrays
from modules.matching.titles import Title, read_title

COMMON: Final = 3
"""Songs that have to use a word before we believe that it is spelled so."""
_WIDTH: Final = 32


def key_of(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def title_keys(title: Title) -> set[str]:
    """What a song may be called: all of it, without the brackets, or by a bracket alone."""
    return {one for one in (title.full, title.core, *title.asides) if len(one) > 1} or {title.full}


def build_arrays(entries: Iterable[Entry]) -> Arrays:
    """Songs by artist, files by song, each sorted, so that every range is a slice."""
    ordered = sorted(((_song_of(one), len(one.path), one.path, at), one) for at, one in enumerate(entries))
    known = [entry for _, entry in ordered]
    starts = [at for at, (key, _) in enumerate(ordered) if not at or key[0] != ordered[at - 1][0][0]]
    songs = [known[at] for at in starts]
    titles, artists = [read_title(one.title) for one in songs], [read_artist(one.artist) for one in songs]
    firsts = [at for at, one in enumerate(artists) if not at or one.whole != artists[at - 1].whole]
    arrays = _texts("artist", [songs[at].artist for at in firsts])
    arrays |= _texts("title", [one.title for one in songs]) | _texts("path", [one.path for one in known])
    arrays["artist_songs"] = np.array([*firsts, len(songs)], dtype=np.int32)
    arrays["song_files"] = np.array([*starts, len(known)], dtype=np.int32)
    arrays["digests"] = _digests(known)
    arrays["content"] = _content(known)
    arrays |= _keyed("title", [title_keys(title) for title in titles])
    arrays |= _keyed("artist", [set(artists[at].keys) for at in firsts])
    arrays |= grams.written("song", map(grams.of_song, titles, artists))
    arrays |= grams.written("artist", [grams.of_artist(artists[at]) for at in firsts])
    arrays["vocabulary"] = _vocabulary(titles)
    return arrays


def _song_of(entry: Entry) -> tuple[str, str, tuple[str, ...]]:
    """What makes two files the same song in the same version."""
    title = read_title(entry.title)
    return read_artist(entry.artist).whole, title.full, tuple(sorted(title.marks))


def _texts(name: str, texts: Sequence[str]) -> Arrays:
    written = [text.encode() for text in texts]
    ends = np.cumsum([0, *(len(one) for one in written)], dtype=np.int64)
    return {f"{name}_text": np.frombuffer(b"".join(written), dtype=np.uint8), f"{name}_at": ends}


def _keyed(name: str, keys: Sequence[set[str]]) -> Arrays:
    pairs = sorted((key_of(key), at) for at, mine in enumerate(keys) for key in mine)
    return {
        f"{name}_keys": np.array([key for key, _ in pairs], dtype=np.uint64),
        f"{name}_key_of": np.array([at for _, at in pairs], dtype=np.int32),
    }


def _digests(entries: Sequence[Entry]) -> npt.NDArray[np.uint8]:
    """In the width of the longest; an MD5 among SHA-256 ends in zeros."""
    width = max((len(one.digest) for one in entries), default=_WIDTH)
    data = b"".join(one.digest.ljust(width, b"\0") for one in entries)
    return np.frombuffer(data, dtype=np.uint8).reshape(-1, width)


def _content(entries: Sequence[Entry]) -> npt.NDArray[np.float32]:
    """NaN where only the name is known; no rows at all where that is so for all."""
    if all(one.content is None for one in entries):
        return np.zeros((0, len(COLUMNS)), dtype=np.float32)
    unknown = (np.nan,) * len(COLUMNS)
    return np.array([one.content.row if one.content else unknown for one in entries], dtype=np.float32)


def _vocabulary(titles: Sequence[Title]) -> npt.NDArray[np.uint64]:
    counts: dict[str, int] = {}
    for title in titles:
        for word in set(title.words):
            counts[word] = counts.get(word, 0) + 1
    return np.array(sorted(key_of(word) for word, count in counts.items() if count >= COMMON), dtype=np.uint64)
