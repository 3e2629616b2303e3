"""Many clients' sockets on a thread of their own: they come back when the server was away, and count what they hear."""

import asyncio
import threading
from collections import Counter
from types import TracebackType
from typing import Any, Self

from benching.wire import connected

EVERY = 0.5
"""Seconds between two tries to come back."""


class Ears:
    """with Ears(port, tokens) as ears: ... ears.finished counts `generation:finished` by job."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.finished: Counter[str] = Counter()
        self._port = port
        self._tokens = tokens
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._listen(),), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        sockets = [asyncio.create_task(self._come_back(token)) for token in self._tokens]
        await self._stop.wait()
        for socket in sockets:
            socket.cancel()
        await asyncio.gather(*sockets, return_exceptions=True)

    async def _come_back(self, token: str) -> None:
        while True:
            try:
                socket = await connected(self._port, token, self._hear, 5)
            except (OSError, TimeoutError):
                await asyncio.sleep(EVERY)
                continue
            try:
                await asyncio.shield(socket.closed)
            finally:
                socket.close()

    def _hear(self, name: str, message: Any) -> None:
        if name == "generation:finished":
            self.finished[message["id"]] += 1
