"""A stream in the hands of the worker whose turn it is: what it knows, brought up to date with every bar it writes."""

import json
import time
from typing import Final

from models.live import LiveBar
from models.live_stream import WrittenBar
from models.mood import Point
from modules.live.board import Turn
from modules.live.planning import PRELUDE, Known

NOW_OR_NEVER: Final = 0.1
"""Seconds before its beginning in which a bar still reaches everybody who is to play it."""


class Playing:
    def __init__(self, turn: Turn) -> None:
        standing = turn.standing
        self._began_at = time.monotonic() - standing.now
        self._next = standing.next
        self._bars = dict(standing.bars)
        self._moods = dict(turn.moods)
        self._wishes = standing.wishes
        self._steered = standing.steered
        self._late = standing.late
        self._revisions = dict(standing.revisions or {})
        self._threads: dict[int, str] = {}
        self.opening = standing.opening
        self.seq = standing.seq
        self.version = standing.version

    def now(self) -> float:
        """The board's clock, as it goes on here."""
        return time.monotonic() - self._began_at

    def known(self) -> Known:
        return Known(self.now(), self._next, self._bars, self._moods, self._wishes, self._steered)

    def thread(self, index: int) -> str | None:
        """The composer's thread before this bar, where it is known without asking."""
        return self.opening if index == 0 else self._threads.get(index)

    def placed(self, bar: LiveBar, *, anew: bool) -> WrittenBar | None:
        """The bar in its place in time. None for a better one that comes too late to take the place of another.

        A new one that comes too late begins a moment later, and all that follow with it: the music waits.
        """
        now = self.now()
        revision = self._revisions.get(bar.index, -1) + 1
        if anew:
            starts = self._bars[bar.index].starts
            if starts - now < NOW_OR_NEVER:
                return None
        else:
            end = self.known().end
            self._late += end is not None and end < now
            starts = now + PRELUDE if end is None or end < now else end
        return WrittenBar.model_construct(**{**dict(bar), "revision": revision, "starts": round(starts, 6)})

    def changes(self, bar: WrittenBar, *, anew: bool) -> dict[str, str]:
        """What the board has to know beside the bar."""
        self._revisions[bar.index] = bar.revision
        self._revisions = {index: count for index, count in self._revisions.items() if index >= bar.index - 4}
        self._steered = self.now() if anew else self._steered
        changed = {
            "revisions": json.dumps(self._revisions),
            "late": str(self._late),
            "steered": f"{self._steered:.6f}",
            "stumbles": "0",
        }
        return changed | ({"began": f"{bar.starts:.6f}", "opening": self.opening or ""} if bar.index == 0 else {})

    def take_in(
        self,
        bar: WrittenBar,
        mood: Point,
        thread: str,
        committed: tuple[float, int, tuple[tuple[int, Point], ...]],
    ) -> None:
        """What was put down."""
        _, self.seq, self._wishes = committed
        self.version += 1
        self._next = bar.index + 1
        self._bars = {index: known for index, known in self._bars.items() if index < bar.index} | {bar.index: bar}
        self._moods[bar.index] = mood
        self._threads[bar.index + 1] = thread
