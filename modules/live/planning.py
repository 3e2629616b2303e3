"""What a stream needs next: a bar, a better one in place of one that has yet to sound, or nothing for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.live_stream import WrittenBar
from models.mood import Point
from modules.live.board import SPACING

PRELUDE: Final = 0.35
"""Seconds between the first bar's writing and its sounding, in which clients get ready for it."""
AHEAD: Final = 2
"""When a bar begins, the one after the next is written."""
LEAD: Final = 1.6
"""Seconds before its beginning at which even the shortest bar is written."""
SETTLED: Final = 0.25
"""Seconds before its beginning from which on a bar stays as it is."""
REST: Final = 0.25
"""Seconds after a better bar in which those behind it wait for the mood to rest."""


@dataclass(frozen=True)
class Known:
    """What is known of a stream at a moment."""

    now: float
    next: int
    bars: Mapping[int, WrittenBar]
    moods: Mapping[int, Point]
    wishes: tuple[tuple[int, Point], ...]
    steered: float
    """When a bar was last written anew for a mood."""

    def wished(self, index: int) -> Point:
        return [mood for since, mood in self.wishes if since <= index][-1]

    @property
    def end(self) -> float | None:
        """When the last bar ends; None before the first."""
        last = self.bars.get(self.next - 1)
        return None if last is None else last.starts + last.seconds


@dataclass(frozen=True)
class Step:
    """Write the bar of this index when the time has come. anew: in place of one that does not follow its mood."""

    index: int
    due: float
    anew: bool = False


def next_step(known: Known) -> Step:
    """What comes first."""
    new = Step(known.next, _due(known))
    better = _better(known)
    return better if better is not None and (better.due <= known.now or better.due <= new.due) else new


def _better(known: Known) -> Step | None:
    for index in sorted(index for index in known.bars if index < known.next):
        settled = known.bars[index].starts - known.now < SETTLED
        if not settled and known.moods[index] != known.wished(index):
            return Step(index, max(known.now, known.steered + SPACING), anew=True)
    return None


def _due(known: Known) -> float:
    """When the next bar is to be written: two bars ahead, and a moment after a better one before it."""
    end = known.end
    if end is None:
        return known.now
    before = known.bars.get(known.next - AHEAD)
    usual = before.starts if before is not None else known.now
    return min(max(min(usual, end - LEAD), known.steered + REST), end - LEAD / 2)
