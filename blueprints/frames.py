"""Frames of many cameras as they come in: the newest of each wins, and those that gave way are counted."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.errors import TooLarge, TooMany
from models.mood_requests import FrameMessage

FRAME_LIMIT = 500_000
"""Bytes of one frame. Messages of twice that size end the connection before anybody can answer."""
A_SECOND = 10.0
"""Frames a client may send; a burst of as many is forgiven, because networks deliver in bursts."""
PATIENCE = 0.5
"""Seconds after which a camera's turn has come, however fresh the frames of others are."""


class FrameTooLarge(TooLarge):
    code = "mood.frame_too_large"


class TooManyFrames(TooMany):
    code = "mood.frames_limited"


@dataclass
class Stream:
    """The frames of one socket."""

    sid: str
    waiting: FrameMessage | None = None
    came_at: float = 0.0
    looking: bool = False
    looked_at: float = 0.0
    dropped: int = 0
    allowance: float = A_SECOND
    charged_at: float = 0.0


class Frames:
    """`look(sid, frame, dropped)` is called for one frame of a socket at a time, and for `places` at the same time.

    `start(function)` runs a function beside everything else. Under load the freshest frames come first: an old one
    says nothing any more about a face.
    """

    def __init__(
        self,
        look: Callable[[str, FrameMessage, int], None],
        start: Callable[..., Any],
        places: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._start = start
        self._free = places
        self._clock = clock
        self._streams: dict[str, Stream] = {}
        self._lock = threading.Lock()

    def offer(self, sid: str, frame: FrameMessage) -> int:
        """Take a frame; how many were dropped so far. Raises FrameTooLarge, TooManyFrames."""
        if len(frame.image) > FRAME_LIMIT:
            raise FrameTooLarge(
                f"A frame may have {FRAME_LIMIT:,} bytes.", field="image", next_step="Send JPEGs 480 pixels wide."
            )
        with self._lock:
            now = self._clock()
            stream = self._streams.setdefault(sid, Stream(sid, looked_at=now))
            self._charge(stream, now)
            stream.dropped += stream.waiting is not None
            stream.waiting, stream.came_at = frame, now
            idle = self._free > 0
            self._free -= idle
        if idle:
            self._start(self._work)
        return stream.dropped

    def forget(self, sid: str) -> None:
        """The socket is closed: what still waits is not looked at any more."""
        with self._lock:
            self._streams.pop(sid, None)

    def _charge(self, stream: Stream, now: float) -> None:
        stream.allowance = min(stream.allowance + (now - stream.charged_at) * A_SECOND, A_SECOND)
        stream.charged_at = now
        if stream.allowance < 1:
            stream.dropped += 1
            raise TooManyFrames(f"More than {A_SECOND:.0f} frames a second.", next_step="Send fewer.")
        stream.allowance -= 1

    def _work(self) -> None:
        """Look at frames until none waits; a mistake with one gives its place to another worker."""
        while (taken := self._take()) is not None:
            stream, frame = taken
            looked = False
            try:
                self._look(stream.sid, frame, stream.dropped)
                looked = True
            finally:
                with self._lock:
                    stream.looking, stream.looked_at = False, self._clock()
                if not looked:
                    self._start(self._work)

    def _take(self) -> tuple[Stream, FrameMessage] | None:
        """The next frame; None gives the place back."""
        with self._lock:
            ready = [one for one in self._streams.values() if one.waiting is not None and not one.looking]
            if not ready:
                self._free += 1
                return None
            stream = self._next(ready)
            frame, stream.waiting, stream.looking = stream.waiting, None, True
        return None if frame is None else (stream, frame)

    def _next(self, ready: list[Stream]) -> Stream:
        longest = min(ready, key=lambda stream: stream.looked_at)
        if self._clock() - longest.looked_at > PATIENCE:
            return longest
        return max(ready, key=lambda stream: stream.came_at)
