"""Index a folder of MIDI files, so that tracks people listen to are found in it.

    python scripts/build_midi_index.py ~/midi
    python scripts/build_midi_index.py ~/lmd_full --names ../shared/data/names/clean_midi.txt.gz --out lakh.midx
    python scripts/build_midi_index.py clean_midi.txt.gz --out names.midx

Reads every .mid, .midi and .kar below the folder: artist and title (from `Artist/Title.mid`, `Artist - Title.mid`, from
the list of names, by path or MD5, or as a file named by a hash calls itself), SHA-256, length, tempo, key, density and
a rough mood. A list of names instead of a folder gives an index that finds tracks but has no music. The index names
its folder relative to itself where that lies below it, so that both can move together. Then:
MUSEAIKA_MATCHING__INDEX=FILE.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.progress import track

from modules.matching.entries import ENDINGS, Entry, heard, read_names
from modules.matching.indexing import build_arrays
from modules.matching.packing import write_arrays

NAME = "museaika.midx"
_TOLD = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="a folder of MIDI files, or a list of names")
    parser.add_argument("--names", type=Path, help="a list of number, artist, title, md5, path: better than the paths")
    parser.add_argument("--out", type=Path, help=f"the index (default: {NAME} in the folder)")
    parser.add_argument("--workers", type=int, default=1, help="processes that read files (default 1)")
    asked = parser.parse_args()
    if not asked.source.exists():
        parser.error(f"there is no {asked.source}")
    begun = time.monotonic()
    if asked.source.is_dir():
        out = asked.out or asked.source / NAME
        entries, skipped = read(asked.source, named(asked.names), asked.workers)
        about = {"name": asked.source.resolve().name, "root": root_for(asked.source, out)}
    else:
        out = asked.out or Path(NAME)
        entries, skipped = list(read_names(asked.source)), []
        about = {"name": asked.source.name, "root": None}
    if not entries:
        parser.error(f"there is no MIDI file that can be used below {asked.source}")
    write_arrays(out, build_arrays(entries), about | {"skipped": len(skipped)})
    tell(out, entries, skipped, time.monotonic() - begun)


def read(folder: Path, names: Mapping[str, tuple[str, str]], workers: int) -> tuple[list[Entry], list[tuple[str, str]]]:
    """What can be used, and the rest with the reason."""
    paths = sorted(one for one in folder.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())
    found = list(track(_read(folder, paths, names, workers), total=len(paths), description="reading"))
    return [one for one in found if isinstance(one, Entry)], [one for one in found if not isinstance(one, Entry)]


def _read(
    folder: Path, paths: list[Path], names: Mapping[str, tuple[str, str]], workers: int
) -> Iterator[Entry | tuple[str, str]]:
    one = partial(heard, folder, names=names)
    if workers == 1:
        yield from map(one, paths)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(one, paths, chunksize=32)


def named(path: Path | None) -> dict[str, tuple[str, str]]:
    """Artist and title by path and by MD5."""
    known: dict[str, tuple[str, str]] = {}
    for entry in read_names(path) if path else ():
        known[entry.path] = known[entry.digest.hex()] = entry.artist, entry.title
    return known


def root_for(folder: Path, out: Path) -> str:
    here, there = folder.resolve(), out.resolve().parent
    return str(here.relative_to(there)) if here.is_relative_to(there) else str(here)


def tell(out: Path, entries: list[Entry], skipped: list[Any], seconds: float) -> None:
    console = Console()
    size = out.stat().st_size / 1e6
    console.print(f"{len(entries):,} files in {seconds:.1f} s -> {out} ({size:.1f} MB)", highlight=False)
    for path, why in skipped[:_TOLD]:
        console.print(f"left out {path}: {why}", highlight=False)
    if len(skipped) > _TOLD:
        console.print(f"and {len(skipped) - _TOLD} more", highlight=False)


if __name__ == "__main__":
    main()
