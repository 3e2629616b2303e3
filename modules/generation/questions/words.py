"""Words of a question, brought to a form in which they can be compared; slips of the pen are forgiven."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

_ENDINGS: Final = (("ied", "y", 2), ("ies", "y", 2), ("ing", "", 4), ("ed", "", 4), ("es", "e", 3), ("s", "", 3))
"""An ending, what stands in its place, and how many letters must be left."""
_KEPT: Final = ("ss", "us", "is")
_SHORTEST: Final = 4
"""Letters from which on a slip is looked for."""
_LONG: Final = 8
"""From so many letters on, two slips are forgiven."""
_WORD: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)?")


def plain(text: str) -> str:
    """Lower case, without accents; short forms written out as far as they matter."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one)
    ).replace("\u2019", "'")
    bare = re.sub(r"n't\b", " not", bare)
    return re.sub(r"'(s|re|m|d|ll|ve)\b", r" ", bare).replace("'", "")


def words_of(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def stem(word: str) -> str:
    """Without the endings of plurals and verbs: `chords` and `chord`, `copied` and `copy`."""
    for ending, instead, left in _ENDINGS:
        if word.endswith(ending) and not word.endswith(_KEPT) and len(word) - len(ending) >= left:
            word = word[: -len(ending)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def corrected(word: str, known: Collection[str]) -> str:
    """The known word it was probably meant to be, with or without its ending; else the word itself."""
    if word in known or len(word) < _SHORTEST or not word.isalpha():
        return word
    found = _nearest(word, known)
    return found or _nearest(stem(word), known) or word


def _nearest(word: str, known: Collection[str]) -> str | None:
    most = 2 if len(word) >= _LONG else 1
    near = [
        (distance, one)
        for one in known
        if abs(len(one) - len(word)) <= most
        and len(one) >= _SHORTEST
        and word[0] in one[:2]
        and (distance := slips(word, one)) <= most
    ]
    return min(near)[1] if near else None


def slips(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, also in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != also))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == also:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]
