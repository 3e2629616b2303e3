"""What the whole piece is, what is said when a question is not understood, and what could be asked instead."""

from modules.generation.questions.answers.saying import counted, listed, number
from modules.generation.questions.piece import Piece, Reading

_KNOWN = {
    "result/bpm": "tempo", "result/key": "key", "result/sections": "form", "result/tracks": "instruments",
    "result/seconds": "length", "mood": "mood", "result/copies": "copies", "seed": "seed", "weights": "weights",
    "inputs": "what went in", "parts": "files",
}  # fmt: skip


def summary(reading: Reading) -> str:
    title, seconds = reading.get("result/title"), reading.get("result/seconds")
    if seconds is None:
        return unknown(reading)
    bpm, key, metre = reading.get("result/bpm"), reading.get("result/key"), reading.get("result/metre")
    style, sections = reading.get("result/style"), reading.piece.look("result/sections") or []
    said = f'"{title}": ' if title else "It is "
    said += f"{number(seconds)} seconds"
    said += f" in {key}" if key else ""
    said += f" and {metre}" if metre else ""
    said += f" at {number(bpm)} quarters a minute" if bpm else ""
    said += f", in the style {style}" if style else ""
    said += f", as {' '.join(one['name'] for one in sections)}" if reading.get("result/sections") else ""
    names = [one["name"] for one in reading.get("result/tracks") or []]
    said += f". {counted(len(names), 'part')}: {listed(names)}" if names else ""
    return f"{said}. The engine {reading.get('engine')} made it with seed {reading.get('seed')}."


def unknown(reading: Reading) -> str:
    known = [name for path, name in _KNOWN.items() if reading.piece.look(path)]
    if not known:
        return "The engine that made this left no record, so there is nothing to answer from."
    return (
        "That I did not understand, or the record of this piece does not know it."
        f" It does know its {listed(known)}: ask about those, or how to make it otherwise."
    )


def foreign() -> str:
    return "So far I understand English only: please ask in English."


def numbered(piece: Piece, *, asked: bool) -> str:
    """Which of several songs this is about."""
    if piece.count == 1:
        return ""
    said = f"Song {piece.number} of {piece.count}: "
    return said if asked else f'{said.removesuffix(": ")}, as you named none (say "song 2", or send `song`): '
