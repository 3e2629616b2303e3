"""GoEmotions as the archive holds it: texts with their labels, split so that identical texts stay together."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.text.labels import ENGLISH
from modules.mood.detectors.text.normalising import canonical

TRAIN, DEV = "data/original/train.tsv", "data/original/dev.tsv"
KEPT = 10
"""One text in so many is kept back for stopping and for thresholds."""


@dataclass(frozen=True)
class Comments:
    texts: list[str]
    labels: NDArray[np.float32]
    """[texts, 28]: 1 where an annotator majority saw that emotion."""

    def __len__(self) -> int:
        return len(self.texts)

    def where(self, chosen: NDArray[np.bool_]) -> Comments:
        places = np.flatnonzero(chosen)
        return Comments([self.texts[place] for place in places], self.labels[places])


def read_archive(path: Path, name: str) -> Comments:
    with zipfile.ZipFile(path) as archive:
        return parse(archive.read(name).decode())


def read_file(path: Path) -> Comments:
    """A file in the form of `data/original/*.tsv`: text, tab, label numbers with commas, tab, anything."""
    return parse(path.read_text(encoding="utf-8"))


def parse(content: str) -> Comments:
    rows = [line.rstrip("\n").split("\t") for line in io.StringIO(content, newline="\n") if "\t" in line]
    labels = np.zeros((len(rows), len(ENGLISH)), dtype=np.float32)
    for row, (_, numbers, *_rest) in enumerate(rows):
        labels[row, [int(number) for number in numbers.split(",")]] = 1
    return Comments([row[0] for row in rows], labels)


def split(comments: Comments) -> tuple[Comments, Comments]:
    """What is learned from, and the tenth kept back."""
    kept = np.array([bucket(text, KEPT) == 0 for text in comments.texts])
    return comments.where(~kept), comments.where(kept)


def unseen(comments: Comments, learned: Comments) -> Comments:
    """Those whose words do not also stand among the learned ones."""
    known = {canonical(text) for text in learned.texts}
    return comments.where(np.array([canonical(text) not in known for text in comments.texts]))


def bucket(text: str, count: int) -> int:
    """Always the same number for the same words, whatever their capitals and spaces."""
    digest = blake2b(canonical(text).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % count
