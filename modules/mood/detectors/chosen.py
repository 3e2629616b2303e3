"""The door to the detectors: our own networks, or one of the Hugging Face kind when the operator names it."""

from pathlib import Path
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.errors import Invalid, Unavailable
from models.reading import Reading

Pixels = NDArray[np.uint8]
Seen_contra = TypeVar("Seen_contra", contravariant=True)
OURS: Final = "ours"
OUR_TEXTS: Final = Path(__file__).parent / "text" / "weights"


class Detector(Protocol[Seen_contra]):
    def read(self, seen: Seen_contra, /) -> Reading: ...


class UnknownNetwork(Invalid):
    code = "mood.unknown_network"


class NoNetworks(Unavailable):
    code = "mood.no_networks"
    title = "This installation cannot open Hugging Face networks"


def text_detector(network: str = OURS, token: str | None = None) -> Detector[str]:
    """`network` is "ours", or "hf:" and an id or a folder; that one is opened at once, which takes seconds.

    Raises UnknownNetwork, NoNetworks, NetworkMissing, ForeignLabels.
    """
    name = _hugging_face(network, "MUSEAIKA_MOOD__TEXT__NETWORK")
    if name is None:
        from modules.mood.detectors.text.detector import TextDetector  # noqa: PLC0415  (brings onnxruntime)

        return TextDetector(OUR_TEXTS)
    try:
        from modules.mood.detectors.hugging_face.text import HuggingFaceText  # noqa: PLC0415  (brings torch)
    except ImportError as error:
        raise _no_networks(error) from error
    detector = HuggingFaceText(name, token)
    detector.open()
    return detector


def face_detector(network: str = OURS, token: str | None = None) -> Detector[Pixels]:
    """The same for faces. Whichever network reads it, our finder cuts the face out."""
    from modules.mood.detectors.face.detector import FaceDetector  # noqa: PLC0415  (brings onnxruntime, mediapipe)

    name = _hugging_face(network, "MUSEAIKA_MOOD__FACE__NETWORK")
    ours = FaceDetector()
    if name is None:
        return ours
    try:
        from modules.mood.detectors.hugging_face.face import HuggingFaceFace  # noqa: PLC0415  (brings torch)
    except ImportError as error:
        raise _no_networks(error) from error
    detector = HuggingFaceFace(name, ours.crop, token)
    detector.open()
    return detector


def _hugging_face(network: str, setting: str) -> str | None:
    network = network.strip()
    if network in {"", OURS}:
        return None
    name = network.removeprefix("hf:").strip()
    if not name or not network.startswith("hf:"):
        raise UnknownNetwork(
            f"{setting} is {network!r}, which names no network.",
            field=setting,
            next_step=f"Set it to {OURS} for the built-in network, or to hf:<id or folder>, such as"
            " hf:SamLowe/roberta-base-go_emotions.",
        )
    return name


def _no_networks(error: ImportError) -> NoNetworks:
    return NoNetworks(
        f"{error.name or 'A package'} is not installed, which Hugging Face networks need.",
        next_step=f"pip install 'museaika[networks]', or set the network to {OURS}.",
    )
