"""What a look at one thing brought to light."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    WORKS = "works"
    NOTE = "note"
    """Worth knowing, but nothing that must work waits for it."""
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    area: str
    name: str
    state: State
    detail: str
    mend: str | None = None

    def facts(self) -> dict[str, Any]:
        return asdict(self)


def works(area: str, name: str, detail: str) -> Finding:
    return Finding(area, name, State.WORKS, detail)


def note(area: str, name: str, detail: str, mend: str | None = None) -> Finding:
    return Finding(area, name, State.NOTE, detail, mend)


def broken(area: str, name: str, detail: str, mend: str) -> Finding:
    return Finding(area, name, State.BROKEN, detail, mend)
