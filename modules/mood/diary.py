"""Diary: a person's moods over some days, ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final, Self

from models.mood_entry import MoodDay, MoodEntry
from modules.mood.days import days_of

MOST: Final = 3000
"""More moods than this make no better picture."""


@dataclass(frozen=True)
class Diary:
    entries: list[MoodEntry]
    """Oldest first."""
    days: list[MoodDay]
    offset: timedelta = timedelta()
    """East of UTC, where the person's days begin."""

    @classmethod
    def of(cls, newest_first: Iterable[MoodEntry], offset: timedelta = timedelta()) -> Self:
        """The newest moods, if there are very many."""
        entries = list(islice(newest_first, MOST))[::-1]
        return cls(entries, days_of(entries, offset), offset)

    def png(self) -> bytes:
        """A picture of the path on the circle. Takes a good part of a second: call it away from a web hub."""
        from modules.mood.diary_picture import drawn  # noqa: PLC0415  (brings matplotlib)

        return drawn(self)
