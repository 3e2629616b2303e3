"""`Haar`, OpenCV's cascades: slower and less sure than mediapipe, but there where that is not."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np

from modules.mood.detectors.face.graphs import Picture, Spotted

SIDE: Final = 480
SCORE: Final = 0.5
"""A cascade does not say how sure it is; we do not trust it much."""
_VOTES: Final = 6
_EYES_BELOW: Final = 0.6
"""Eyes lie in the upper part of a face."""


class Haar:
    """For one thread at a time."""

    def __init__(self) -> None:
        folder = Path(cv2.__file__).parent / "data"
        self._face = cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_alt2.xml"))
        self._eyes = cv2.CascadeClassifier(str(folder / "haarcascade_eye.xml"))

    def find(self, picture: Picture) -> list[Spotted]:
        """Upright frontal faces in which at least one eye is seen too."""
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        scale = min(1.0, SIDE / max(grey.shape))
        small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        least = max(24, min(small.shape) // 12)
        boxes = self._face.detectMultiScale(small, 1.1, _VOTES, minSize=(least, least))
        height, width = small.shape
        return [
            Spotted(left / width, top / height, wide / width, high / height, SCORE)
            for left, top, wide, high in np.reshape(boxes, (-1, 4)).tolist()
            if self._has_eyes(small[top : top + high, left : left + wide])
        ]

    def _has_eyes(self, face: Picture) -> bool:
        upper = cv2.resize(face, (160, 160), interpolation=cv2.INTER_LINEAR)[: int(160 * _EYES_BELOW)]
        return len(self._eyes.detectMultiScale(upper, 1.1, 4, minSize=(24, 24))) > 0
