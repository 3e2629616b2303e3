"""Readers: what this process reads moods with; each is opened when it is first needed, and read on a native thread."""

import threading
from collections.abc import Callable
from typing import Any, Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.reading import Reading
from modules.mood.detectors.face.finder import NoFace

Pixels = NDArray[np.uint8]
Kind = TypeVar("Kind")
COARSE: Final = 640
LARGE: Final = 0.15
"""The share of the width from which on a face in a picture so coarse is larger than the networks want it."""
FRAME_SIDE: Final = 320
"""Up to here finding a face is quickest; a face that can be told in such a picture sits before the camera."""


class FaceReader(Protocol):
    def read(self, picture: Pixels, *, glance: bool = False) -> Reading:
        """The mood in an RGB picture, [height, width, 3]; a glance may be less right if it is quicker.

        Raises what faces are refused for.
        """


class TextReader(Protocol):
    def read(self, text: str) -> Reading: ...


class Opening(Generic[Kind]):
    """Something heavy, opened once; who comes meanwhile waits for it. A failure is told, and tried again next time."""

    def __init__(self, open_it: Callable[[], Kind], offload: Callable[..., Any]) -> None:
        self._open_it = open_it
        self._offload = offload
        self._lock = threading.Lock()  # taken outside of the offload: so a hub's lock serves a hub's threads
        self._found: list[Kind] = []

    def get(self) -> Kind:
        if not self._found:
            with self._lock:
                if not self._found:
                    self._found.append(self._offload(self._open_it))
        return self._found[0]


def read_photo(face: FaceReader, opened: Callable[..., Pixels], data: bytes) -> Reading:
    """A large face is seen as well in a smaller picture, which is decoded in a third of the time."""
    try:
        reading = face.read(opened(data, largest_side=COARSE))
    except NoFace:
        return face.read(opened(data))
    return reading if reading.boxes[0].width >= LARGE else face.read(opened(data))


class Readers:
    """`opened` makes pixels of a file's bytes, as small as told; `missing(kind)` says what "face" or "text" needs.

    `offload(function, *arguments)` runs on a native thread and gives what the function gives.
    """

    def __init__(
        self,
        opened: Callable[..., Pixels],
        face: Callable[[], FaceReader],
        words: Callable[[], TextReader],
        offload: Callable[..., Any],
        missing: Callable[[str], list[str]],
    ) -> None:
        self.missing = missing
        self._opened = opened
        self._face = Opening(face, offload)
        self._words = Opening(words, offload)
        self._offload = offload

    def picture(self, data: bytes) -> Reading:
        """Of the bytes of a picture file, which are never written anywhere. Raises what pictures are refused for."""
        face = self._face.get()
        found: Reading = self._offload(read_photo, face, self._opened, data)
        return found

    def frame(self, data: bytes) -> Reading:
        """The same for one of many pictures of a camera: quicker, and only for who sits in front of it."""
        face = self._face.get()
        found: Reading = self._offload(lambda: face.read(self._opened(data, largest_side=FRAME_SIDE), glance=True))
        return found

    def text(self, text: str) -> Reading:
        """Raises what texts are refused for."""
        found: Reading = self._offload(self._words.get().read, text)
        return found

    def warm(self) -> None:
        """Open everything now, so that nobody waits for it later."""
        self._face.get()
        self._words.get()
