"""Who an artist is, however written: `Gaye,Marvin`, `Beatles, The`, `Tom Petty & The Heartbreakers`, `A feat. B`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from modules.matching.folding import plain, sounding, squeezed, weighty, words

_GUEST: Final = re.compile(r"[\s(\[]+(?:feat(?:uring)?|ft|vs|with|duet with|x)[.\s)]+", re.IGNORECASE)
_AND: Final = re.compile(r"\s*[;/|]\s*|\s+and\s+|\s+und\s+|\s+et\s+|\s+y\s+")
_TRIBUTE: Final = re.compile(r"tribute|karaoke|made famous|in the style of|cover (band|version)|sound-?alike")
_UNNAMED: Final = frozenset({"", "unknown", "unknownartist", "various", "variousartists", "anonymous", "traditional"})
_ENSEMBLE: Final = frozenset(
    {"band", "trio", "quartet", "quintet", "group", "orchestra", "ensemble", "project", "singers", "family"}
)
NEAR: Final = 0.84
SHARED: Final = 0.86
"""Likeness from which on a name is on both lists, or has a slip; below it is one shortened."""


@dataclass(frozen=True, slots=True)
class Artist:
    """whole: key of the name, its words in alphabetical order, without spaces; parts: of each of several, first first.

    loose: the name without spaces, in its own order.
    """

    whole: str
    parts: tuple[str, ...]
    loose: str
    words: tuple[str, ...]
    guests: bool = False
    certain: bool = True
    """The first of several is surely an artist: Tom Petty of the Heartbreakers, but not Simon of Garfunkel."""
    stand_in: bool = False
    """They play what others made famous."""

    @property
    def unknown(self) -> bool:
        return self.loose in _UNNAMED

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((self.whole, *self.parts))


@lru_cache(maxsize=8192)
def read_artist(text: str) -> Artist:
    low = plain(text)
    own, *guests = _GUEST.split(low)
    if not own.strip():
        own, guests = low, []
    mine = weighty(words(own))
    several = [weighty(words(part)) for part in _several(own)]
    named = [*several, _without_ensemble(mine), *(weighty(words(one)) for one in guests)]
    parts = tuple(dict.fromkeys(_key(part) for part in named if part))
    certain = len(several) < 2 or len(several[0]) > 1 or ";" in own
    stand_in = bool(_TRIBUTE.search(low))
    return Artist(_key(mine), parts or (_key(mine),), squeezed(mine), mine, bool(guests), certain, stand_in)


def likeness(mine: Artist, other: Artist) -> float:
    """1 for the same, 0 for others; from NEAR on they may be the same, spelled in another way."""
    if mine.whole == other.whole:
        return 1.0
    if mine.parts[0] in other.keys or other.parts[0] in mine.keys:
        return 1.0 if mine.certain and other.certain else 0.9
    if sorted(mine.loose) == sorted(other.loose) and len(mine.loose) > 5:
        return 0.97
    if set(mine.parts) & set(other.parts):
        return 0.9
    spelled = _spelled(mine, other)
    return max(spelled, SHARED) if spelled >= NEAR else _shortened(mine, other)


def same_name(mine: Artist, other: Artist) -> float:
    """The same for who knows only the names, and so must be stricter."""
    alike = likeness(mine, other)
    return alike if alike >= 0.97 else _spelled(mine, other)


def surname(mine: Artist, other: Artist) -> bool:
    """Schubert, where another is called Franz Schubert."""
    return len(mine.words) == 1 and len(mine.loose) > 5 and len(other.words) > 1 and other.words[-1] == mine.words[0]


def _spelled(mine: Artist, other: Artist) -> float:
    pairs = {(mine.whole, other.whole), (mine.loose, other.loose), (mine.parts[0], other.parts[0])}
    best = max(OSA.normalized_similarity(one, two) for one, two in pairs)
    heard = OSA.normalized_similarity(sounding(mine.loose), sounding(other.loose)) - 0.03
    return max(best, heard) if min(len(mine.loose), len(other.loose)) > 3 else 0.0


def _shortened(mine: Artist, other: Artist) -> float:
    """Santana for Carlos Santana, B. Joel for Billy Joel."""
    short, long = sorted((mine.words, other.words), key=len)
    if len(short) < len(long) and set(short) < set(long) and len(squeezed(short)) > 3:
        return 0.85
    same = len(short) == len(long) > 1 and all(
        any(one == two or (len(one) == 1 and two.startswith(one)) for two in long) for one in short
    )
    return NEAR if same else 0.0


def _several(text: str) -> list[str]:
    """The artists of a list. A single comma may also be that of `Last, First`."""
    found = [part for part in _AND.split(text) if part.strip()]
    commas = text.count(",")
    if commas > 1 or (commas == 1 and (len(found) > 1 or not _turned(text))):
        found = [piece for part in found for piece in part.split(",") if piece.strip()]
    return [part for part in found if weighty(words(part)) and len(squeezed(words(part))) > 1]


def _turned(text: str) -> bool:
    """`Gaye,Marvin`: a single word, a comma and a word or two."""
    last, first = (words(part) for part in text.split(",", 1))
    return (len(last) <= 1 and len(first) <= 1) or "the" in first or first in (["jr"], ["sr"], ["inc"])


def _without_ensemble(found: tuple[str, ...]) -> tuple[str, ...]:
    """Robert Cray of the Robert Cray Band."""
    return found[:-1] if len(found) > 2 and found[-1] in _ENSEMBLE else ()


def _key(found: tuple[str, ...]) -> str:
    return squeezed(sorted(found))
