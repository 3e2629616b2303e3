"""A role: one process the house needs, how it starts, when it is ready and how it is asked to go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def at_once(_started: float) -> bool:
    """Ready as soon as it runs."""
    return True


def always() -> bool:
    """Wanted from the first to the last moment."""
    return True


@dataclass(frozen=True)
class Role:
    name: str
    argv: tuple[str, ...]
    stage: int
    """Roles of one stage start together, once all of the stage before are ready; they stop in reverse."""
    ready: Callable[[float], bool] = at_once
    """Asked with the time (of the wall clock) it was started at."""
    environment: Mapping[str, str] = field(default_factory=dict)
    grace: float = 5.0
    """Seconds between being asked to go and being made to."""
    quiet: bool = False
    """Its lines go to its log only, unless it fails."""
    wanted: Callable[[], bool] = always
    """Asked again and again: a role that nobody wants rests, and nobody waits for it."""
    mend: Callable[[list[str]], str | None] | None = None
    """Tried with its last words when it keeps failing; says what it did, if anything."""
