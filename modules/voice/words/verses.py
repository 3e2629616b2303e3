"""`Verses`: lines of words with their syllables, cut to what can be sung in one or two phrases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from modules.voice.languages import LANGUAGES, language_named
from modules.voice.syllables import Syllable, syllables
from modules.voice.words.guessing import UNSUNG, language_of
from modules.voice.words.text import lines_of

_LONGEST: Final = 16
"""Syllables of a line that is not parted."""


@dataclass(frozen=True)
class Word:
    text: str
    syllables: tuple[Syllable, ...]


@dataclass(frozen=True)
class Verse:
    """A line, or the part of one, that is sung together."""

    words: tuple[Word, ...]

    @property
    def syllables(self) -> int:
        return sum(len(word.syllables) for word in self.words)


@dataclass(frozen=True)
class Verses:
    """words: how many were written at all. unsung: lines in a script that nobody here can sing."""

    lines: tuple[Verse, ...]
    words: int
    languages: tuple[str, ...]
    unsung: int


def read_verses(text: str, language: str, enough: int) -> Verses:
    """language: a code, or "auto" to look at every line. No more is read than that many syllables."""
    written = lines_of(text)
    usual = "en-us" if language == "auto" else language_named(language).code
    lines: list[Verse] = []
    languages: dict[str, None] = {}
    unsung = count = 0
    for words in written:
        spoken_in = language_of(words, usual) if language == "auto" else usual
        unsung += spoken_in == UNSUNG
        if spoken_in == UNSUNG or count > enough:
            continue
        for verse in _parted(_words(words, spoken_in, enough - count)):
            languages[spoken_in] = None
            lines.append(verse)
            count += verse.syllables
    return Verses(tuple(lines), sum(map(len, written)), tuple(languages), unsung)


def named(languages: Sequence[str]) -> str:
    return " and ".join(LANGUAGES[code].name for code in languages)


def _words(words: Sequence[str], language: str, enough: int) -> list[Word]:
    made: list[Word] = []
    count = 0
    for text in words:
        parts = () if language_of([text], language) == UNSUNG else syllables(text, language)
        made += [Word(text, parts)] if parts else []
        count += len(parts)
        if count > enough:
            break
    return made


def _parted(words: list[Word]) -> Iterator[Verse]:
    """Into parts of about the same length, none of them longer than can be sung in a phrase or two."""
    total = sum(len(word.syllables) for word in words)
    if not total:
        return
    length = total / -(-total // _LONGEST)
    part: list[Word] = []
    count = 0
    for word in words:
        if part and count + len(word.syllables) / 2 > length:
            yield Verse(tuple(part))
            part, count = [], 0
        part.append(word)
        count += len(word.syllables)
    yield Verse(tuple(part))
