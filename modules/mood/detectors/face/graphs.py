"""`Graphs`, mediapipe's bundled face networks for one thread at a time: two detectors and the face mesh."""

import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Points = NDArray[np.float64]
"""[n, 2]: across and down, in pixels."""

LEAST_SCORE: Final = 0.5
_CHATTER: Final = re.compile(
    rb"^(INFO: Created TensorFlow Lite|WARNING: All log messages before absl|W0000 |I0000 ).*\n", re.MULTILINE
)
_HOLDING: Final = threading.Lock()
_EYES: Final = ((33, 133, 159, 145), (263, 362, 386, 374))
_MOUTH: Final = (61, 291, 13, 14)


class Spotted(NamedTuple):
    """A face in shares of the picture; eyes and mouth (right eye, left eye, mouth) where the finder knows them."""

    left: float
    top: float
    width: float
    height: float
    score: float
    features: NDArray[np.float64] | None = None

    @property
    def area(self) -> float:
        return self.width * self.height


class Graphs:
    """Raises ImportError where mediapipe is not installed."""

    def __init__(self) -> None:
        self._introduced = False  # the mesh's last greeting comes with its first face
        # For sounds mediapipe looks for a library by starting a program, which never ends on a native thread of gevent.
        sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]  # Python takes it as "do not import"
        with _chatter_held_back():
            from mediapipe.python.solutions.face_detection import FaceDetection  # noqa: PLC0415  # takes half a second
            from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415

            self._near: Any = FaceDetection(min_detection_confidence=LEAST_SCORE, model_selection=0)
            self._far: Any = FaceDetection(min_detection_confidence=LEAST_SCORE, model_selection=1)
            self._mesh: Any = FaceMesh(static_image_mode=True, max_num_faces=1, min_detection_confidence=0.3)
            grey = np.full((128, 128, 3), 127, np.uint8)
            for graph in (self._near, self._far, self._mesh):
                graph.process(grey)

    def near(self, picture: Picture) -> list[Spotted]:
        """Faces that fill much of the picture."""
        return _spotted(self._near.process(picture))

    def far(self, picture: Picture) -> list[Spotted]:
        """Faces at up to five metres."""
        return _spotted(self._far.process(picture))

    def features(self, face: Picture) -> Points | None:
        """Right eye, left eye and mouth of the one face in a square picture; None where the mesh sees none."""
        with nullcontext() if self._introduced else _chatter_held_back():
            found = self._mesh.process(face).multi_face_landmarks
        if not found:
            return None
        self._introduced = True
        side = np.array([face.shape[1], face.shape[0]])
        places = np.array([(point.x, point.y) for point in found[0].landmark]) * side
        return np.array([places[list(part)].mean(0) for part in (*_EYES, _MOUTH)])

    def close(self) -> None:
        for graph in (self._near, self._far, self._mesh):
            graph.close()


def _spotted(found: Any) -> list[Spotted]:
    return [_one(detection) for detection in found.detections or ()]


def _one(detection: Any) -> Spotted:
    place = detection.location_data
    box = place.relative_bounding_box
    points = np.array([(point.x, point.y) for point in place.relative_keypoints])
    features = points[[0, 1, 3]] if len(points) > 3 else None  # right eye, left eye, (nose), mouth
    return Spotted(box.xmin, box.ymin, box.width, box.height, float(detection.score[0]), features)


@contextmanager
def _chatter_held_back() -> Iterator[None]:
    """The graphs greet on the error stream from C++, past Python's logging. Everything else passes, a moment later; of
    two threads that open graphs at once, one leaves the stream as it is.
    """
    if not _HOLDING.acquire(blocking=False):
        yield
        return
    kept, (reader, writer) = os.dup(2), os.pipe()
    os.set_blocking(reader, False)
    os.dup2(writer, 2)
    os.close(writer)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        rest = _CHATTER.sub(b"", _drained(reader))
        if rest:
            os.write(kept, rest)
        os.close(reader)
        os.close(kept)
        _HOLDING.release()


def _drained(reader: int) -> bytes:
    """What lies in a pipe, up to all it can hold."""
    try:
        return os.read(reader, 1 << 16)
    except BlockingIOError:
        return b""
