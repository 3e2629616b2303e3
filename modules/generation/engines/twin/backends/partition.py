"""How a producer's music is divided: what is learned from, what tells when to stop, what the receipt is measured on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

WHOLE: Final = 6
"""Pieces from which on whole ones are set aside; of fewer, both ends of the line that all of them make."""
_SHARE: Final = 0.15
Stretch = tuple[int, int, int]
"""Which piece, its first bar (or segment), and how many."""


@dataclass(frozen=True)
class Division:
    """watched: what early stopping looks at. held: what neither learning nor stopping ever sees."""

    learned: Sequence[Stretch]
    watched: Sequence[Stretch]
    held: Sequence[Stretch]
    unit: str

    @property
    def words(self) -> str:
        """For whoever reads the receipt."""
        counts = [self._count(some) for some in (self.learned, self.watched, self.held)]
        return (
            f"Of {sum(counts)} {self.unit} {counts[0]} were learned from, {counts[1]} told when to stop,"
            f" and {counts[2]} that neither saw are what this was measured on."
        )

    def _count(self, some: Sequence[Stretch]) -> int:
        return len(some) if self.unit == "pieces" else sum(count for _, _, count in some)


def by_pieces(sizes: Sequence[int], sums: Sequence[str], fit: Sequence[int]) -> Division:
    """Whole pieces, chosen by their hashes. sizes: in bars (or segments). fit: those that may be set aside."""
    count = max(1, round(_SHARE * len(fit)))
    order = _shuffled(fit, sums)
    held, watched = sorted(order[:count]), sorted(order[count : 2 * count])
    rest = [at for at in range(len(sizes)) if at not in {*held, *watched}]
    learned, watched_, held_ = ([(at, 0, sizes[at]) for at in some] for some in (rest, watched, held))
    return Division(learned, watched_, held_, "pieces")


def by_ends(sizes: Sequence[int], sums: Sequence[str], edge: int, unit: str) -> Division:
    """Of few pieces: laid end to end, so much of the beginning is watched, and so much of the end is held."""
    order, total = _shuffled(range(len(sizes)), sums), sum(sizes)
    cuts = (0, edge, total - edge, total)
    watched, learned, held = (_between(sizes, order, *cut) for cut in pairwise(cuts))
    return Division(learned, watched, held, unit)


def usual_edge(total: int) -> int:
    return max(1, round(_SHARE * total))


def _between(sizes: Sequence[int], order: Sequence[int], first: int, last: int) -> list[Stretch]:
    found, begin = [], 0
    for at in order:
        start, stop = max(first - begin, 0), min(last - begin, sizes[at])
        if stop > start:
            found.append((at, start, stop - start))
        begin += sizes[at]
    return sorted(found)


def _shuffled(some: Sequence[int], sums: Sequence[str]) -> list[int]:
    """In an order that nobody chose, always the same."""
    return sorted(some, key=lambda at: hashlib.sha256(sums[at].encode()).digest())
