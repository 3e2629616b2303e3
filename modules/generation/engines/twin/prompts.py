"""What an order for a twin asks for in words, and what of it was understood."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from modules.generation.engines.twin import vocabulary

_BPM: Final = re.compile(r"(\d{2,3}(?:\.\d+)?)\s*bpm|bpm\s*[:=]?\s*(\d{2,3}(?:\.\d+)?)")
_KEY: Final = re.compile(r"\b([A-G])\s?(#|b|♯|♭|-?sharp|-?flat)?[\s-]*(minor|major|min|maj)\b", re.IGNORECASE)
_LETTER: Final = re.compile(r"\b([A-G])(#|b)?(m)\b")
_METRE: Final = re.compile(r"\b(4/4|3/4|2/4|6/8)\b")
_WITHOUT: Final = re.compile(r"\b(?:no|without)\s+((?:[\w-]+)(?:\s+[\w-]+)?)")
_WORD: Final = re.compile(r"[^\W_][\w'&/#-]*")
_SLOWEST, _FASTEST = 30.0, 300.0


@dataclass(frozen=True)
class Prompt:
    """text, negative: as they were written, for backends that read words themselves. The rest is what the vocabulary
    found: style is a style of the house, instruments and without are names of the vocabulary, mood is (valence,
    arousal), unknown are the words that said nothing to us.
    """

    text: str = ""
    negative: str = ""
    genre: str | None = None
    style: str | None = None
    bpm: float | None = None
    key: str | None = None
    metre: str | None = None
    minor: bool | None = None
    mood: tuple[float, float] | None = None
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def understood(text: str, negative: str = "") -> Prompt:
    """Never refuses: what is not understood is told."""
    rest = _Rest(" ".join(text.split()))
    key, bpm, metre = _key(rest), _bpm(rest), _first(rest.taken(_METRE))
    rest.text = rest.text.lower()
    without = [name for phrase in rest.taken(_WITHOUT) for name in _instruments(_Rest(phrase))]
    without += _instruments(_Rest(negative.lower()))
    tempo = rest.named(vocabulary.TEMPI)
    genres = rest.named(vocabulary.GENRES, vocabulary.GENRE_SPELLINGS)
    instruments = _instruments(rest)
    moods = [vocabulary.MOODS[name] for name in rest.named(vocabulary.MOODS)]
    words = [word for word in _WORD.findall(rest.text) if word not in vocabulary.SILENT]
    prompt = Prompt(
        text=text,
        negative=negative,
        bpm=bpm or (vocabulary.TEMPI[tempo[0]] if tempo else None),
        key=key,
        metre=metre,
        mood=_middle(moods),
        instruments=tuple(name for name in dict.fromkeys(instruments) if name not in without),
        without=tuple(dict.fromkeys(without)),
        unknown=tuple(dict.fromkeys(words)),
    )
    return _of_genre(prompt, genres[0]) if genres else prompt


def _of_genre(prompt: Prompt, name: str) -> Prompt:
    """What the genre brings along where nothing else was said."""
    genre = vocabulary.GENRES[name]
    named = dict.fromkeys((*prompt.instruments, *genre.instruments))
    return replace(
        prompt,
        genre=name,
        style=genre.style,
        bpm=prompt.bpm or genre.bpm,
        metre=prompt.metre or genre.metre,
        minor=genre.minor,
        instruments=tuple(one for one in named if one not in prompt.without),
    )


class _Rest:
    """What of a text is not understood yet."""

    def __init__(self, text: str) -> None:
        self.text = text

    def taken(self, pattern: re.Pattern[str]) -> list[str]:
        """All matches, which are understood now; their first group that holds something."""
        found = [next((part for part in match.groups() if part), "") for match in pattern.finditer(self.text)]
        self.text = pattern.sub(" ", self.text)
        return found

    def named(self, table: Mapping[str, object], spellings: Mapping[str, str] | None = None) -> list[str]:
        """The names of the table that stand in the text, in its order; the longest names first."""
        known = {name: name for name in table} | dict(spellings or {})
        words = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        return [known[name] for name in self.taken(re.compile(rf"(?<![\w-])({words})(?![\w-])"))]


def _instruments(rest: _Rest) -> list[str]:
    return rest.named(vocabulary.INSTRUMENTS, vocabulary.INSTRUMENT_SPELLINGS)


def _bpm(rest: _Rest) -> float | None:
    found = [float(one) for one in rest.taken(re.compile(_BPM.pattern, re.IGNORECASE))]
    return next((one for one in found if _SLOWEST <= one <= _FASTEST), None)


def _key(rest: _Rest) -> str | None:
    """The first key, as `read_key` writes it."""
    match = _KEY.search(rest.text) or _LETTER.search(rest.text)
    if match is None:
        return None
    rest.text = rest.text.replace(match[0], " ", 1)
    sign = {"": "", "#": "#", "♯": "#", "sharp": "#", "b": "b", "♭": "b", "flat": "b"}[
        (match[2] or "").lower().lstrip("-")
    ]
    return f"{match[1].upper()}{sign} {'minor' if match[3].lower() in ('m', 'min', 'minor') else 'major'}"


def _middle(moods: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    found = list(moods)
    if not found:
        return None
    return sum(one for one, _ in found) / len(found), sum(two for _, two in found) / len(found)


def _first(found: list[str]) -> str | None:
    return found[0] if found else None
