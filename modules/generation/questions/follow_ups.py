"""What could be asked next: three questions that this record can answer, other than those just asked."""

from collections.abc import Collection
from typing import Final

from modules.generation.questions.piece import Piece

_ASKABLE: Final = {
    "references": "Which of my songs shaped it?",
    "make it darker": "How do I make it darker?",
    "form": "Where is the chorus?",
    "tempo": "Why this tempo?",
    "key": "Why this key?",
    "make it calmer": "How do I make it calmer?",
    "copied": "Is it copied?",
    "chords": "Which chords does it play?",
    "make it faster": "How do I make it faster?",
    "make it different": "How do I make it different?",
    "make it longer": "How do I make it longer?",
    "instruments": "Which instruments play?",
    "again": "How can I get the same again?",
    "maker": "Who made it, and with what weights?",
    "make it closer": "How do I make it closer to my songs?",
    "rights": "Can I use it?",
    "length": "Why this length?",
    "files": "Which files does it have?",
    "loudness": "How loud is it?",
}
_NEEDS: Final = {
    "references": "inputs/references", "make it closer": "inputs/references", "form": "result/sections",
    "tempo": "result/bpm", "key": "result/key", "chords": "result/key", "copied": "result/copies",
    "make it darker": "mood", "make it calmer": "mood", "make it different": "mood", "make it longer": "mood",
    "make it faster": "result/bpm", "instruments": "result/tracks", "again": "seed", "maker": "engine",
    "length": "result/seconds", "loudness": "result/loudness",
}  # fmt: skip


def follow_ups(piece: Piece, asked: Collection[str]) -> list[str]:
    """Beginning after what was asked, so that whoever follows them comes round to all of them."""
    askable = [one for one in _ASKABLE if _known(piece, one)]
    last = max((askable.index(one) for one in asked if one in askable), default=-1)
    turned = askable[last + 1 :] + askable[: last + 1]
    fresh = [one for one in turned if one not in asked]
    return [_ASKABLE[one] for one in (fresh + [one for one in turned if one in asked])[:3]]


def _known(piece: Piece, one: str) -> bool:
    path = _NEEDS.get(one)
    if path == "mood":
        return piece.composed
    return path is None or bool(piece.look(path))
