"""`understand`: a question as what is asked about and what is wished for; scored by words, slips forgiven."""

import re
from dataclasses import dataclass
from typing import Final

from modules.generation.questions.vocabulary import CUES, NOISE, STRONG, WEAK
from modules.generation.questions.wishes import (
    COMPARED,
    PLAIN,
    TOPICS,
    Wish,
    is_wanted,
    plain_clause,
    wishes_in,
)
from modules.generation.questions.words import corrected, stem, words_of

_WEAK, _ENOUGH = 0.4, 0.8
"""What a weak word counts, a strong one being 1, and from how much on something is asked about."""
_KNOWN: Final = NOISE | {
    word for cues in CUES.values() for word in (cues.strong + " " + cues.weak).split()
} | {"darker", "happier", "calmer", "livelier", "faster", "slower", "longer", "shorter", "louder", "quieter",
     "brighter", "sadder", "closer", "softer", "different", "higher", "lower", "quicker"}  # fmt: skip
_STEMS: Final = frozenset(map(stem, _KNOWN)) | PLAIN.keys() | COMPARED.keys()
_BEGINS: Final = r"(?=(?:how|why|what|which|who|where|when|is|can|could|make|does|do|tell)\b)"
_CLAUSE: Final = re.compile(rf"[?!;\n]|\.(?!\d)|,? (?:and|but|also|plus) {_BEGINS}|, {_BEGINS}")
_CHANGED: Final = re.compile(r"\b(change|another|different|other|switch|choose|pick)\b")
_ASKING: Final = re.compile(r"(how|why|what|which|who|where|when|is|can|could|with|does|do)\b")
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_UNITS: Final = r"(?! ?(?:sec|min|s\b|bar|bpm|beat|%))"
_SONG: Final = re.compile(
    rf"\b(?:(?:song|piece|track|number|no\.?|nr\.?) ?#?(\d+)\b{_UNITS}"
    rf"|({'|'.join(_ORDINALS)}) (?:song|piece|one|track))\b"
)


@dataclass(frozen=True)
class Understood:
    """intents: what is asked about. wishes: what is to be otherwise. song: the one that is named."""

    intents: tuple[str, ...]
    wishes: tuple[Wish, ...]
    song: int | None = None

    @property
    def names(self) -> list[str]:
        return [*self.intents, *dict.fromkeys(f"make it {wish.kind}" if _compared(wish) else wish.kind
                                              for wish in self.wishes)]  # fmt: skip


def understand(question: str) -> Understood:
    """Every clause on its own; what is wished for in a clause is not also asked about."""
    intents: list[str] = []
    wishes: list[Wish] = []
    for text in _clauses(question):
        asked, wished = _clause(text)
        intents += asked
        wishes += wished
    unique = {(wish.kind, wish.value): wish for wish in wishes}
    return Understood(tuple(dict.fromkeys(intents)), tuple(unique.values()), _song(plain_clause(question)))


def _clauses(question: str) -> list[str]:
    """`faster / longer` are two; the second is wished for as the first is."""
    found = []
    for sentence in _CLAUSE.split(question):
        first, *others = re.split(r"\s/\s|(?<=[a-z]{3})/(?=[a-z]{3})", plain_clause(sentence))
        leading = "make it " if is_wanted(first) else ""
        found += [first, *(other if is_wanted(other) or _ASKING.match(other) else leading + other for other in others)]
    return found


def _clause(text: str) -> tuple[list[str], list[Wish]]:
    words = [_forgiven(word) for word in words_of(text)]
    mended = _mended(text)
    asked = _topics(mended, words)
    if "again" in asked or ("rights" in asked and not _CHANGED.search(mended)):
        return asked, []
    wished = wishes_in(mended, words)
    if not wished and is_wanted(mended) and _CHANGED.search(mended):
        wished = [Wish(TOPICS[one]) for one in asked if one in TOPICS]
    return ([], wished) if wished else (asked, [])


def _topics(text: str, words: list[str]) -> list[str]:
    stems = set(map(stem, words))
    scores = {}
    for intent, cues in CUES.items():
        score = float(len(stems & STRONG[intent])) + _WEAK * len(stems & WEAK[intent])
        score += sum(bool(re.search(one, text)) for one in cues.phrases)
        if score >= _ENOUGH:
            scores[intent] = score
    return _without_echoes(scores)


def _without_echoes(scores: dict[str, float]) -> list[str]:
    """The strongest first; an overview is only for those who asked for nothing else."""
    found = sorted(scores, key=lambda one: -scores[one])
    if len(found) > 1 and "summary" in found:
        found.remove("summary")
    if "form" in found and scores.get("length", 1) < 1:  # bars and seconds of its parts
        found.remove("length")
    if "again" in found and "copied" in found and scores["again"] >= scores["copied"]:
        found.remove("copied")
    return found


def _forgiven(word: str) -> str:
    if word in _KNOWN or stem(word) in _STEMS:
        return word
    return corrected(word, _KNOWN)


def _mended(text: str) -> str:
    """The clause with its slips forgiven, for the phrases."""
    return re.sub(r"[a-z]{4,}", lambda match: _forgiven(match[0]), text)


def _song(text: str) -> int | None:
    match = _SONG.search(text)
    if match is None:
        return None
    return int(match[1]) if match[1] else 1 + _ORDINALS.index(match[2])


def _compared(wish: Wish) -> bool:
    return wish.value is None and not wish.kind.startswith("other")
