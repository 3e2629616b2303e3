"""Sets a face upright in the frame that FER2013's pictures have, which is what the network knows."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.face.graphs import Picture, Points

SIDE: Final = 48
EYES_AND_MOUTH: Final = np.array([(15.0, 18.7), (33.0, 18.7), (24.1, 37.0)])
"""Where FER2013 has them: the medians over 1,149 of its Training pictures, as the face mesh sees them."""
_FINEST: Final = 6

Turn = NDArray[np.float64]
"""[2, 3]: from places in one picture to places in another."""


def framed(picture: Picture, features: Points) -> NDArray[np.uint8]:
    """The face, grey, 48x48; features: right eye, left eye and mouth in pixels of the picture."""
    fine = int(np.clip(np.ceil(1 / scale(turn(features, SIDE))), 1, _FINEST))
    large = cv2.cvtColor(cut(picture, turn(features, SIDE * fine), SIDE * fine), cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.resize(large, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def turn(features: Points, side: int, margin: float = 0.0) -> Turn:
    """What brings a face into a frame of that side, with a margin around it in shares of the face."""
    places = (EYES_AND_MOUTH / SIDE + margin) * side / (1 + 2 * margin)
    return _similarity(features, places)


def cut(picture: Picture, turned: Turn, side: int) -> Picture:
    """The picture through that turn; what lies outside repeats its edge."""
    matrix, shift = turned[:, :2], turned[:, 2]
    centres = np.column_stack([matrix, shift + matrix @ (0.5, 0.5) - 0.5])  # OpenCV counts from the middle of pixels
    seen = cv2.warpAffine(picture, centres, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8)


def back(points: Points, turned: Turn) -> Points:
    """Where points of the turned picture lie in the one it came from."""
    return np.asarray((points - turned[:, 2]) @ np.linalg.inv(turned[:, :2]).T)


def scale(turned: Turn) -> float:
    return max(float(np.hypot(turned[0, 0], turned[1, 0])), 1e-6)


def usual(left: float, top: float, width: float, height: float) -> Points:
    """Where eyes and mouth lie in a box around a face when nothing more is known, in the units of the box."""
    middle = np.array([left + width / 2, top + height / 2])
    return np.asarray(middle + (EYES_AND_MOUTH / SIDE - 0.5) * (width + height) / 2)


def eye_distance(features: Points) -> float:
    return float(np.linalg.norm(features[1] - features[0]))


def _similarity(source: Points, target: Points) -> Turn:
    """The rotation, scale and shift that bring three points closest to three others."""
    start, goal = source.mean(0), target.mean(0)
    away, there = source - start, target - goal
    spread = max(float((away**2).sum()), 1e-9)
    along = float((away * there).sum()) / spread
    across = float((away[:, 0] * there[:, 1] - away[:, 1] * there[:, 0]).sum()) / spread
    matrix = np.array([[along, -across], [across, along]])
    return np.column_stack([matrix, goal - matrix @ start])
