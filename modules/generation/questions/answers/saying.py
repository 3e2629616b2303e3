"""How numbers, moods and names are said."""

from collections.abc import Sequence
from typing import Any, Final

from models.mood import nearest_label

_QUALITIES: Final = {
    "maj": "", "min": "m", "maj7": "maj7", "min7": "m7", "dim": "dim", "hdim7": "m7b5", "aug": "aug", "dim7": "dim7",
}  # fmt: skip


def number(value: float, digits: int = 2) -> str:
    """`84`, `0.55`, `-0.3`: no more digits than needed."""
    return f"{round(value, digits):g}"


def signed(value: float) -> str:
    return f"{round(value, 2):+g}" if round(value, 2) else "0"


def clock(seconds: float) -> str:
    """`0:22.9`"""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"


def point(mood: Sequence[float]) -> str:
    return f"valence {signed(mood[0])}, arousal {signed(mood[1])}"


def feeling(mood: Sequence[float]) -> str:
    return str(nearest_label(mood[0], mood[1]))


def chord(name: str) -> str:
    """`G:maj` as people write it."""
    root, _, quality = name.partition(":")
    return root + _QUALITIES.get(quality, quality)


def listed(names: Sequence[Any]) -> str:
    words = list(map(str, names))
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def counted(count: float, noun: str) -> str:
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"
