"""A text as numbered pieces: its words, pairs of words, and runs of characters inside words, in any language."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final
from unicodedata import category
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 2, 5
LONGEST_WORD: Final = 40
"""Of a longer word, only the beginning is looked at."""
UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
"""Scripts whose writers put no spaces between words: Thai, Lao, Burmese, Khmer, Kana, Chinese characters."""
_ASCII_WORDS: Final = re.compile(r"[a-z0-9']+|[!?]")

Places = NDArray[np.int64]


def words(text: str) -> list[str]:
    """Without capitals; a mark such as ! or ? is a word of its own, and so is a character of an unspaced script."""
    plain = text.casefold()
    return _ASCII_WORDS.findall(plain) if plain.isascii() else "".join(_parted(plain)).split()


def _parted(text: str) -> Iterator[str]:
    for sign in text:
        if sign.isalnum() or sign == "'" or category(sign)[0] == "M":
            yield f" {sign} " if is_unspaced(sign) else sign
        else:
            yield f" {sign} " if sign in "!?" else " "


def is_unspaced(sign: str) -> bool:
    code = ord(sign)
    return code >= UNSPACED[0][0] and any(first <= code <= last for first, last in UNSPACED)


def places(text: str, bits: int) -> Places:
    """Which of the 2^bits places of a table the text touches, each once, in ascending order."""
    found: Places = np.fromiter(map(crc32, _grams(words(text))), dtype=np.int64)
    chosen: Places = np.unique(found & ((1 << bits) - 1))
    return chosen


def _grams(found: list[str]) -> Iterator[bytes]:
    for word in found:
        yield f"={word}".encode()
        yield from runs(word)
    for pair in pairwise(["", *found, ""]):
        yield " ".join(pair).encode()


def runs(word: str) -> Iterable[bytes]:
    """All runs of characters of `<word>`, its ends marked."""
    marked = f"<{word[:LONGEST_WORD]}>"
    size = len(marked)
    return [
        marked[start : start + length].encode()
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(size - length + 1)
    ]
