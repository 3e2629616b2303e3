"""`Lease`: a thread that proves that a worker lives, and looks whether its work is still wanted."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from models.errors import MuseaikaError

logger = logging.getLogger(__name__)
LOOK_EVERY: Final = 0.1


class Lease:
    """renew: prolong what says that somebody works on it, often enough; look: whether it is still wanted, all the time.

    Both may raise the house's refusals: then it is tried again at the next turn.
    """

    def __init__(
        self, name: str, renew_every: timedelta, *, renew: Callable[[], object], look: Callable[[], object]
    ) -> None:
        self._name = name
        self._renew_every = renew_every.total_seconds()
        self._renew = renew
        self._look = look
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name=f"lease of {name}", daemon=True)

    def begin(self) -> None:
        self._watcher.start()

    def end(self) -> None:
        """The work is settled: nothing is renewed any more. Doing it twice is fine."""
        self._over.set()

    def leave(self) -> None:
        """End it, and return when the thread is gone."""
        self.end()
        self._watcher.join()

    def _watch(self) -> None:
        renewed = time.monotonic()
        while not self._over.wait(LOOK_EVERY):
            try:
                if time.monotonic() - renewed >= self._renew_every:
                    renewed = time.monotonic()
                    self._renew()
                else:
                    self._look()
            except MuseaikaError as error:
                logger.warning("the lease of %s could not be looked after: %s", self._name, error.detail)
