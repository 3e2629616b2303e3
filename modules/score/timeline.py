"""Bars: where each begins and how it counts."""

from itertools import pairwise
from typing import NamedTuple

from modules.score.score import Score, TimeSignature
from modules.score.tempo import TICKS

FINEST = 32
"""The shortest note value that a bar may count in."""


class Bar(NamedTuple):
    start: int
    ticks: int
    numerator: int
    denominator: int

    @property
    def end(self) -> int:
        return self.start + self.ticks

    @property
    def beat(self) -> int:
        """Ticks of what is felt as a beat: three eighths in 6/8, an eighth in 7/8, at most a quarter elsewhere."""
        unit = 4 * TICKS // self.denominator
        compound = self.denominator >= 8 and self.numerator % 3 == 0 and self.numerator > 3
        return 3 * unit if compound else min(unit, TICKS)

    @property
    def is_compound(self) -> bool:
        return self.beat % 3 == 0 and self.beat * self.denominator == 12 * TICKS


def bars_of(score: Score) -> list[Bar]:
    """Whole bars until the last note's end, at least one; a metre that changes in a bar waits for the nearest line."""
    signatures = [_countable(signature) for signature in score.time_signatures] or [TimeSignature(0, 4, 4)]
    ends = [after.tick for _, after in pairwise(signatures)] + [max(score.end, 1)]
    bars: list[Bar] = []
    start = 0
    for signature, end in zip(signatures, ends, strict=True):
        ticks = 4 * TICKS * signature.numerator // signature.denominator
        last = signature is signatures[-1]
        count = max(-(-(end - start) // ticks) if last else round((end - start) / ticks), 0)
        bars += [Bar(start + ticks * index, ticks, *signature[1:]) for index in range(count)]
        start += ticks * count
    return bars or [Bar(0, 4 * TICKS, 4, 4)]


def _countable(signature: TimeSignature) -> TimeSignature:
    if signature.denominator <= FINEST and signature.numerator > 0:
        return signature
    return TimeSignature(signature.tick, 4, 4)
