"""The door to the detectors: our own networks, or one of the Hugging Face kind when the operator names it."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.errors import Invalid, Unavailable
from models.reading import Box, Reading
from modules.mood.native_lock import NativeLock

Pixels = NDArray[np.uint8]
Seen = TypeVar("Seen")
Seen_contra = TypeVar("Seen_contra", contravariant=True)
Crop = Callable[[Pixels], tuple[Pixels, list[Box]]]
"""The face that decides, cut out of the picture, and where all faces are. Raises when there is none."""


class Detector(Protocol[Seen_contra]):
    def read(self, seen: Seen_contra, /) -> Reading: ...


class UnknownNetwork(Invalid):
    code = "mood.unknown_network"


class NoNetworks(Unavailable):
    code = "mood.no_networks"
    title = "This installation cannot open Hugging Face networks"


class Later(Generic[Seen]):
    """A detector that is opened with the first thing to read, or by `open`, and only once."""

    def __init__(self, opener: Callable[[], Detector[Seen]]) -> None:
        self._opener = opener
        self._lock = NativeLock()
        self._detector: Detector[Seen] | None = None

    def open(self) -> Detector[Seen]:
        with self._lock:
            if self._detector is None:
                self._detector = self._opener()
            return self._detector

    def read(self, seen: Seen, /) -> Reading:
        return self.open().read(seen)


def text_detector(network: str, ours: Callable[[], Detector[str]], token: str | None = None) -> Detector[str]:
    """`network` is empty for ours, or "hf:" and an id or a folder. Raises UnknownNetwork."""
    name = _hugging_face(network, "MUSEAIKA_MOOD__TEXT__NETWORK")
    return ours() if name is None else Later(lambda: _text(name, token))


def face_detector(
    network: str, ours: Callable[[], Detector[Pixels]], crop: Crop, token: str | None = None
) -> Detector[Pixels]:
    """The same for faces; `crop` finds the face for a network that only knows faces. Raises UnknownNetwork."""
    name = _hugging_face(network, "MUSEAIKA_MOOD__FACE__NETWORK")
    return ours() if name is None else Later(lambda: _face(name, crop, token))


def _hugging_face(network: str, setting: str) -> str | None:
    name = network.strip().removeprefix("hf:").strip()
    if network.strip() and (not name or not network.strip().startswith("hf:")):
        raise UnknownNetwork(
            f"{setting} is {network!r}, which names no network.",
            field=setting,
            next_step="Leave it empty for the built-in network, or set hf:<id or folder>, such as"
            " hf:SamLowe/roberta-base-go_emotions.",
        )
    return name or None


def _text(name: str, token: str | None) -> Detector[str]:
    try:
        from modules.mood.detectors.hugging_face.text import HuggingFaceText  # noqa: PLC0415  (brings torch)
    except ImportError as error:
        raise _no_networks(error) from error
    detector = HuggingFaceText(name, token)
    detector.open()
    return detector


def _face(name: str, crop: Crop, token: str | None) -> Detector[Pixels]:
    try:
        from modules.mood.detectors.hugging_face.face import HuggingFaceFace  # noqa: PLC0415  (brings torch)
    except ImportError as error:
        raise _no_networks(error) from error
    detector = HuggingFaceFace(name, crop, token)
    detector.open()
    return detector


def _no_networks(error: ImportError) -> NoNetworks:
    return NoNetworks(
        f"{error.name or 'A package'} is not installed, which Hugging Face networks need.",
        next_step="pip install 'museaika[networks]', or clear the setting for the built-in network.",
    )
