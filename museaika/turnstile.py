"""The turnstile: so much work at a time on native threads, so that whoever does something light is not kept waiting."""

import threading
from typing import Any

from models.errors import Unavailable
from modules.offload import Offload


class Busy(Unavailable):
    code = "server.busy"
    title = "Too much at once"


class Turnstile:
    """An offload that lets `places` calls run at the same time and `queue` more wait for them; others are refused.

    Make it after the standard library was patched: then who waits here keeps no hub waiting.
    """

    def __init__(self, offload: Offload, places: int, queue: int) -> None:
        self._offload = offload
        self._free = threading.Semaphore(places)
        self._left = places + queue

    def __call__(self, function: Any, *arguments: Any) -> Any:
        """What the function gives. Raises Busy."""
        if self._left <= 0:
            raise Busy("The server has as much to do as it can.", next_step="Wait a second, then send it again.")
        self._left -= 1
        try:
            with self._free:
                return self._offload(function, *arguments)
        finally:
            self._left += 1
