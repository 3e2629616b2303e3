"""A lock between native threads, for processes with a patched `threading`: a hub's locks serve its own threads only."""

from _queue import SimpleQueue  # the C one: nobody patches it
from threading import get_ident
from types import TracebackType
from typing import Self


class NativeLock:
    """To be held on native threads, never on a hub's: it makes the whole thread wait. Its owner may take it again."""

    def __init__(self) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        self._free.put(None)
        self._owner: int | None = None
        self._depth = 0

    def __enter__(self) -> Self:
        if self._owner != get_ident():
            self._free.get()
            self._owner = get_ident()
        self._depth += 1
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = None
            self._free.put(None)
