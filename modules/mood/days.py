"""Days: a person's moods summed up by their own calendar."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from models.errors import Invalid
from models.mood_entry import MoodDay, MoodEntry
from modules.documents.store import Range
from modules.mood.arithmetic import blend, distance

LONGEST: Final = 366
EARLIEST: Final = date(1970, 1, 1)
LATEST: Final = date(9000, 1, 1)
FARTHEST: Final = timedelta(hours=14)
"""No place on earth is farther from UTC."""


class BadSpan(Invalid):
    code = "mood.span"


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included, where a day begins at midnight that far east of UTC."""

    first: date
    last: date
    offset: timedelta = timedelta()

    def __post_init__(self) -> None:
        if abs(self.offset) > FARTHEST:
            raise BadSpan(
                "No place is more than 14 hours from UTC.", field="offset", next_step="Give minutes east of UTC."
            )
        in_calendar = self.first >= EARLIEST and self.last <= LATEST
        if not in_calendar or not 0 <= (self.last - self.first).days < LONGEST:
            raise BadSpan(
                f"Ask for 1 to {LONGEST} days between {EARLIEST} and {LATEST}, the first one first.",
                field="until",
                next_step="Ask for fewer days at a time, or for other ones.",
            )

    @classmethod
    def ending(cls, now: datetime, days: int, offset: timedelta = timedelta()) -> "Span":
        """The last so many days, today included."""
        today = (now + offset).date() if abs(offset) <= FARTHEST else now.date()
        return cls(today - timedelta(days=min(max(days, 0), LONGEST + 1) - 1), today, offset)

    @property
    def when(self) -> Range:
        return Range(gte=self._midnight(self.first), lt=self._midnight(self.last) + timedelta(days=1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), UTC) - self.offset


def days_of(entries: Iterable[MoodEntry], offset: timedelta = timedelta()) -> list[MoodDay]:
    """One sum for each day that has moods; the entries come in the order of their time."""
    return list(_summed(entries, offset))


def _summed(entries: Iterable[MoodEntry], offset: timedelta) -> Iterator[MoodDay]:
    for day, group in groupby(entries, lambda entry: (entry.created_at + offset).date()):
        moods = [entry.mood for entry in group]
        mean = blend(moods, source="mean")
        spread = math.sqrt(math.fsum(distance(mood, mean) ** 2 for mood in moods) / len(moods))
        yield MoodDay(day=day, mood=mean, spread=spread, count=len(moods))
