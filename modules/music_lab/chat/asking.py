"""What somebody wants to know of the tracks they handed in; slips of the pen are forgiven."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from modules.generation.questions.vocabulary import NOISE
from modules.generation.questions.words import corrected, plain, stem, words_of

Track = Literal["a", "b"]
_CUES: Final = {
    "rhythm": "rhythm beat drum groove percussion tempo bpm fast slow speed pace metre danceable steady faster"
    " slower quicker busier",
    "harmony": "key chord harmony scale major minor tonality",
    "melody": "melody tune voice vocal sing singer notes hook",
    "players": "instrument play player piano guitar bass band orchestra",
    "character": "mood feeling energy energetic loud quiet bright dark happy sad calm loudness sound vibe"
    " intense louder quieter brighter darker happier sadder calmer livelier",
    "length": "length long short duration part window",
    "overview": "describe analysis analyse analyze about overview summary compare comparison difference differ like"
    " hear heard know characteristics",
    "try": "try suggest suggestion recommend improve better advice change should tip settings parameters start_time"
    " end_time amount start setting",
    "closer": "closer",
}
_WORDS: Final = {stem(word): aspect for aspect, words in _CUES.items() for word in words.replace("_", " ").split()}
_KNOWN: Final = NOISE | {word for words in _CUES.values() for word in words.replace("_", " ").split()}
_NUMBERED: Final = re.compile(
    r"\b(?:tracks?|songs?|files?|uploads?|inputs?) ?(?:no |number |#)?(?P<n>1|2|one|two|a|b)\b(?! lot| bit)"
    r"|\b(?P<o>first|second|other) (?:track|song|file|upload|input|one)\b"
    r"|\btrack(?P<t>[12])\b"
)
_BOTH: Final = re.compile(
    r"\b(both|each|either|two|these|those|my|the|which) (of (the|my|them) )?(two |uploaded |input )?"
    r"(tracks|songs|files|uploads|inputs|sources|originals|one is|track)\b|\btracks\b"
    r"|\bboth\b|\bwhich (track|song|one)\b|\bwhat i (uploaded|handed in|sent)\b"
)
_TRY: Final = re.compile(
    r"\b(start ?time|end ?time|start_time|end_time)\b|\bwhat (should|could|can|else|shall) (i|we)\b|\bshould i\b"
    r"|\b(improve|suggest|recommend)|\bwhat (to|would you) (try|change)\b|\bmake it (sound )?better\b|\btry\b"
)
_CLOSER: Final = re.compile(
    r"\b(make|want|get|bring|should|how|let)\b.*\b(more|closer|nearer|rather|less)\b.*\b(like|of|to|from)?\b.*\b(track|song|file)"
)
_OUTSIDE: Final = re.compile(
    r"\bwho(se|m)?\b|\b(artist|title|lyric|word|year|album|genre|released?|composer|license|licence|copyright)s?\b"
)
"""What nobody hears in a track."""
_NUMBERS: Final[dict[str, Track]] = {"1": "a", "one": "a", "a": "a", "first": "a", "2": "b", "two": "b", "b": "b"}


@dataclass(frozen=True)
class Asked:
    """tracks: those that are named. aspects: of them; empty where a track is named and nothing is known to be asked."""

    tracks: tuple[Track, ...]
    aspects: tuple[str, ...]

    @property
    def concerns_tracks(self) -> bool:
        return bool(self.tracks) or bool({"try", "closer"} & set(self.aspects))


def asked(question: str) -> Asked:
    text = plain(question).replace("_", " ")
    named = _named(text)
    tracks: tuple[Track, ...] = named or (("a", "b") if _BOTH.search(text) else ())
    words = [corrected(word, _KNOWN) for word in words_of(text)]
    aspects = list(dict.fromkeys(_WORDS[stem(word)] for word in words if stem(word) in _WORDS))
    if named and _CLOSER.search(text):
        aspects = ["closer"]
    elif _TRY.search(text) or "try" in aspects:
        aspects = ["try"]
    if len(aspects) > 1 and "overview" in aspects:
        aspects.remove("overview")
    if _OUTSIDE.search(text):
        aspects = []
    return Asked(tracks if named or aspects else (), tuple(aspects))


def _named(text: str) -> tuple[Track, ...]:
    found: list[Track] = []
    for match in _NUMBERED.finditer(text):
        word = match["n"] or match["o"] or match["t"]
        found.append(_NUMBERS.get(word, "b"))
    return tuple(dict.fromkeys(found))
