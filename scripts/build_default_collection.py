"""Choose the small collection of open music that ships with the server, and index it.

    python scripts/build_default_collection.py --midi ../shared/data/midi

Takes what may be passed on: songs of the OpenScore Lieder Corpus (CC0), first editions of Chopin (CC BY 4.0, The
Fryderyk Chopin Institute) and music of the game Freedoom (BSD-3-Clause). From each, short files that the composer can
learn from, spread as evenly over tempo, density and mood as they come, and few by one author. Writes the files, their
index and CREDITS.md to modules/matching/collection.
"""

import argparse
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from modules.composing import scores
from modules.matching.content import Content, Silent, hear
from modules.matching.entries import Entry, heard
from modules.matching.indexing import build_arrays
from modules.matching.packing import write_arrays

TARGET = Path(__file__).resolve().parents[1] / "modules" / "matching" / "collection"
OPUS = {
    "Mazurka": (6, 7, 17, 24, 30, 33, 41, 50, 56, 59, 63),
    "Nocturne": (9, 15, 27, 32, 37, 48, 55, 62),
    "Waltz": (18, 34, 42, 64),
    "Prelude": (28,),
    "Étude": (10, 25),
    "Polonaise": (26, 40, 44, 53),
}
KINDS = {number: kind for kind, numbers in OPUS.items() for number in numbers}
CREDITS = """# Credits of the default collection

Small, so that music in somebody's style works on the first day; `scripts/build_midi_index.py` indexes a larger one.

- `lieder/`: {lieder} songs of the OpenScore Lieder Corpus, https://github.com/OpenScore/Lieder. CC0 1.0.
- `chopin/`: {chopin} pieces of the first editions of Fryderyk Chopin's music, files unchanged. Copyright 2017-2021 The
  Fryderyk Chopin Institute (https://nifc.pl), https://chopinscores.org,
  https://github.com/pl-wnifc/humdrum-chopin-first-editions. CC BY 4.0, https://creativecommons.org/licenses/by/4.0.
- `freedoom/`: {freedoom} pieces of the music of the Freedoom project, by the authors below. BSD-3-Clause, at the end.

## Authors of the Freedoom music

{authors}

## Licence of the Freedoom music

{licence}
"""


@dataclass(frozen=True)
class Source:
    """size: bytes that a file may have. each: files by one author at most."""

    folder: str
    archive: str
    count: int
    size: tuple[int, int]
    each: int


@dataclass(frozen=True)
class Piece:
    path: str
    artist: str
    title: str
    data: bytes
    content: Content


SOURCES = (
    Source("lieder", "openscore_lieder_CC0_midi.zip", 90, (2_000, 9_000), 3),
    Source("chopin", "chopin_first_editions_CCBY4.zip", 20, (2_500, 16_000), 99),
    Source("freedoom", "freedoom_music_BSD3.zip", 22, (5_000, 34_000), 5),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--midi", type=Path, required=True, help="the folder with the archives")
    parser.add_argument("--out", type=Path, default=TARGET)
    asked = parser.parse_args()
    chosen: dict[str, list[Piece]] = {}
    for source in SOURCES:
        with zipfile.ZipFile(asked.midi / source.archive) as archive:
            chosen[source.folder] = chosen_from(list(pieces(source, archive)), source)
            if source.folder == "freedoom":
                licence = archive.read("COPYING.adoc").decode()
    write(asked.out, chosen, licence)


def pieces(source: Source, archive: zipfile.ZipFile) -> Iterator[Piece]:
    """What the composer can learn from, in the order of names."""
    authors = freedoom_credits(archive) if source.folder == "freedoom" else {}
    for info in sorted(archive.infolist(), key=lambda one: one.filename):
        if not info.filename.endswith(".mid") or not source.size[0] <= info.file_size <= source.size[1]:
            continue
        named = name_of(source.folder, Path(info.filename), authors)
        data = archive.read(info)
        if named is None or not learnable(data):
            continue
        try:
            content = hear(data)
        except Silent:
            continue
        if 25 <= content.seconds <= 360:
            yield Piece(f"{source.folder}/{Path(info.filename).name}", *named, data, content)


def name_of(folder: str, path: Path, authors: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Artist and title."""
    if folder == "lieder":
        composer, _, title = path.parts[-4:-1]
        last, _, first = composer.replace("_", " ").partition(", ")
        bare = re.sub(r"^\d+ |,? (D|Op|K|WoO|H)\.? ?\d+[a-z]?(/\d+)?", "", title.replace("_", " "))
        return f"{first} {last}".strip(), bare.strip()
    if folder == "chopin":
        opus, *_, last = path.stem.split("-")
        kind = KINDS.get(int(opus)) if opus.isdigit() else None
        number = f" No. {int(last)}" if last.isdigit() else ""
        return ("Frédéric Chopin", f"{kind} Op. {int(opus)}{number}") if kind else None
    return authors.get(path.stem.removeprefix("d_"))


def freedoom_credits(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Author and title by file, from lines such as `E1M1: "Steel and Brass" by J.Astartes`."""
    known: dict[str, tuple[str, str]] = {}
    for line in archive.read("CREDITS-MUSIC").decode().partition("--Previously")[0].splitlines():
        found = re.match(r'\s*(E\dM\d|MAP\d\d|DM\d\d): "(.+?)" by ([^,]+)', line)
        if found:
            known[found[1].lower()] = found[3].replace('"', "'").strip(), found[2]
    return known


def learnable(data: bytes) -> bool:
    try:
        song = scores.read(data, "", "other")
    except scores.NothingToRead:
        return False
    return len(song.bars) >= 8 and bool(np.isin(song.bars.lengths, (8, 12, 16)).mean() > 0.8)


def chosen_from(found: Sequence[Piece], source: Source) -> list[Piece]:
    """Again and again the piece that is farthest from all that were chosen."""
    rows = np.array([[np.log2(p.content.tempo), np.log2(p.content.density), p.content.valence * 2,
                      p.content.arousal * 2] for p in found])  # fmt: skip
    chosen: list[int] = []
    far = np.full(len(found), np.inf)
    while len(chosen) < min(source.count, len(found)):
        busy = {name for name in {found[at].artist for at in chosen}
                if sum(found[at].artist == name for at in chosen) >= source.each}  # fmt: skip
        open_ = np.array([at not in chosen and found[at].artist not in busy for at in range(len(found))])
        if not open_.any():
            break
        at = int(np.argmax(np.where(open_, far, -1))) if chosen else 0
        chosen.append(at)
        far = np.minimum(far, np.linalg.norm(rows - rows[at], axis=1))
    return [found[at] for at in sorted(chosen)]


def write(target: Path, chosen: dict[str, list[Piece]], licence: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    names = {piece.path: (piece.artist, piece.title) for mine in chosen.values() for piece in mine}
    for mine in chosen.values():
        for piece in mine:
            path = target / piece.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(piece.data)
    entries = [one for place in sorted(names) if isinstance(one := heard(target, target / place, names), Entry)]
    about = {"name": "open music that ships with MuseAIka", "root": "."}
    write_arrays(target / "museaika.midx", build_arrays(entries), about)
    rows = [f"| `{Path(p.path).name}` | {p.title} | {p.artist} |" for p in chosen["freedoom"]]
    table = "\n".join(["| file | title | author |", "|---|---|---|", *rows])
    counts = {folder: len(mine) for folder, mine in chosen.items()}
    text = CREDITS.format(**counts, authors=table, licence=licence.strip())
    (target / "CREDITS.md").write_text(text, encoding="utf-8")
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"{len(names)} files, {size / 1e6:.2f} MB -> {target}", counts)


if __name__ == "__main__":
    main()
