"""Prepares a collection of MIDI files from the official archives of the Lakh MIDI Dataset.

    python scripts/fetch_lakh.py --collection clean --out data/lakh
    python scripts/train_composer.py --preset large --data FOLDER_OF_ZIPS --stream data/lakh/full

The download goes on where it was interrupted, is checked against its known SHA-256, and only songs are unpacked.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fetching.unpacking import unpack
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from modules.fetching.download import FetchError, Wanted, WrongContent, fetch

SITE = "http://hog.ee.columbia.edu/craffel/lmd/"


@dataclass(frozen=True)
class Collection:
    about: str
    archive: str
    size: int
    sha256: str


COLLECTIONS = {
    "full": Collection(
        "176,581 different files",
        "lmd_full.tar.gz",
        1_768_163_879,
        "6fcfe2ac49ca08f3f214cec86ab138d4fc4dabcd7f27f491a838dae6db45a12b",
    ),
    "matched": Collection(
        "45,129 files that belong to a song of the Million Song Dataset",
        "lmd_matched.tar.gz",
        1_407_072_670,
        "621ff830aed771f469e5bfa13dc12a33c6ed69090adeda63d0b5c47783af0191",
    ),
    "aligned": Collection(
        "the matched files, aligned to their recordings",
        "lmd_aligned.tar.gz",
        272_169_548,
        "2bf5400e82eba73204644946515489b68811e1e656b0cfd854efc14377f6e53b",
    ),
    "clean": Collection(
        "files named after artist and title",
        "clean_midi.tar.gz",
        234_283_029,
        "de1bb64cbc0cf35545a05b5c3e786aa6890cfa144edffc4b827ff41bf8c33dc5",
    ),
}
CREDIT = """The Lakh MIDI Dataset v0.1, collection "{name}" ({archive}, SHA-256 {sha256}),
from {url}, unpacked unchanged: MIDI files only.

Colin Raffel: "Learning-Based Methods for Comparing Sequences, with Applications to Audio-to-MIDI Alignment and
Matching", PhD thesis, Columbia University, 2016. https://colinraffel.com/projects/lmd/

Licence: Creative Commons Attribution 4.0 International, https://creativecommons.org/licenses/by/4.0/
Whoever passes the files on, or what is made from them, passes this credit on. The licence is the collection's: the
songs in it are works of others, whose rights it cannot give away.
"""


def main(words: list[str] | None = None) -> None:
    asked = arguments(words)
    chosen = COLLECTIONS[asked.collection]
    url = asked.url or SITE + chosen.archive
    wanted = Wanted(url, asked.sha256 or chosen.sha256, None if asked.sha256 else chosen.size)
    try:
        with progress(f"fetching {chosen.archive}") as tell:
            archive = fetch(wanted, asked.out / chosen.archive, tell, asked.pause)
        asked.out.joinpath("CREDIT.txt").write_text(credit(asked.collection, wanted), "utf-8")
        print(f"{archive} is whole. Credit is due: see {asked.out / 'CREDIT.txt'}")
        if not asked.archive_only:
            unpacked(archive, asked.out / asked.collection)
    except WrongContent as error:
        sys.exit(f"{error.detail}\n{error.next_step}\nWhere the archive was renewed, give its new hash with --sha256.")
    except FetchError as error:
        sys.exit("\n".join(filter(None, (error.detail, error.next_step))))
    except OSError as error:
        sys.exit(f"Cannot write to {asked.out}: {error.strerror or error}. Name a folder with room, with --out.")


def arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about = "; ".join(f"{name}: {one.about}, {one.size / 1e9:.2f} GB" for name, one in COLLECTIONS.items())
    parser.add_argument("--collection", choices=sorted(COLLECTIONS), default="clean", help=about)
    parser.add_argument("--out", type=Path, default=Path("data/lakh"), help="where archive and songs go")
    parser.add_argument("--archive-only", action="store_true", help="fetch and check, unpack nothing")
    parser.add_argument("--url", help="fetch it from a mirror; its hash must be the same")
    parser.add_argument("--sha256", help="the hash it must have, where the archive was renewed")
    parser.add_argument("--pause", type=float, default=2.0, help="seconds between attempts, growing")
    return parser.parse_args(words)


def unpacked(archive: Path, folder: Path) -> None:
    if folder.exists():
        print(f"{folder} is there already; remove it to unpack anew.")
        return
    with progress(f"unpacking {archive.name}") as tell:
        count = unpack(archive, folder, tell)
    print(f"{count:,} songs in {folder}")


def credit(name: str, wanted: Wanted) -> str:
    archive = COLLECTIONS[name].archive
    return CREDIT.format(name=name, archive=archive, sha256=wanted.sha256, url=wanted.url)


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn()) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


if __name__ == "__main__":
    main()
