"""Tracks to look for, each with what is right to say: made from a collection's own names, or read from files."""

import csv
import gzip
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from benching.misspelling import CHANGES
from modules.matching.entries import Entry, read_names
from modules.matching.index import MidiIndex
from modules.matching.packing import is_packed

SEED = 20
LABELLED = Path(__file__).parent / "labelled.tsv"
"""Tracks of three lists, drawn with the seeds 2027 and 2028 (three quarters where a word of the artist occurs in the
collection), each read beside the names of the collection that a plain comparison of letters found nearest: "exact"
where one is that song by that artist, "version" where the track says that it is another version of it, "none" otherwise
(so is another artist's recording). Two labels were put right later: the plain comparison had not shown the song."""
LEVELS = {"exact", "version", "artist", "neighbour", "none"}


@dataclass(frozen=True)
class Question:
    """kind: the change that was made, or the level that is right. right: MD5s of files that are the song."""

    title: str
    artist: str
    level: str
    right: frozenset[str]
    kind: str

    @property
    def there(self) -> bool:
        return self.level in {"exact", "version"}


def halved(entries: Sequence[Entry], half: str) -> list[Entry]:
    """The songs one may look at while building ("development"), or the others ("evaluation")."""
    return [one for one in entries if (crc32(_letters(one.title).encode()) % 2 == 0) == (half == "evaluation")]


def taken_out(entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The collection without a fifth of its songs, and those. All files of one title go together."""
    gone = {key for key in {_letters(one.title) for one in entries} if crc32(f"out {key}".encode()) % 5 == 0}
    return [one for one in entries if _letters(one.title) not in gone], [
        one for one in entries if _letters(one.title) in gone
    ]


def made(known: Sequence[Entry], gone: Sequence[Entry], each: int) -> list[Question]:
    """So many of every change, and as many of songs that are not there."""
    songs = _songs(known)
    asked = []
    for kind, (level, change) in CHANGES.items():
        chance = random.Random(f"{SEED} {kind}")  # noqa: S311 - no secret
        for key in chance.sample(sorted(songs), min(each, len(songs))):
            entry = songs[key][0]
            title, artist = change((entry.title, entry.artist), chance)
            right = frozenset(one.digest.hex() for one in songs[key])
            asked.append(Question(title, artist, level, right, kind))
    missing, theirs = _songs(gone), _by_artist(known)
    chance = random.Random(f"{SEED} missing")  # noqa: S311 - no secret
    for key in chance.sample(sorted(missing), min(5 * each, len(missing))):
        entry, right = missing[key][0], theirs.get(_letters(missing[key][0].artist), frozenset())
        level = "artist" if right else "none"
        asked.append(Question(entry.title, entry.artist, level, right, "not in the collection"))
    return asked


def read(tracks: Path, truth: Path) -> list[Question]:
    """Raises KeyError or ValueError for files of another form."""
    right = {row["id"]: row for row in _rows(truth)}
    found = []
    for row in _rows(tracks):
        title = row.get("title") or row.get("name") or row.get("track") or ""
        told = right[row["id"]]
        if told["level"] not in LEVELS:
            raise ValueError(f"{told['level']!r} is none of {', '.join(sorted(LEVELS))}")
        files = frozenset((told.get("md5") or "").split())
        found.append(Question(title, row["artist"], told["level"], files, f"labelled {told['level']}"))
    return found


def labelled(folder: Path) -> list[Question]:
    """Real tracks of other lists that a person compared with the collection, see LABELLED."""
    names = {"cal10k": _cal10k(folder), "uspop": _uspop(folder), "spotify": _spotify(folder)}
    found = []
    for row in _rows(LABELLED):
        title, artist = names[row["list"]][row["row"]]
        files = frozenset((row["md5"] or "").split())
        found.append(Question(title, artist, row["level"], files, f"labelled {row['level']}"))
    return found


def _cal10k(folder: Path) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in _split(folder / "cal10k.txt.gz")}


def _uspop(folder: Path) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[3], row[1]) for row in _split(folder / "uspop2002.txt.gz")}


def _spotify(folder: Path) -> dict[str, tuple[str, str]]:
    """By line: the header is line 0."""
    return {str(at): (row[1], row[2]) for at, row in enumerate(_split(folder / "spotify_tracks.tsv.gz"))}


def _split(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _songs(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    songs: dict[tuple[str, str], list[Entry]] = {}
    for one in entries:
        songs.setdefault((_letters(one.title), _letters(one.artist)), []).append(one)
    return songs


def _by_artist(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    """The files of every artist."""
    found: dict[str, set[str]] = {}
    for one in entries:
        found.setdefault(_letters(one.artist), set()).add(one.digest.hex())
    return {artist: frozenset(files) for artist, files in found.items()}


def entries_of(collection: Path) -> list[Entry]:
    """The names of a list, or of an index."""
    if not is_packed(collection):
        return list(read_names(collection))
    index = MidiIndex.open(collection)
    found = []
    for number in range(index.files):
        song, file = index.song(index.song_of(number)), index.file(number)
        found.append(Entry(song.artist, song.title, file.place, bytes.fromhex(file.digest)))
    return found


def _letters(text: str) -> str:
    """Small letters and digits without what stands in brackets; independent of how the matcher reads names."""
    bare = re.sub(r"[(\[{].*?[)\]}]", "", text)
    return re.sub(r"[\W_]", "", (bare if re.sub(r"[\W_]", "", bare) else text).lower())
