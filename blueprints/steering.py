"""Moods for streams as fast as a finger moves: the newest of each goes through, and all who sent one are told."""

import threading
from collections.abc import Callable
from typing import Final

from models.errors import MuseaikaError
from models.mood import Point

SPACING: Final = 0.02
"""Seconds between two moods of a stream that go through while they come faster."""
PATIENCE: Final = 5.0


class Waiting:
    """One mood on its way, and everybody whose older one it took the place of."""

    def __init__(self, mood: Point) -> None:
        self.mood = mood
        self.index = 0
        self.refusal: MuseaikaError | None = None
        self.done = threading.Event()


class Steering:
    """`steer` takes a mood through, `start` runs a function beside everything else, `sleep` waits there."""

    def __init__(
        self,
        steer: Callable[[str, str, Point], int],
        start: Callable[..., object],
        sleep: Callable[[float], object],
    ) -> None:
        self._steer = steer
        self._start = start
        self._sleep = sleep
        self._waiting: dict[tuple[str, str], Waiting | None] = {}
        self._lock = threading.Lock()

    def steer(self, owner: str, stream_id: str, mood: Point) -> int:
        """The first bar that will follow this mood, or the newer one that came while it waited. Raises its refusal."""
        key = owner, stream_id
        with self._lock:
            idle = key not in self._waiting
            waiting = self._waiting.get(key) or Waiting(mood)
            waiting.mood = mood
            self._waiting[key] = waiting
        if idle:
            self._start(self._take_through, key)
        waiting.done.wait(PATIENCE)
        if waiting.refusal is not None:
            raise waiting.refusal
        return waiting.index

    def _take_through(self, key: tuple[str, str]) -> None:
        while True:
            with self._lock:
                waiting = self._waiting[key]
                if waiting is None:
                    del self._waiting[key]
                    return
                self._waiting[key] = None
            try:
                waiting.index = self._steer(*key, waiting.mood)
            except MuseaikaError as error:
                waiting.refusal = error
            finally:
                waiting.done.set()
            self._sleep(SPACING)
