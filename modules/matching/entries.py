"""What an index is made from: MIDI files in folders, and lists of their names."""

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from symusic.core import ScoreTick

from modules.matching.content import Content, Silent, hear

ENDINGS: Final = (".mid", ".midi", ".kar")
LARGEST: Final = 8_000_000
_AGAIN: Final = re.compile(r"[.\s_]*(\(\d{1,2}\)|\.\d{1,2})$")
"""The number that keeps several files of one song apart: `Yesterday.3.mid`."""
_NAMELESS: Final = re.compile(r"^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|\d{5,})$")
"""Names of files that are hashes or numbers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. path: below the folder of the collection. digest: SHA-256, or the MD5 that a list gives."""

    artist: str
    title: str
    path: str
    digest: bytes
    content: Content | None = None


def read_names(path: Path) -> Iterator[Entry]:
    """A list like Lakh's: number, artist, title, MD5, path; tab-separated, gzipped or not. Raises ValueError."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) < 5:
                raise ValueError(f"line {number} has {len(fields)} fields; number, artist, title, md5, path are needed")
            _, artist, title, digest, place = (_unquoted(field) for field in fields[:5])
            yield Entry(artist, title, place, bytes.fromhex(digest))


def read_folder(folder: Path, names: Mapping[str, tuple[str, str]] | None = None) -> Iterator[Entry | tuple[str, str]]:
    """Every MIDI file below, in order; for what cannot be used its path and why not.

    names: artist and title by path or by MD5, where a list knows better than the path.
    """
    for path in sorted(one for one in folder.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file()):
        yield heard(folder, path, names or {})


def heard(folder: Path, path: Path, names: Mapping[str, tuple[str, str]]) -> Entry | tuple[str, str]:
    place = path.relative_to(folder).as_posix()
    if path.stat().st_size > LARGEST:
        return place, "it is too large"
    data = path.read_bytes()
    try:
        content = hear(data)
    except Silent as error:
        return place, str(error)
    known = names.get(place) or (names.get(hashlib.md5(data, usedforsecurity=False).hexdigest()) if names else None)
    artist, title = known or from_tag(data, from_path(place))
    return Entry(artist, title, place, hashlib.sha256(data).digest(), content)


def from_path(place: str) -> tuple[str, str]:
    """Artist and title as collections lay them out: `Artist/Title.mid`, `A/Artist/Title.mid`, `Artist - Title.mid`."""
    *folders, name = Path(place).with_suffix("").parts
    name = _AGAIN.sub("", _spaced(name))
    artist, dash, title = name.partition(" - ")
    if dash and title.strip():
        return artist.strip(), title.strip()
    return next((_spaced(folder) for folder in folders if len(folder) > 1), ""), name


def from_tag(data: bytes, named: tuple[str, str]) -> tuple[str, str]:
    """What the file calls itself in its first track, where its path says nothing."""
    if not _NAMELESS.match(named[1]):
        return named
    first = next((track.name.strip() for track in ScoreTick.from_midi(data).tracks if track.name.strip()), "")
    artist, dash, title = first.partition(" - ")
    if dash and title.strip():
        return artist.strip(), title.strip()
    return (named[0] if len(named[0]) > 2 else ""), first or named[1]


def _spaced(name: str) -> str:
    return name if " " in name else name.replace("_", " ")


def _unquoted(field: str) -> str:
    """Some lists keep the quotes of the CSV they came from."""
    return field[1:-1].replace('""', '"') if len(field) > 1 and field[0] == field[-1] == '"' else field
