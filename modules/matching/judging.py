"""Whether a track and a song of the collection are the same, and what speaks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from models.track import MatchLevel
from modules.matching.artists import NEAR, SHARED, Artist, likeness, read_artist
from modules.matching.folding import sounding
from modules.matching.titles import Title

SAME: Final = 0.97
"""Likeness of artists from which on there is no doubt."""
_TELLING: Final = 8
_SHORT: Final = 4
"""Letters of a title from which on an artist's name may be shortened, or have a slip."""
_BEGINNING: Final = 3
"""Words that two titles must begin with for one to be a longer form of the other."""
_COUNTING: Final = frozenset({"part", "no", "volume", "act", "chapter"})
_LONG: Final = 12
"""Letters of a title in which a single one is rather a slip than another word."""
_DISTINCT: Final = (5, 16)
"""Words and letters of a title that hardly two songs share by chance."""
_ANOTHERS: Final = frozenset({"cover", "karaoke"})


@dataclass(frozen=True, slots=True)
class Named:
    """A track or a song, read."""

    title: Title
    artist: Artist

    @property
    def marks(self) -> frozenset[str]:
        return self.title.marks | ({"feat"} if self.artist.guests else frozenset())


@dataclass(frozen=True, slots=True)
class Verdict:
    level: MatchLevel
    score: float
    evidence: tuple[str, ...]


def judge(track: Named, song: Named, common: Callable[[str], bool]) -> Verdict | None:
    """None unless they are the same song, in whatever version."""
    alike, how = _titles(track.title, song.title, common)
    if not alike:
        return None
    artists = likeness(track.artist, song.artist)
    if track.artist.unknown or song.artist.unknown:
        return _nameless(track.title, alike, how)
    if artists < NEAR:
        return _by_others(track, song, alike, how)
    sure = artists >= SAME
    if not sure and (alike < 1 or len(track.title.written) < (_TELLING if artists < SHARED else _SHORT)):
        return None
    differing = sorted(track.marks ^ song.marks)
    score = alike * (1.0 if artists >= SAME else artists + 0.03)
    evidence = (how, "same artist" if sure else f"artist spelled like {song.artist.loose}")
    if differing or how in _OTHER:
        said = f"another version: {', '.join(differing)}" if differing else "another version"
        return Verdict(MatchLevel.VERSION, round(0.95 * score, 3), (*evidence, said))
    return Verdict(MatchLevel.EXACT, round(score, 3), evidence)


_SAME_TITLE, _SUBTITLE, _PART = "same title", "same title but for what is in brackets", "one title is part of the other"
_BEGUN: Final = "one title begins with the other"
_NUMBERED: Final = "same number in the catalogue of works"
_SPELLED: Final = "title spelled differently"
_OTHER: Final = frozenset({_PART, _BEGUN})


def _titles(mine: Title, other: Title, common: Callable[[str], bool]) -> tuple[float, str]:
    """How alike two titles are; 0 for two songs."""
    if mine.full == other.full and mine.full:
        return 1.0, _SAME_TITLE
    if mine.written == other.written:
        return 0.99, _SPELLED
    if mine.opus is not None and other.opus is not None:
        return (0.95, _NUMBERED) if mine.opus.same(other.opus) else (0.0, "")
    if (part := _in_part(mine, other)) is not None:
        return part
    if alike := _misspelled(mine, other, common):
        return alike, _SPELLED
    return (0.75, _BEGUN) if _begun(mine, other) else (0.0, "")


def _in_part(mine: Title, other: Title) -> tuple[float, str] | None:
    """One of them leaves out what the other has in brackets, or is called by that."""
    bracketed = bool(mine.asides) != bool(other.asides)
    if mine.core == other.core and bracketed and len(mine.core) > 2:
        return (0.85, _PART) if mine.dashed or other.dashed else (0.95, _SUBTITLE)
    if len(mine.full) > 6 and (mine.full in other.asides or other.full in mine.asides):
        return 0.85, _PART
    return None


def _begun(mine: Title, other: Title) -> bool:
    """One of them goes on where the other ends, and that is no number that tells songs apart."""
    short, long = sorted((mine.words, other.words), key=len)
    rest = long[len(short) :]
    if long[: len(short)] != short or len(short) < _BEGINNING or len("".join(short)) < _TELLING or not rest:
        return False
    return not any(word in _COUNTING or (word.isdigit() and len(word) < 2) for word in rest)


def _misspelled(mine: Title, other: Title, common: Callable[[str], bool]) -> float:
    if mine.numbers != other.numbers:
        return 0.0
    if len(mine.written) >= _TELLING and sounding(mine.written) == sounding(other.written):
        return 0.95
    pairs = ((mine.written, other.written), (mine.full, other.full), (mine.core, other.core))
    far = min((far for one, two in pairs if (far := _slips(one, two)) is not None), default=None)
    return 0.0 if far is None or _deliberate(mine, other, common) else round(1.0 - 0.8 * far, 3)


def _slips(one: str, two: str) -> float | None:
    """The share of letters that differ, where these may be slips of the pen."""
    shorter = min(len(one), len(two))
    allowed = 0 if shorter < 6 else 1 if shorter < 10 else 2 if shorter < 18 else 3
    far = OSA.distance(one, two, score_cutoff=allowed)
    return far / max(len(one), len(two)) if 0 < far <= allowed else None


def _deliberate(mine: Title, other: Title, common: Callable[[str], bool]) -> bool:
    """Words that differ and are words on both sides make another title: `I will`, `I wish`."""
    if len(mine.written) >= _LONG and OSA.distance(mine.written, other.written, score_cutoff=1) <= 1:
        return False
    here, there = _only(mine, other), _only(other, mine)
    if len(here) != len(there):
        return not (here and there) and any(common(word) for word in (*here, *there))
    return bool(here) and all(common(one) and common(two) for one, two in zip(here, there, strict=True))


def _only(mine: Title, other: Title) -> list[str]:
    return [word for word in mine.words if word not in other.words]


def _by_others(track: Named, song: Named, alike: float, how: str) -> Verdict | None:
    """The same title by somebody else: a cover where one of them says so, or where the title is hardly chance."""
    if _says_whose(track, song) or _says_whose(song, track):
        return Verdict(MatchLevel.VERSION, round(0.85 * alike, 3), (how, "made famous by the other artist"))
    stands_in = (track.marks | song.marks) & _ANOTHERS or track.artist.stand_in or song.artist.stand_in
    if alike == 1.0 and stands_in and len(track.title.full) >= _TELLING:
        return Verdict(MatchLevel.VERSION, 0.7, (how, "played by somebody who plays what others made famous"))
    if alike == 1.0 and _distinct(track.title):
        return Verdict(MatchLevel.VERSION, 0.55, (how, "by another artist: a cover, or another song of that name"))
    return None


def _says_whose(one: Named, other: Named) -> bool:
    return any(likeness(read_artist(name), other.artist) >= NEAR for name in one.title.after)


def _nameless(title: Title, alike: float, how: str) -> Verdict | None:
    if alike < 1.0 or len(title.full) < _TELLING or len(title.words) < 2:
        return None
    return Verdict(MatchLevel.VERSION, 0.6, (how, "one of them names no artist"))


def _distinct(title: Title) -> bool:
    words, letters = _DISTINCT
    return len(title.words) >= words and len(title.full) >= letters
