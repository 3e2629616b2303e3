"""Spelling folded away: one way to write what people write in many, whatever the script, accents, case and spaces."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

LONGEST: Final = 400
"""Letters of a name that are looked at."""
FILLERS: Final = frozenset({"the", "and", "n"})
"""Words that come and go: The Beatles, Beatles; rock and roll, rock 'n' roll."""
_ARTICLES: Final = frozenset({"a", "an"})
_SAME: Final = {"pt": "part", "nr": "no", "number": "no", "num": "no", "vol": "volume", "feat": "featuring"}
_RESPELLED: Final = {
    "tonite": "tonight", "nite": "night", "thru": "through", "luv": "love", "u": "you", "ya": "you", "ur": "your",
    "til": "until", "till": "until", "cuz": "because", "coz": "because", "cause": "because", "ol": "old", "ok": "okay",
}  # fmt: skip
"""Words that are written in two ways on purpose."""
_NUMERALS: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN: Final = {text: str(value) for value, text in enumerate(_NUMERALS.split(), 1)}
_COUNTED: Final = frozenset({"part", "no", "volume", "act", "chapter", "op", "side"})
"""Words before which a lone i, v or x is a number."""
_LETTERS: Final = {"$": "s", "€": "e", "&": " and ", "+": " and ", "№": " no ", "#": " no ", "@": " at "}
_LOOSE: Final = (
    ("tch", "ch"),
    ("kh", "h"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("c", "k"),
    ("y", "i"),
    ("w", "v"),
    ("z", "s"),
)
_HUSHED: Final = re.compile(r"(?<=[a-z])h|j(?=[aeiou])")
_TWICE: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """In small ASCII letters, digits and the punctuation that was there; other scripts are transliterated."""
    known = unicodedata.normalize("NFKC", text[:LONGEST])
    known = re.sub(r"(?<=\w)\$(?=\w)|(?<=\s)\$(?=\w)|^\$(?=\w)|(?<=\w)\$", "s", known)
    known = re.sub(r"(?<=[a-zA-Z])!(?=[a-zA-Z])", "i", known)
    return anyascii("".join(_LETTERS.get(sign, sign) for sign in known)).lower()


def words(text: str) -> list[str]:
    """The words of a plain text, numbers in digits; apostrophes join."""
    found = re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", text))
    found = [_SAME.get(word, _RESPELLED.get(word, word)) for word in found]
    return [_number(word, found[at - 1] if at else "") for at, word in enumerate(found)]


def weighty(found: Sequence[str]) -> tuple[str, ...]:
    """Without the words that come and go, unless there are no others."""
    kept = [word for word in found if word not in FILLERS]
    if len(kept) > 1 and kept[0] in _ARTICLES:
        kept = kept[1:]
    return tuple(kept or found)


def squeezed(found: Sequence[str]) -> str:
    """Without the spaces, which people set as they like."""
    return "".join(found)


def sounding(text: str) -> str:
    """Letters as they sound, roughly: what different transliterations have in common."""
    for written, heard in _LOOSE:
        text = text.replace(written, heard)
    return _TWICE.sub(r"\1", _HUSHED.sub("", text))


def _number(word: str, before: str) -> str:
    if word in _ROMAN and (len(word) > 1 or before in _COUNTED):
        return _ROMAN[word]
    return word.lstrip("0") or "0" if word.isdigit() else word
