"""`Hands`: whether somebody works on a queue, as the workers themselves say."""

import time
from collections.abc import Callable
from typing import Any, Final

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

_PATIENCE: Final = 1.0
"""Seconds that workers have to answer; only orders that want another queue than the usual one wait for that."""
_KNOWN: Final = 30.0


class Hands:
    """What was said counts for half a minute."""

    def __init__(self, celery: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._celery, self._clock = celery, clock
        self._until, self._queues = float("-inf"), frozenset[str]()

    def attended(self, queue: str) -> bool:
        """False too where the broker does not answer."""
        if self._clock() >= self._until:
            self._queues = self._asked()
            self._until = self._clock() + _KNOWN
        return queue in self._queues

    def _asked(self) -> frozenset[str]:
        try:
            told = self._celery.control.inspect(timeout=_PATIENCE).active_queues() or {}
        except (OperationalError, RedisError, OSError):
            return frozenset()
        return frozenset(one["name"] for some in told.values() for one in some)
