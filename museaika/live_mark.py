"""The mark in the data folder that says: somebody plays, or is about to. It wakes the workers of streams."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

NAME: Final = "live.wanted"


def wanting(run: Path) -> Callable[[], None]:
    """Leaves the mark in this folder."""
    mark = run / NAME

    def wanted() -> None:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()

    return wanted


def wanted_lately(run: Path, seconds: float) -> Callable[[], bool]:
    """Whether it was left within so many seconds."""
    mark = run / NAME

    def lately() -> bool:
        try:
            return time.time() - mark.stat().st_mtime < seconds
        except FileNotFoundError:
            return False

    return lately
