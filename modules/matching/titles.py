"""What a title says: the song itself, what stands in brackets, and which version of it this is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from modules.matching.folding import plain, squeezed, weighty, words
from modules.matching.opus import Opus, read_opus

MARKS: Final = {
    "karaoke": r"karaoke|backing track|playback|sing ?-?along|minus one",
    "cover": r"\bcover(ed)?\b|tribute|in the style of|made (famous|popular)|originally (performed|by|recorded|sung)"
    r"|as performed|performed by|salute to",
    "remaster": r"\bre-?mast|\brestored\b|digital master",
    "live": r"\blive\b|\bao vivo\b|\ben (vivo|directo|concert|public)\b|\bin concert\b|\bunplugged\b|\bdal vivo\b"
    r"|\bconcert\b|\bsessions?\b|\bat the bbc\b",
    "remix": r"\bremix(ed|es)?\b|\bmix\b|\bdub\b|\brework(ed)?\b|\bbootleg\b|\bmash-?up\b|\bremake\b",
    "instrumental": r"\binstrumental\b",
    "acoustic": r"\bacoustic\b|\b(piano|strings?|orchestral|orchestra|guitar|a cappella|acappella) version\b",
    "demo": r"\bdemo\b|\bouttake\b|\brehearsal\b|\btake \d+|\balternat(e|ive)\b|\brough\b",
    "excerpt": r"\binterlude\b|\breprise\b|\bintro\b|\boutro\b|\bskit\b|\bmedley\b|\bmegamix\b|\bpotpourri\b",
    "edit": r"\bedit(ed|ion)?\b|\bversions?\b|\bversie\b|\bversao\b|\bmono\b|\bstereo\b|\bsingle\b|\bradio\b|\balbum\b"
    r"|\bextended\b|\bexplicit\b|\bclean\b|\bbonus\b|\bre-?recorded\b|\bdeluxe\b|\banniversary\b|\b(7|12)\"",
}
"""Words that say which version of a song this is, looked for in what is set apart from it."""
_MARKS: Final = {mark: re.compile(pattern) for mark, pattern in MARKS.items()}
_BRACKETS: Final = re.compile(r"[\(\[\{]([^()\[\]{}]*)[\)\]\}]?")
_DASH: Final = re.compile(r"\s+[-/~|:]+\s+|\s+-(?=\w)|;|(?<=[a-z]{3})/(?=[a-z]{3})")
_GUEST: Final = re.compile(r"[\s,]*\b(?:feat(?:uring)?|ft|f\. ?feat)\b[. ]+(.*)$")
_WITH: Final = re.compile(
    r"^\s*(?:feat(?:uring)?|ft|duet with"
    r"|with(?! (?:my|me|you|your|a|no|or|out|all|every|this|that|love|her|his)\b))\b[. ]*(.*)$"
)
_STYLE_OF: Final = re.compile(
    r"(?:in the style of|made (?:famous|popular) by|originally (?:performed |recorded |sung )?by|as performed by"
    r"|performed by|tribute to|cover of|salute to)\s+(.*)$"
)
_WHEN: Final = re.compile(r"^(no )?[#\s\d,.*'/-]*$")
_FROM: Final = re.compile(r"\bfrom\b|\btheme\b|\bsoundtrack\b|\bo\.?s\.?t\.?\b|\bmotion picture\b")
_KEY: Final = re.compile(
    r",?\s*\bin [a-h](?:[ -]?(?:flat|sharp))? (?:major|minor)\b(?=.*\d)|(?<=\d)\s+in [a-h]\S* \S*m\w+r\b"
)
"""Of a numbered piece, which is the same without."""
_TAIL: Final = re.compile(
    r"\s+(karaoke|instrumental|(?:re)?mix|remaster(?:ed)?|live|acoustic|unplugged|demo|cover|extended|edit|version|interlude|reprise)\s*$"
)
_NAMED: Final = re.compile(r"\s+\S+$")


@dataclass(frozen=True, slots=True)
class Title:
    """full: all but what marks a version; core: without what stands in brackets too; written: full with its small
    words; all without spaces.

    asides: what stands in brackets or after a dash, each for itself. guests, after: names of artists in it.
    """

    full: str
    core: str
    written: str
    words: tuple[str, ...]
    asides: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    guests: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    dashed: bool = False
    opus: Opus | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Digits tell songs apart: no. 5 is not no. 6."""
        return tuple(re.findall(r"\d+", " ".join(self.words)))


@dataclass
class _Reading:
    """What has been found so far."""

    asides: list[str]
    marks: set[str]
    guests: list[str]
    after: list[str]
    dashed: bool = False


@lru_cache(maxsize=8192)
def read_title(text: str) -> Title:
    found = _Reading([], set(), [], [])
    whole = _KEY.sub("", _without_guest(plain(text), found))
    whole = _BRACKETS.sub(lambda aside: _set_apart(aside, found), whole)
    head, *tails = _DASH.split(whole)
    kept = [head] if head.strip() else []
    told = False
    for tail in tails:
        if kept and (_marked(tail, found) or told):
            told = True  # what follows says more about the version: where, when
            continue
        kept.append(tail)
        found.dashed = len(kept) > 1
    core = weighty(words(_BRACKETS.sub(" ", kept[0] if kept else whole)))
    written = words(" ".join(kept)) or words(plain(text))
    full = weighty(written)
    asides = [squeezed(weighty(words(one))) for one in (*found.asides, *kept[1:])]
    return Title(
        squeezed(full),
        squeezed(core or full),
        squeezed(written),
        tuple(full),
        tuple(one for one in asides if one),
        frozenset(found.marks),
        tuple(found.guests),
        tuple(found.after),
        found.dashed,
        read_opus(plain(text)),
    )


def shortened(text: str) -> list[str]:
    """The title without a version's word at its very end, where people forget the brackets; or without what that is
    called: `snap remix`, `radio edit`.
    """
    found = plain(text)
    cut = _TAIL.sub("", found)
    if cut == found or not cut.strip():
        return []
    heads = [cut, _NAMED.sub("", cut), _NAMED.sub("", _NAMED.sub("", cut))]
    return [f"{head} ({found[len(head) :].strip()})" for head in dict.fromkeys(heads) if head.strip()]


def _without_guest(text: str, found: _Reading) -> str:
    """A guest named without brackets: everything from `feat.` on."""
    guest = _GUEST.search(text)
    if (
        guest is None
        or not guest.start()
        or len(re.findall(r"[(\[{]", text[: guest.end()])) > len(re.findall(r"[)\]}]", text[: guest.end()]))
    ):
        return text
    found.marks.add("feat")
    found.guests.append(guest[1])
    return text[: guest.start()]


def _set_apart(aside: re.Match[str], found: _Reading) -> str:
    """What stays of a bracket in the full title."""
    if _marked(aside[1], found):
        return " "
    found.asides.append(aside[1])
    return f" ({aside[1]}) "


def _marked(text: str, found: _Reading) -> bool:
    """Whether this only says which version it is; then it is noted as that."""
    if (guest := _WITH.match(text)) is not None:
        found.marks.add("feat")
        found.guests.append(guest[1])
        return True
    marks = set(_marks(text))
    if "cover" in marks and (artist := _STYLE_OF.search(text)) is not None:
        found.after.append(artist[1])
    found.marks |= marks
    return bool(marks) or _WHEN.match(text.strip()) is not None or _FROM.search(text) is not None


def _marks(text: str) -> Iterator[str]:
    return (mark for mark, pattern in _MARKS.items() if pattern.search(text))
