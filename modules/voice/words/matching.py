"""Which lines are sung to which phrases: one each where it fits, else two to a phrase or one over two."""

from collections.abc import Sequence
from typing import Final

_WAYS: Final = ((1, 1, 0.0), (2, 1, 0.2), (1, 2, 0.25), (3, 1, 0.5), (1, 3, 0.6))
"""How many lines go on how many phrases, and what it costs that they are not one and one."""
_LEFT: Final = 0.25
"""What it costs for each line that is never sung."""

Pair = tuple[range, range]
"""Lines, counted on when the text begins anew, and the phrases they are sung to."""


def matched(lines: Sequence[int], phrases: Sequence[int]) -> list[Pair]:
    """The cheapest way through all phrases; lines: their syllables, phrases: their notes."""
    most = 3 * len(phrases) + 1
    costs: dict[tuple[int, int], float] = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for phrase in range(len(phrases)):
        for line in range(most):
            if (line, phrase) in costs:
                _go_on(costs, came, (line, phrase), (lines, phrases))
    ends = [line for line in range(most + 3) if (line, len(phrases)) in costs]
    line = min(ends, key=lambda end: costs[end, len(phrases)] + _LEFT * max(len(lines) - end, 0))
    return _walked(came, (line, len(phrases)))


def _go_on(
    costs: dict[tuple[int, int], float],
    came: dict[tuple[int, int], tuple[int, int]],
    where: tuple[int, int],
    sizes: tuple[Sequence[int], Sequence[int]],
) -> None:
    line, phrase = where
    lines, phrases = sizes
    for more, longer, price in _WAYS:
        end = line + more, phrase + longer
        if end[1] > len(phrases) or line % len(lines) + more > len(lines):
            continue
        syllables = sum(lines[at % len(lines)] for at in range(line, end[0]))
        cost = costs[where] + price * max(longer, 1) + longer * _misfit(syllables, sum(phrases[phrase : end[1]]))
        if cost < costs.get(end, float("inf")):
            costs[end], came[end] = cost, where


def _misfit(syllables: int, notes: int) -> float:
    """Too many syllables are worse than too few."""
    share = syllables / max(notes, 1)
    return 1.2 * (1 - share) if share <= 1 else 2.5 * (share - 1)


def _walked(came: dict[tuple[int, int], tuple[int, int]], end: tuple[int, int]) -> list[Pair]:
    pairs: list[Pair] = []
    while end != (0, 0):
        start = came[end]
        pairs.append((range(start[0], end[0]), range(start[1], end[1])))
        end = start
    return pairs[::-1]
