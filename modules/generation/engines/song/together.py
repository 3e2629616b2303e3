"""`Together`: how far several are that work side by side, told by the one thread that may tell."""

from collections.abc import Callable, Hashable, Mapping
from typing import Final

from modules.generation.progress import Progress

_STEP: Final = 0.005
"""Of the whole: what is less is not worth telling."""


class Together:
    """shares: how much of the whole each of them is. Others report from their threads; `look` tells what they said."""

    def __init__(self, progress: Progress, shares: Mapping[Hashable, float]) -> None:
        self._progress, self._shares = progress, shares
        self._far = dict.fromkeys(shares, 0.0)
        self._note = "setting the words"
        self._told = -1.0

    def told(self, who: Hashable) -> Callable[[float, str], None]:
        """Takes a fraction from 0 to 1 and a note; safe in any thread."""

        def report(fraction: float, note: str) -> None:
            self._far[who] = max(self._far[who], fraction)
            self._note = note

        return report

    def quietly(self, who: Hashable) -> Callable[[float], None]:
        """The same for somebody whose notes are not worth telling."""

        def report(fraction: float) -> None:
            self._far[who] = max(self._far[who], fraction)

        return report

    def look(self) -> None:
        """Raises Cancelled. Only for the thread that owns the progress."""
        self._progress.check()
        now = sum(share * self._far[who] for who, share in self._shares.items())
        if now >= self._told + _STEP:
            self._told = now
            self._progress.at(now, self._note)
