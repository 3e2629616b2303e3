"""`MidiIndex`: what a collection of MIDI files holds, by song, artist and content; one file, opened in no time."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from models.errors import Unavailable
from modules.matching.artists import Artist
from modules.matching.content import Content
from modules.matching.entries import read_names
from modules.matching.grams import Grams, of_artist, of_song
from modules.matching.indexing import build_arrays, key_of, title_keys
from modules.matching.packing import Arrays, IndexUnreadable, is_packed, map_arrays
from modules.matching.titles import Title

MOST_OF_A_NAME: Final = 400
"""Songs of one name, or of one artist, that are looked at."""


class IndexMissing(Unavailable):
    code = "matching.index_missing"
    title = "There is no index of MIDI files"


@dataclass(frozen=True, slots=True)
class Song:
    number: int
    title: str
    artist: str


@dataclass(frozen=True, slots=True)
class File:
    """digest: SHA-256 in hexadecimal, or the MD5 where only a list of names is known."""

    digest: str
    place: str
    content: Content | None


class MidiIndex:
    """root: the folder the files lie in; None where only their names are known."""

    def __init__(self, arrays: Arrays, about: dict[str, Any], root: Path | None) -> None:
        self.about, self.root = about, root
        self._arrays = arrays
        self._songs = Grams("song", arrays)
        self._artists = Grams("artist", arrays)

    @classmethod
    def open(cls, path: Path) -> "MidiIndex":
        """An index, or a list of names to make one from. Raises IndexMissing, IndexUnreadable."""
        if not path.is_file():
            raise IndexMissing(
                f"There is no index of MIDI files at {path}.",
                next_step=f"Build it: python scripts/build_midi_index.py FOLDER --out {path}; or clear the setting.",
            )
        if not is_packed(path):
            return cls.of_names(path)
        arrays, about = map_arrays(path)
        root = about.get("root")
        return cls(arrays, about, None if root is None else (path.parent / root).resolve())

    @classmethod
    def of_names(cls, path: Path) -> "MidiIndex":
        """Only names: songs are found, but there is nothing to play."""
        try:
            arrays = build_arrays(read_names(path))
        except (OSError, EOFError, ValueError) as error:
            raise IndexUnreadable(
                f"{path} is neither an index nor a list of names: {error}.",
                next_step="Give what scripts/build_midi_index.py wrote, or lines of number, artist, title, md5, path.",
            ) from None
        return cls(arrays, {"made_from": path.name}, None)

    @property
    def songs(self) -> int:
        return len(self._arrays["title_at"]) - 1

    @property
    def artists(self) -> int:
        return len(self._arrays["artist_at"]) - 1

    @property
    def files(self) -> int:
        return len(self._arrays["path_at"]) - 1

    @property
    def content(self) -> npt.NDArray[np.float32]:
        """[files, columns of `content`]; no rows where only names are known."""
        return self._arrays["content"]

    def titled(self, title: Title) -> list[int]:
        """Songs that are called so."""
        return self._found("title", title_keys(title))

    def named(self, artist: Artist) -> list[int]:
        """Artists who are called so."""
        return self._found("artist", set(artist.keys))

    def like(self, title: Title, artist: Artist, limit: int) -> list[int]:
        """Songs written like this, the most alike first."""
        return self._songs.nearest(of_song(title, artist), limit)

    def artists_like(self, artist: Artist, limit: int) -> list[int]:
        return self._artists.nearest(of_artist(artist), limit)

    def song(self, number: int) -> Song:
        artist = int(np.searchsorted(self._arrays["artist_songs"], number, side="right")) - 1
        return Song(number, self._text("title", number), self.artist(artist))

    def artist(self, number: int) -> str:
        return self._text("artist", number)

    def songs_by(self, artist: int) -> range:
        first, end = self._arrays["artist_songs"][artist : artist + 2]
        return range(int(first), min(int(end), int(first) + MOST_OF_A_NAME))

    def files_of(self, song: int) -> range:
        first, end = self._arrays["song_files"][song : song + 2]
        return range(int(first), int(end))

    def song_of(self, file: int) -> int:
        return int(np.searchsorted(self._arrays["song_files"], file, side="right")) - 1

    def file(self, number: int) -> File:
        row = self.content[number] if len(self.content) else None
        content = None if row is None or not np.isfinite(row).all() else Content(*map(float, row))
        return File(self._arrays["digests"][number].tobytes().hex(), self._text("path", number), content)

    def with_digest(self, digest: str) -> int | None:
        """The number of the file with this hash."""
        digests = self._arrays["digests"]
        try:
            wanted = np.frombuffer(bytes.fromhex(digest), dtype=np.uint8)
        except ValueError:
            return None
        if len(wanted) != digests.shape[1]:
            return None
        found = np.flatnonzero((digests == wanted).all(axis=1))
        return int(found[0]) if len(found) else None

    def common(self, word: str) -> bool:
        """Whether several songs use this word, so that it is no slip of the pen."""
        words, key = self._arrays["vocabulary"], np.uint64(key_of(word))
        at = int(np.searchsorted(words, key))
        return at < len(words) and bool(words[at] == key)

    def _found(self, name: str, keys: set[str]) -> list[int]:
        known, owners = self._arrays[f"{name}_keys"], self._arrays[f"{name}_key_of"]
        found: set[int] = set()
        for key in keys:
            first, end = np.searchsorted(known, np.uint64(key_of(key)), side="left"), 0
            end = int(np.searchsorted(known, np.uint64(key_of(key)), side="right"))
            found.update(map(int, owners[int(first) : min(end, int(first) + MOST_OF_A_NAME)]))
        return sorted(found)

    def _text(self, name: str, number: int) -> str:
        first, end = self._arrays[f"{name}_at"][number : number + 2]
        return self._arrays[f"{name}_text"][int(first) : int(end)].tobytes().decode()
