"""Whether the parts a server leans on answer: each a ping that raises Unavailable."""

from collections.abc import Callable, Mapping
from typing import TypedDict

from models.errors import MuseaikaError


class PartState(TypedDict, total=False):
    up: bool
    detail: str
    next_step: str


class Probes:
    def __init__(self, pings: Mapping[str, Callable[[], None]]) -> None:
        self._pings = dict(pings)

    def look(self) -> dict[str, PartState]:
        return {name: _asked(ping) for name, ping in self._pings.items()}


def _asked(ping: Callable[[], None]) -> PartState:
    try:
        ping()
    except MuseaikaError as error:
        return {"up": False, "detail": error.detail, "next_step": error.next_step or "See the server's log."}
    return {"up": True}
