"""Frames of a camera as they come in: the newest one wins, one at a time is looked at, and the others are counted."""

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


class FrameTooLarge(TooLarge):
    code = "mood.frame_too_large"


class TooManyFrames(TooMany):
    code = "mood.frames_limited"


@dataclass
class Stream:
    """The frames of one socket."""

    waiting: FrameMessage | None = None
    looking: bool = False
    dropped: int = 0
    allowance: float = A_SECOND
    seen_at: float = 0.0


class Frames:
    """`look(sid, frame, dropped)` is called in turn for the frames of one socket, started by `start(function, sid)`."""

    def __init__(
        self,
        look: Callable[[str, FrameMessage, int], None],
        start: Callable[..., Any],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._look = look
        self._start = start
        self._clock = clock
        self._streams: dict[str, Stream] = {}
        self._lock = threading.Lock()

    def offer(self, sid: str, frame: FrameMessage) -> int:
        """Take a frame; how many were dropped so far. Raises FrameTooLarge, TooManyFrames."""
        if len(frame.image) > FRAME_LIMIT:
            raise FrameTooLarge(
                f"A frame may have {FRAME_LIMIT:,} bytes.", field="image", next_step="Send 640 pixels wide JPEGs."
            )
        with self._lock:
            stream = self._streams.setdefault(sid, Stream())
            self._charge(stream)
            stream.dropped += stream.waiting is not None
            stream.waiting = frame
            idle, stream.looking = not stream.looking, True
        if idle:
            self._start(self._work, sid)
        return stream.dropped

    def forget(self, sid: str) -> None:
        """The socket is closed: what still waits is not looked at any more."""
        with self._lock:
            self._streams.pop(sid, None)

    def _charge(self, stream: Stream) -> None:
        now = self._clock()
        stream.allowance = min(stream.allowance + (now - stream.seen_at) * A_SECOND, A_SECOND)
        stream.seen_at = now
        if stream.allowance < 1:
            stream.dropped += 1
            raise TooManyFrames(f"More than {A_SECOND:.0f} frames a second.", next_step="Send fewer.")
        stream.allowance -= 1

    def _work(self, sid: str) -> None:
        """Look at one frame, and see to it that the next one is looked at, whatever happens to this one."""
        with self._lock:
            stream = self._streams.get(sid)
            if stream is None or stream.waiting is None:
                return
            frame, stream.waiting = stream.waiting, None
        try:
            self._look(sid, frame, stream.dropped)
        finally:
            with self._lock:
                stream.looking = more = stream.waiting is not None
            if more:
                self._start(self._work, sid)
