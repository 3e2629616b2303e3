"""Builds the index of what the composing network learned from, by which copied runs of notes are found.

    python scripts/build_copy_index.py --data FOLDER_OF_ZIPS --work data/composer

It holds a hash of 32 bits of every run of nine notes (intervals and rhythm, so in any key) in the melodies of all songs
learned from: nothing of the songs can be had back from it. About one run in five thousand is taken for one of theirs
by mistake.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from train_composer import WEIGHTS, prepare

from modules.composing.bars import MELODY
from modules.composing.copies import MOST, grams, lines_of, packed, short
from modules.composing.corpus import Corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the zip archives of the training sets")
    parser.add_argument("--work", type=Path, default=Path("data/composer"), help="prepared data")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "phrases.npz")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    learned, _ = prepare(asked.data, asked.work)
    hashes = np.unique(np.concatenate(list(hashes_of(learned))))
    np.savez_compressed(asked.out, **packed(hashes))
    print(f"{len(learned.names)} songs, {len(hashes)} runs, {asked.out.stat().st_size} bytes in {asked.out}")


def hashes_of(corpus: Corpus) -> list[np.ndarray]:
    """The runs in the melody of every song."""
    lines = [line for index in range(len(corpus.names)) for line in lines_of(corpus.song(index).bars, (MELODY,))]
    return [short(grams(line, MOST + 1)) for line in lines]


if __name__ == "__main__":
    main()
