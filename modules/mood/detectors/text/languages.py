"""The network for many languages: which language a text is in, and Plutchik's emotions in it, from hashed n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.text.labels import PLUTCHIK
from modules.mood.detectors.text.ngrams import places, words

Floats = NDArray[np.float32]
FILE: Final = "languages.npz"
SPOKEN: Final = 1.6
"""By so much an emotion weighs against neutral, of which the network was taught nothing."""
SAME: Final = {"br": "pt", "cn": "zh", "tw": "zh"}
"""XED names files of one language differently by country; we say ISO 639-1."""


@dataclass(frozen=True)
class Language:
    code: str
    """As XED's files are named; `name` is what people are told."""
    sure: float
    familiar: float
    """The share of the text's words that were seen in this language when the network was taught."""
    taught: bool
    """Whether emotions were taught in it, not only what it looks like."""

    @property
    def name(self) -> str:
        return SAME.get(self.code, self.code)


@dataclass(frozen=True)
class Tables:
    """Everything that is stored: 8-bit tables with a scale for each column, and the small dense layers."""

    codes: NDArray[np.str_]
    taught: NDArray[np.bool_]
    table: NDArray[np.int8]
    """[places, 8 + hidden]: for each n-gram what it says of the emotions, and what goes to the hidden layer."""
    scale: Floats
    rarity: NDArray[np.float16]
    """[places]: how much an n-gram counts, 0 for one that was too rare to learn from."""
    tongues: NDArray[np.int8]
    """[few places, languages]"""
    tongues_scale: Floats
    tongues_rarity: NDArray[np.float16]
    tongues_bias: Floats
    accents: Floats
    """[languages, hidden] added before the hidden layer"""
    inner: Floats
    inner_bias: Floats
    outer: Floats
    leaning: Floats
    """[languages, 8] added to what comes out"""
    slope: Floats
    shift: Floats
    """[8]: what turns logits into likelihoods"""
    usual: Floats
    """[8]: how often each emotion is there in a line of a film that carries any"""
    thresholds: Floats
    """[languages, 8] in logits"""
    vocabulary: NDArray[np.uint8]
    """A Bloom filter, in bits, of words with their language."""


class LanguagesNetwork:
    """Reads only; many threads may use one."""

    def __init__(self, tables: Tables, network: str = "untold") -> None:
        self.tables, self.network = tables, network
        self.codes = [str(code) for code in tables.codes]
        self._names = [SAME.get(code, code) for code in self.codes]
        self._numbers = {code: number for number, code in enumerate(self.codes)}
        self._bits = len(tables.table).bit_length() - 1
        self._few = len(tables.tongues) - 1

    @classmethod
    def load(cls, folder: Path) -> LanguagesNetwork:
        content = (folder / FILE).read_bytes()
        with np.load(folder / FILE) as stored:
            tables = Tables(**{name: stored[name] for name in stored.files})
        return cls(tables, f"languages-{sha256(content).hexdigest()[:8]}")

    def tongues(self, text: str) -> Floats:
        """How likely each of `codes` is."""
        t = self.tables
        found = np.unique(places(text, self._bits) & self._few)
        shares = t.tongues_rarity[found].astype(np.float32)
        length = float(np.sqrt((shares**2).sum())) or 1.0
        logits = (shares / length) @ t.tongues[found].astype(np.float32) * t.tongues_scale + t.tongues_bias
        risen = np.exp(logits - logits.max())
        return np.asarray(risen / risen.sum(), dtype=np.float32)

    def language(self, text: str, likely: Floats) -> Language:
        """The likeliest, countries of one language taken together; of those, one whose emotions were taught."""
        totals: dict[str, float] = {}
        for name, share in zip(self._names, likely, strict=True):
            totals[name] = totals.get(name, 0.0) + float(share)
        name = max(totals, key=totals.__getitem__)
        own = [number for number, one in enumerate(self._names) if one == name]
        number = max(own, key=lambda one: (bool(self.tables.taught[one]), float(likely[one])))
        familiar = self.familiar(text, self.codes[number])
        return Language(self.codes[number], min(totals[name], 1.0), familiar, bool(self.tables.taught[number]))

    def familiar(self, text: str, code: str) -> float:
        found = [word for word in words(text) if word not in "!?"]
        hits = [holds(self.tables.vocabulary, f"{SAME.get(code, code)}:{word}") for word in found]
        return sum(hits) / max(len(hits), 1)

    def logits(self, text: str, code: str) -> Floats:
        """[8] of the emotions in `PLUTCHIK`, read as that language."""
        t, number = self.tables, self._numbers[code]
        found = places(text, self._bits)
        shares = t.rarity[found].astype(np.float32)
        length = float(np.sqrt((shares**2).sum())) or 1.0
        sums = (shares / length) @ t.table[found].astype(np.float32) * t.scale
        direct, hidden = sums[: len(PLUTCHIK)], sums[len(PLUTCHIK) :]
        inner = (hidden + t.accents[number]) @ t.inner + t.inner_bias
        risen = np.maximum(inner, 0)
        return np.asarray(direct + risen @ t.outer + t.leaning[number], dtype=np.float32)

    def likelihoods(self, text: str, code: str) -> dict[str, float]:
        """How likely each emotion is, beyond how usual it is anyway; what is left over is neutral."""
        t = self.tables
        likely = 1 / (1 + np.exp(-(self.logits(text, code) * t.slope + t.shift)))
        beyond = np.maximum(likely - t.usual, 0) / (1 - t.usual)
        found = {name: float(share) for name, share in zip(PLUTCHIK, beyond, strict=True)}
        return found | {"neutral": max(1 - SPOKEN * max(found.values()), 0.0)}

    def emotions(self, text: str, code: str) -> set[str]:
        """Those whose threshold is passed: a yes or a no for each, as they are measured."""
        passed = self.logits(text, code) > self.tables.thresholds[self._numbers[code]]
        return {name for name, said in zip(PLUTCHIK, passed, strict=True) if said}


def bloom(keys: Sequence[str], bits: int) -> NDArray[np.uint8]:
    """A set of words in 2^bits bits, which at times holds a word that was never put there, and forgets none."""
    flags = np.zeros(1 << bits, dtype=bool)
    for key in keys:
        flags[_spots(key, bits)] = True
    return np.packbits(flags, bitorder="little")


def holds(filter_: NDArray[np.uint8], key: str) -> bool:
    """Whether the word was put into the filter, or happens to look like one that was."""
    spots = _spots(key, (8 * len(filter_)).bit_length() - 1)
    return all(filter_[spot >> 3] >> (spot & 7) & 1 for spot in spots)


def _spots(key: str, bits: int) -> list[int]:
    content, mask = key.encode(), (1 << bits) - 1
    return [crc32(content) & mask, crc32(content, 0x5EED) & mask]
