"""`Recogniser`, the trained network as it is shipped: framed faces to how likely each emotion is."""

import hashlib
import json
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


class Recognised(NamedTuple):
    ferplus: Shares
    """[n, 8] over votes.EMOTIONS."""
    fer2013: Shares
    """[n, 7] over votes.FER2013."""


class Recogniser:
    """Safe to share between threads. Opens the weights with the first face, or by `warm`."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._opened: tuple[Any, Calibration, str] | None = None

    def recognise(self, faces: Faces) -> Recognised:
        """Raises NoWeights."""
        session, _, _ = self._open()
        ferplus, fer2013 = session.run(["ferplus", "fer2013"], {"faces": np.ascontiguousarray(faces, np.uint8)})
        return Recognised(ferplus, fer2013)

    def mixed(self, recognised: Recognised) -> Shares:
        """Both heads' opinion, [n, 8] over votes.EMOTIONS."""
        return mixed(recognised, self.calibration.second)

    @property
    def calibration(self) -> Calibration:
        return self._open()[1]

    @property
    def name(self) -> str:
        """Says which weights answered."""
        return f"face {self._open()[2]}"

    def warm(self) -> None:
        self.recognise(np.zeros((1, 48, 48), np.uint8))

    def _open(self) -> tuple[Any, Calibration, str]:
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


def _opened(weights: Path) -> tuple[Any, Calibration, str]:
    import onnxruntime  # noqa: PLC0415  (a tenth of a second, and not every process looks at faces)

    try:
        data = weights.read_bytes()
    except OSError as error:
        raise NoWeights(
            f"The weights of the face network are not at {weights}.",
            next_step="Install the package anew, or train them with scripts/train_face.py.",
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    facts = json.loads(session.get_modelmeta().custom_metadata_map["calibration"])
    return session, Calibration(**facts), hashlib.sha256(data).hexdigest()[:12]
