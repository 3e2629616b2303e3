"""Frames as they come out of a sound file, joined to long ones, and decoded a little before they are needed."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Final

import av

TOGETHER: Final = 1 << 17
"""Samples a frame: one by one, as they come out of a file, frames cost twice the time."""
_SOME: Final = 128
_DEPTH: Final = 4
"""How many frames change threads at a time, and how many times that may wait: 8 MB, and neither side stands still."""


def form(frame: Any) -> tuple[str, str, int]:
    """What frames have to have in common to be joined."""
    return frame.format.name, frame.layout.name, frame.sample_rate


def together(frames: Iterator[Any]) -> Iterator[Any]:
    """The same sound in fewer frames; where the form changes, a frame ends."""
    joined, last = av.AudioFifo(), None
    for frame in frames:
        if last is not None and (form(frame) != last or joined.samples >= TOGETHER):
            yield joined.read()
            joined = av.AudioFifo()
        last = form(frame)
        frame.pts = None
        joined.write(frame)
    if last is not None and joined.samples:
        yield joined.read()


def ahead(frames: Iterator[Any], at_once: int = _SOME) -> Iterator[Any]:
    """The next ones are decoded on a second thread while these are used; so many change threads at once."""
    with ThreadPoolExecutor(1, thread_name_prefix="decoding") as thread:
        coming = deque(thread.submit(_some, frames, at_once) for _ in range(_DEPTH))
        try:
            while some := coming.popleft().result():
                coming.append(thread.submit(_some, frames, at_once))
                yield from some
        finally:
            thread.shutdown(cancel_futures=True)


def _some(frames: Iterator[Any], count: int) -> list[Any]:
    return list(islice(frames, count))
