"""`FaceDetector`, which reads the mood of the largest face in a picture, and says when it cannot tell."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from models.reading import Box, Reading
from modules.mood.detectors.face import framing
from modules.mood.detectors.face.finder import Finder, Found, boxes
from modules.mood.detectors.face.graphs import Picture
from modules.mood.detectors.face.recogniser import WEIGHTS, Recogniser
from modules.mood.detectors.face.votes import EMOTIONS
from modules.mood.emotions import mood_of

NAMES: Final = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise", "contempt")
"""The seven that clients have always known, then the one that FER+ adds."""
SMALL: Final = 9.0
"""Eyes this many pixels apart belong to a face of half the size that the network learned from."""
BLURRED: Final = 0.06
"""As little fine detail as FER2013's faces keep when made of 16x16 pixels; one in a hundred of them has below 0.2."""
_UNCONFIRMED: Final = 0.8
_LEAST: Final = 0.3


class FaceDetector:
    """Safe to share between native threads. Nothing is opened before the first picture, or `warm`."""

    def __init__(self, weights: Path = WEIGHTS, finder: Finder | None = None) -> None:
        self._recogniser = Recogniser(weights)
        self._finder = finder or Finder()

    def read(self, picture: Picture, *, glance: bool = False) -> Reading:
        """The mood in a picture (height, width, red-green-blue); a glance is quicker and a little less right.

        Raises NoFace and NoWeights.
        """
        found = self._finder.find(picture)
        face = framing.framed(picture, found.features)
        shares = self._recogniser.mixed(self._recogniser.recognise(face[None], glance=glance))[0]
        emotions = {name: float(shares[EMOTIONS.index(name)]) for name in NAMES}
        trust, notes = _trust(found, face)
        confidence = max(emotions.values()) * trust
        certain = confidence >= self._recogniser.calibration.certain_above
        if not certain:
            notes.append("I cannot tell this expression with confidence.")
        return Reading(
            mood=mood_of(emotions, "face", confidence),
            emotions=emotions,
            certain=certain,
            boxes=boxes(found.faces),
            notes=notes,
            network=self._recogniser.name,
        )

    def crop(self, picture: Picture) -> tuple[Picture, list[Box]]:
        """The deciding face for another network, 224x224 in colour, and where all faces are. Raises NoFace."""
        return self._finder.cut_out(picture)

    def warm(self) -> None:
        """Open everything that the first picture would wait for: about two seconds."""
        self._finder.warm()
        self._recogniser.warm()


def sharpness(face: NDArray[np.uint8]) -> float:
    """Fine detail, as a share of all contrast."""
    detail = cv2.Laplacian(face, cv2.CV_64F)
    return float(detail.var() / max(float(face.astype(np.float64).var()), 1.0))


def _trust(found: Found, face: NDArray[np.uint8]) -> tuple[float, list[str]]:
    """How far such a face is to be believed, 0 to 1, and why not further."""
    trust, notes = 1.0, []
    apart = framing.eye_distance(found.features)
    if apart < SMALL:
        wide = round(apart * framing.SIDE / (framing.EYES_AND_MOUTH[1, 0] - framing.EYES_AND_MOUTH[0, 0]))
        trust *= max(apart / SMALL, _LEAST)
        notes.append(f"The face is only about {wide} pixels wide; come closer.")
    fine = sharpness(face)
    if fine < BLURRED:
        trust *= max(fine / BLURRED, _LEAST)
        notes.append("The face is blurred or nearly without contrast; hold still in better light.")
    if not found.exact:
        trust *= _UNCONFIRMED
        notes.append("Eyes and mouth could not be located exactly.")
    if len(found.faces) > 1:
        notes.append(f"{len(found.faces)} faces were found; the largest one decided.")
    return trust, notes
