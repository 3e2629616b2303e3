"""`Recogniser`, the trained network as it is shipped: framed faces to how likely each emotion is."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.errors import Unavailable
from modules.mood.detectors.face.votes import EMOTIONS, FER2013

WEIGHTS: Final = Path(__file__).parent / "weights" / "face.onnx"

Faces = NDArray[np.uint8]
"""[n, 48, 48], grey."""
Shares = NDArray[np.float32]


class NoWeights(Unavailable):
    code = "mood.face_weights_missing"
    title = "The face network is not installed"


class Calibration(NamedTuple):
    """What was measured on faces held out of training, and travels with the weights."""

    certain_above: float
    """A confidence from which on the answer is more often right than wrong."""
    second: float
    """How much the head for FER2013's labels has to say beside that for FER+'s."""
    warmth: tuple[float, float]
    """What the mean of all looks is divided by, for each head, so that its likelihoods are honest."""


class Recognised(NamedTuple):
    ferplus: Shares
    """[n, 8] over votes.EMOTIONS."""
    fer2013: Shares
    """[n, 7] over votes.FER2013."""


class _Opened(NamedTuple):
    networks: list[Any]
    calibration: Calibration
    fingerprint: str


class Recogniser:
    """Safe to share between threads. Opens the weights with the first face, or by `warm`."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._opened: _Opened | None = None

    def recognise(self, faces: Faces, *, glance: bool = False) -> Recognised:
        """Every network looks at each face and at its mirror image; a glance is one look of the first network, for
        frames that follow each other. Raises NoWeights.
        """
        opened = self._open()
        if glance:
            return _look(opened.networks[0], faces)
        both = np.concatenate([faces, faces[:, :, ::-1]])
        return together([_look(network, both) for network in opened.networks], opened.calibration.warmth)

    def mixed(self, recognised: Recognised) -> Shares:
        """Both heads' opinion, [n, 8] over votes.EMOTIONS."""
        return mixed(recognised, self.calibration.second)

    @property
    def calibration(self) -> Calibration:
        return self._open().calibration

    @property
    def name(self) -> str:
        """Says which weights answered."""
        return f"face {self._open().fingerprint}"

    def warm(self) -> None:
        self.recognise(np.zeros((1, 48, 48), np.uint8))

    def _open(self) -> _Opened:
        if self._opened is None:
            self._opened = _opened(self._weights)
        return self._opened


def mixed(recognised: Recognised, second: float) -> Shares:
    """The second head knows no contempt: it shares what the first one leaves."""
    first = recognised.ferplus
    contempt = first[:, [EMOTIONS.index("contempt")]]
    order = [FER2013.index(name) if name in FER2013 else 0 for name in EMOTIONS]
    other = recognised.fer2013[:, order] * (1 - contempt)
    other[:, [EMOTIONS.index("contempt")]] = contempt
    return np.asarray((1 - second) * first + second * other, np.float32)


def together(looks: Sequence[Recognised], warmth: tuple[float, float]) -> Recognised:
    """What all looks say, made as sure as it may be; of each network those at faces, then those at mirror images."""
    powers = [np.exp(mean(head) / each) for head, each in zip(zip(*looks, strict=True), warmth, strict=True)]
    ferplus, fer2013 = (np.asarray(power / power.sum(1, keepdims=True), np.float32) for power in powers)
    return Recognised(ferplus, fer2013)


def mean(head: Sequence[Shares]) -> Shares:
    """Of one head, over networks and mirror images: the mean of the logarithms."""
    logs = [np.log(np.maximum(shares, 1e-9)).reshape(2, -1, shares.shape[1]) for shares in head]
    return np.asarray(np.concatenate(logs).mean(0), np.float32)


def _look(session: Any, faces: Faces) -> Recognised:
    ferplus, fer2013 = session.run(["ferplus", "fer2013"], {"faces": np.ascontiguousarray(faces, np.uint8)})
    return Recognised(ferplus, fer2013)


def second_file(weights: Path) -> Path:
    """Where the second network lies, if there is one."""
    return weights.with_stem(f"{weights.stem}-second")


def _opened(weights: Path) -> _Opened:
    try:
        data = weights.read_bytes()
    except OSError as error:
        raise NoWeights(
            f"The weights of the face network are not at {weights}.",
            next_step="Install the package anew, or train them with scripts/train_face.py.",
        ) from error
    first, other = _session(data), second_file(weights)
    more = other.read_bytes() if other.is_file() else b""
    facts = json.loads(first.get_modelmeta().custom_metadata_map["calibration"])
    calibration = Calibration(**(facts | {"warmth": tuple(facts["warmth"])}))
    networks = [first, _session(more)] if more else [first]
    return _Opened(networks, calibration, hashlib.sha256(data + more).hexdigest()[:12])


def _session(data: bytes) -> Any:
    import onnxruntime  # noqa: PLC0415  (a tenth of a second, and not every process looks at faces)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
