"""Cuts a text where a sentence ends or the script changes, so that each part is short enough to be read."""

import re
import unicodedata
from itertools import groupby
from typing import Final

from modules.mood.detectors.text.ngrams import is_unspaced

MOST_WORDS: Final = 60
MOST_SIGNS: Final = 400
MANY: Final = 48
"""Of more sentences than this, short ones are read together with their neighbours."""
_ENDS: Final = re.compile(r"(?<=[.!?…。！？؟։।])[\"')\]»”]*\s+|(?<=[。！？])|[\r\n]+")  # noqa: RUF001  (full-width marks)
_MARKS: Final = "CJK", "HIRAGANA", "KATAKANA"


def sentences(text: str) -> list[str]:
    """In order, none empty, hardly ever more than a hundred; a text without marks is cut after so many words."""
    parts = [part.strip() for end in _ENDS.split(text) for part in _by_script(end)]
    found = [piece for part in parts if part for piece in _short(part)]
    return found if len(found) <= MANY else _joined(found)


def script(word: str) -> str:
    """LATIN, CYRILLIC, CJK ...: of the first letter; empty where there is none."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    name = unicodedata.name(letter, "") if letter else ""
    found = name.split(" ")[0].split("-")[0]
    return "CJK" if found in _MARKS else found


def _by_script(sentence: str) -> list[str]:
    """Runs of words in one script; a single foreign word stays with its neighbours."""
    words = sentence.split()
    scripts = [script(word) for word in words]
    if len(set(scripts) - {""}) < 2:
        return [sentence]
    runs: list[list[str]] = []
    last = ""
    for found, group in groupby(zip(_carried(scripts), words, strict=True), key=lambda pair: pair[0]):
        run = [word for _, word in group]
        alone = len(run) == 1 and not (is_unspaced(run[0][0]) and len(run[0]) > 1)
        if runs and (alone or found == last):
            runs[-1] += run
        else:
            runs.append(run)
            last = found
    return [" ".join(run) for run in runs]


def _carried(scripts: list[str]) -> list[str]:
    """Words without letters count as what stands before them."""
    found, last = [], next((one for one in scripts if one), "")
    for one in scripts:
        last = one or last
        found.append(last)
    return found


def _joined(found: list[str]) -> list[str]:
    """Neighbours in one script, together as long as a fair share of the text."""
    fair = sum(map(len, found)) / MANY
    joined = [found[0]]
    for one in found[1:]:
        if len(joined[-1]) + len(one) <= fair and script(joined[-1]) == script(one):
            joined[-1] += f" {one}"
        else:
            joined.append(one)
    return joined


def _short(sentence: str) -> list[str]:
    words = sentence.split()
    pieces = [" ".join(words[start : start + MOST_WORDS]) for start in range(0, len(words), MOST_WORDS)]
    return [piece[start : start + MOST_SIGNS] for piece in pieces for start in range(0, len(piece), MOST_SIGNS)]
