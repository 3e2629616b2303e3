"""Waiting for work that others do, for so long and no longer, without keeping anybody else from working."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from models.errors import Unavailable

Found = TypeVar("Found")
FIRST: Final = 0.1
LONGEST: Final = 2.0
GROWTH: Final = 1.3
"""Seconds between two looks."""
_MINUTE: Final = 60.0


class StillAtWork(Unavailable):
    code = "producer.still_at_work"
    title = "It takes longer than one request may"


@dataclass(frozen=True)
class Patience:
    """sleep: one that lets other requests go on, as time.sleep does in a web process of every kind."""

    longest: timedelta = timedelta(minutes=15)
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic

    def until(self) -> float:
        return self.monotonic() + self.longest.total_seconds()

    def left(self, until: float) -> bool:
        return self.monotonic() < until

    def wait(self, look: Callable[[], Found], over: Callable[[Found], bool], until: float, job_id: str) -> Found:
        """What is there once it is over. Raises StillAtWork, which names the job."""
        pause = FIRST
        while not over(found := look()):
            left = until - self.monotonic()
            if left <= 0:
                minutes = self.longest.total_seconds() / _MINUTE
                raise StillAtWork(f"It is not done after {minutes:g} minutes, and goes on.", job_id=job_id)
            self.sleep(min(pause, left))
            pause = min(pause * GROWTH, LONGEST)
        return found
