"""How many bytes a store holds: counted now and then, and kept up with our own writes in between."""

import time
from collections.abc import Callable

SHARE = 20
"""A count is believed for at least this many times as long as it took: counting costs 5 % of one core at most."""


class Tally:
    def __init__(
        self, measure: Callable[[], int], at_least: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._measure = measure
        self._at_least = at_least
        self._clock = clock
        self._total = 0
        self._until = float("-inf")

    def total(self) -> int:
        started = self._clock()
        if started >= self._until:
            self._total = self._measure()
            ended = self._clock()
            self._until = ended + max(self._at_least, SHARE * (ended - started))
        return self._total

    def add(self, change: int) -> None:
        """Ours since the count; what other processes do is seen by the next one."""
        self._total = max(self._total + change, 0)
