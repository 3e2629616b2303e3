"""XED as its archive holds it: lines of films in many languages with Plutchik's emotions, split once and for all."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.text.labels import PLUTCHIK
from modules.mood.detectors.text.normalising import canonical
from teaching.goemotions import bucket

ENOUGH = 800
"""Lines with emotions that a language needs to be taught and measured: all with files of 950 lines, and two more."""
NUMBERS = re.compile(r"[0-8](, *[0-8])*")
FILE = re.compile(r"(?:^|/)(?:([a-z]{2})-(?:projections|annotated)\d*\.tsv|neu_([a-z]{2})\.txt)$")
LEARNED, TUNED, MEASURED = 0, 1, 2
TENTHS = np.array([LEARNED] * 8 + [TUNED, MEASURED])


@dataclass(frozen=True)
class Lines:
    texts: list[str]
    languages: NDArray[np.str_]
    """XED's own two letters: br is Portuguese of Brazil, cn Chinese."""
    labels: NDArray[np.float32]
    """[texts, 8]; all zero for lines that people found neutral."""
    parts: NDArray[np.int64]
    """LEARNED, TUNED or MEASURED: the same for the same words, in whatever language or file they stand."""
    enough: int = ENOUGH

    def __len__(self) -> int:
        return len(self.texts)

    def where(self, chosen: NDArray[np.bool_]) -> Lines:
        found = np.flatnonzero(chosen)
        kept = [self.texts[place] for place in found]
        return Lines(kept, self.languages[found], self.labels[found], self.parts[found], self.enough)

    @property
    def felt(self) -> NDArray[np.bool_]:
        return self.labels.any(1)

    def large(self) -> list[str]:
        """The languages with enough lines that carry an emotion."""
        counts = Counter(self.languages[self.felt].tolist())
        return sorted(language for language, count in counts.items() if count >= self.enough)


def read_archive(path: Path, enough: int = ENOUGH) -> Lines:
    """Every line once per language; where annotators or files differ, all emotions that were seen."""
    found: dict[tuple[str, str], tuple[str, NDArray[np.float32]]] = {}
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if match := FILE.search(name):
                language = match[1] or match[2]
                for text, labels in rows(archive.read(name).decode(), neutral=bool(match[2])):
                    key = (language, canonical(text))
                    found[key] = (text, np.maximum(labels, found[key][1])) if key in found else (text, labels)
    texts = [text for text, _ in found.values()]
    parts = TENTHS[[bucket(text, len(TENTHS)) for text in texts]]
    languages = np.array([language for language, _ in found])
    return Lines(texts, languages, np.array([row for _, row in found.values()]), parts, enough)


def rows(content: str, *, neutral: bool) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The lines with their emotions; some files have rows in another form, without emotions, which are left out."""
    for line in content.split("\n"):
        cells = line.rstrip("\r").split("\t")
        labels = np.zeros(len(PLUTCHIK), dtype=np.float32)
        if neutral and len(cells) > 1:
            yield cells[1], labels
        elif len(cells) == 2 and NUMBERS.fullmatch(cells[1].strip()):
            labels[[int(number) - 1 for number in cells[1].split(",") if int(number)]] = 1
            yield cells[0], labels
