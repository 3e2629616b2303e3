"""A few threads that share a piece of work, and stop soon when nobody wants it any more."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from modules.audio.clip import Check

P = ParamSpec("P")
Result = TypeVar("Result")
_GLANCE = 0.02
"""Seconds between two looks at whether anybody still wants the work."""


class Stopped(Exception):
    """Raised inside the threads of a crew that was sent home."""


class Crew:
    """Only the thread that made the crew calls its check; the others learn of it from the crew."""

    def __init__(self, threads: int, check: Check) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="crew")
        self.check = check
        self._home = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._home.set()
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)

    def submit(
        self, work: Callable[Concatenate[Check, P], Result], /, *args: P.args, **kwargs: P.kwargs
    ) -> "Future[Result]":
        """Start work(check, ...); what it raises comes out of `results`."""
        return self._pool.submit(work, self._stop_if_home, *args, **kwargs)

    def results(self, futures: Iterable["Future[Result]"]) -> list[Result]:
        """Wait for these, in their order."""
        waiting = list(futures)
        unfinished = set(waiting)
        while unfinished:
            self.check()
            done, unfinished = wait(unfinished, timeout=_GLANCE)
            for future in done:
                future.result()
        return [future.result() for future in waiting]

    def _stop_if_home(self) -> None:
        if self._home.is_set():
            raise Stopped
