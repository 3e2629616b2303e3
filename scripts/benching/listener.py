"""One client over Socket.IO that remembers what it heard and when."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import socketio

ENDS = {"generation:finished", "generation:failed", "generation:cancelled"}


@dataclass(frozen=True)
class Heard:
    name: str
    payload: dict[str, Any]
    at: float
    """Of time.monotonic, which all processes of a machine share."""


class Listener:
    def __init__(self, url: str, token: str | None = None, cookies: str | None = None) -> None:
        self.heard: list[Heard] = []
        self.client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=1)
        self._news = threading.Condition()
        self.client.on("*", self._hear)
        self.client.connect(
            url,
            auth={"token": token} if token else None,
            headers={"Cookie": cookies} if cookies else {},
            transports=["websocket"],
            wait_timeout=10,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.client.shutdown()

    def of(self, job: str) -> list[Heard]:
        """What was heard about one job so far."""
        with self._news:
            return [heard for heard in self.heard if heard.payload.get("id") == job]

    def names(self, job: str) -> list[str]:
        return [heard.name for heard in self.of(job)]

    def wait(self, wanted: Callable[[Heard], bool], seconds: float = 30.0) -> Heard:
        """The first that is wanted, heard already or within that time. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                if found := next(filter(wanted, self.heard), None):
                    return found
                if not self._news.wait(max(deadline - time.monotonic(), 0)):
                    raise TimeoutError(f"heard only {[heard.name for heard in self.heard]}")

    def wait_for(self, name: str, job: str, seconds: float = 30.0) -> Heard:
        """The job's event of that name. A LookupError says that another end of the job came first."""
        found = self.wait(lambda heard: heard.payload.get("id") == job and heard.name in {name, *ENDS}, seconds)
        if found.name != name:
            raise LookupError(f"{found.name} instead of {name}: {found.payload}")
        return found

    def ask(self, event: str, message: Any, seconds: float = 10.0) -> Any:
        """The server's acknowledgement."""
        return self.client.call(event, message, timeout=seconds)

    def _hear(self, name: str, payload: Any = None) -> None:
        with self._news:
            self.heard.append(Heard(name, payload if isinstance(payload, dict) else {}, time.monotonic()))
            self._news.notify_all()
