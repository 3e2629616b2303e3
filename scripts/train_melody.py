"""Fits where people pause between phrases, by what plays beneath: the judge that melodies are written with.

    python scripts/train_melody.py pop909.zip [--songs 360] [--out FILE]

Songs of POP909 whose number ten divides are left alone. The melody is taken out of the others, what is left is heard,
and every quarter in which a voice sings within its bar is learned: whether a note of the melody begins in it.
"""

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import torch
from bench_melody import parted
from listening.fitting import fitted, plain
from listening.songs import Floats, Known, numbers, read_songs

from modules.composing.melody.backing import Backing
from modules.composing.melody.pausing import WEIGHTS, described, quarters
from modules.hearing.ears import Ears
from modules.hearing.perceptron import ARRAYS, Perceptron
from modules.hearing.writing import NotMusic

SHAPE = (24, 2)
APART = 10
"""Of so many songs one is set aside to say how well the judge does."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pop909", type=Path, help="the archive of POP909")
    parser.add_argument("--songs", type=int, default=360, help="how many are heard")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the judge goes")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    wanted = numbers(asked.pop909, held_out=False)
    random.Random(11).shuffle(wanted)  # noqa: S311 - the same songs every time
    ears = Ears()
    found = [one for song in read_songs(asked.pop909, wanted[: asked.songs]) if (one := lesson(song, ears)) is not None]
    apart, rest = found[::APART], [one for number, one in enumerate(found) if number % APART]
    print(f"{len(found)} songs; of {len(apart)} apart, by a judge of the others: {clear(learned(rest), apart):.3f}")
    save(learned(found), asked.out)
    print(f"written to {asked.out}: {asked.out.stat().st_size:,} bytes")


def lesson(song: Known, ears: Ears) -> tuple[Floats, Floats] | None:
    """(features, 1 where no note begins) of the quarters in which people could sing; None where there is no melody."""
    people, rest = parted(song)
    try:
        backing = ears.hear(rest).backing()
    except NotMusic:
        return None
    silent, among = pauses(people, backing)
    return described(backing)[among], silent[among].astype(np.int64)


def pauses(people: Floats, backing: Backing) -> tuple[Floats, Floats]:
    """[quarters] whether none of people's notes begins there, and whether one does in the same bar where we sing."""
    places = quarters(backing)
    at = np.rint(np.interp(people[:, 0], backing.seconds, np.arange(len(backing.seconds)))).astype(int)
    which = np.clip(np.searchsorted(places[:, 0], at, side="right") - 1, 0, len(places) - 1)
    silent = np.bincount(which, minlength=len(places)) == 0
    sung = np.bincount(places[:, 1], weights=~silent) > 0
    return silent, (sung & backing.sung)[places[:, 1]]


def learned(lessons: list[tuple[Floats, Floats]]) -> Perceptron:
    features, right = (np.concatenate(column) for column in zip(*lessons, strict=True))
    return fitted(features[:, None], right, plain, SHAPE, epochs=6, decay=0.3)


def clear(judge: Perceptron, lessons: list[tuple[Floats, Floats]]) -> float:
    """How often a quarter with a pause is judged likelier than one without, in the same song."""
    found = []
    for features, right in lessons:
        rank = np.argsort(np.argsort(judge.chances(features)[:, 1]))
        count = int(right.sum())
        if 0 < count < len(right):
            found.append((rank[right == 1].sum() - count * (count - 1) / 2) / (count * (len(right) - count)))
    return float(np.mean(found))


def save(judge: Perceptron, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{name: getattr(judge, name).astype(np.float32) for name in ARRAYS})


if __name__ == "__main__":
    main()
