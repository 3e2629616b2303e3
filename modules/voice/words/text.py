"""`lines_of`: what somebody typed or pasted as lines of words that can be sung."""

import html
import re
import unicodedata
from typing import Final

_HIDDEN: Final = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK: Final = re.compile(r"<(?:br|p|div|li|h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_NOTE: Final = re.compile(r"\[[^\]\n]{0,60}\]|<\d+:\d\d(?:\.\d+)?>|^\s*\(?x\d+\)?\s*$", re.MULTILINE)
"""Headings such as [Chorus], times as in LRC files, and "x2"."""
_WORD: Final = re.compile(r"[$€£]?\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
MOST_LETTERS: Final = 200_000
"""What is behind them is not read."""
LONGEST_WORD: Final = 40
"""Letters; nothing longer is a word that somebody sings."""


def lines_of(text: str) -> list[list[str]]:
    """Words by line, without markup, headings, emoji and marks; empty where nothing can be sung."""
    plain = _BREAK.sub("\n", _HIDDEN.sub(" ", text[:MOST_LETTERS]))
    plain = _NOTE.sub(" ", html.unescape(_TAG.sub(" ", plain)))
    plain = unicodedata.normalize("NFC", "".join(map(_sung, plain)))
    lines = ([word for word in _WORD.findall(line) if len(word) <= LONGEST_WORD] for line in plain.splitlines())
    return [words for words in lines if words]


def _sung(letter: str) -> str:
    """Emoji and what cannot be printed become a space; they are no words, although espeak-ng has names for them."""
    if letter in "\n\r":
        return "\n"
    return " " if unicodedata.category(letter) in {"So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf"} else letter
