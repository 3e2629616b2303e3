"""Answers about the form: which part is where, in bars and seconds."""

from typing import Any

from modules.generation.questions.answers.saying import clock, listed
from modules.generation.questions.piece import CHORDS, Reading


def form(reading: Reading) -> str:
    count = len(reading.piece.look("result/sections") or [])
    if not count:
        return "Its record names no parts: where its chorus is, if it has one, it does not know."
    parts = [reading.get(f"result/sections/{place}") for place in range(count)]
    for place in range(len(reading.piece.look("tempos", CHORDS) or [])):
        reading.get(f"tempos/{place}", CHORDS)
    reading.get("result/metre")
    said = f"Its form is {' '.join(part['name'] for part in parts)}: "
    return said + "; ".join(_told(reading, part) for part in parts) + f". {_chorus(reading, parts)}"


def _told(reading: Reading, part: dict[str, Any]) -> str:
    return f"{part['name']} {_where(reading, part)}"


def _where(reading: Reading, part: dict[str, Any]) -> str:
    first, last = part["bar"], part["bar"] + part["bars"] - 1
    bars = f"bar {first}" if first == last else f"bars {first} to {last}"
    begins, ends = seconds_of(reading, first), seconds_of(reading, last + 1)
    if last == reading.piece.look("result/bars"):
        ends = reading.get("result/seconds")  # the last chord may be held to the second
    return bars if begins is None or ends is None else f"{bars} ({clock(begins)} to {clock(ends)})"


def _chorus(reading: Reading, parts: list[dict[str, Any]]) -> str:
    """The record has letters; B is the strongest part of the forms."""
    strong = [part for part in parts if part["name"].startswith("B")]
    if strong:
        where = listed([_where(reading, part) for part in strong])
        said = f"The record calls nothing a chorus; what comes nearest is B, the strong part, in {where}."
    else:
        said = "It has no part B, and so nothing like a chorus: one theme is all of it."
    returns = sorted({part["name"].rstrip("'") for part in parts if part["name"].endswith("'")})
    return said + (
        f" A mark (') says that a part returns, as {listed(returns)} {'do' if len(returns) > 1 else 'does'}."
        if returns
        else ""
    )


def seconds_of(reading: Reading, bar: int) -> float | None:
    """When a bar begins, from the tempos and the metre; bars count from 1."""
    tempos, metre = reading.piece.look("tempos", CHORDS), reading.piece.look("result/metre")
    if not tempos or not metre:
        return None
    above, _, below = metre.partition("/")
    left = (bar - 1) * int(above) * 4 / int(below)
    for place, tempo in enumerate(tempos):
        if place + 1 == len(tempos):
            return float(tempo["seconds"] + left * 60 / tempo["bpm"])
        quarters = (tempos[place + 1]["seconds"] - tempo["seconds"]) * tempo["bpm"] / 60
        if left <= quarters:
            return float(tempo["seconds"] + left * 60 / tempo["bpm"])
        left -= quarters
    return None
