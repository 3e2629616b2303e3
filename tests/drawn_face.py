"""A made-up face: nobody's, but near enough to one for a finder to find it."""

import cv2
import numpy as np

SKIN, SHADE, HAIR, LIP = (224, 178, 150), (178, 128, 104), (60, 40, 30), (176, 84, 84)


def face(side=320, *, smile=1.0, background=(120, 150, 180)):
    """[side, side, 3] in red, green and blue, with the face in the middle half; smile -1 to 1."""
    size = 640
    picture = np.full((size, size, 3), background, np.uint8)
    middle = size // 2
    _ellipse(picture, (middle, 290), (172, 205), HAIR)
    _ellipse(picture, (middle, 560), (250, 130), (70, 80, 120))
    _ellipse(picture, (middle, 470), (70, 90), SHADE)
    _ellipse(picture, (middle, 325), (140, 185), SKIN)
    _ellipse(picture, (middle, 150), (150, 60), HAIR)
    for way in (-1, 1):
        _ellipse(picture, (middle + way * 62, 285), (38, 24), SHADE)
        _ellipse(picture, (middle + way * 62, 288), (31, 15), (245, 245, 245))
        _ellipse(picture, (middle + way * 62, 288), (14, 14), (70, 50, 40))
        _ellipse(picture, (middle + way * 62, 288), (6, 6), (10, 10, 10))
        cv2.ellipse(picture, (middle + way * 62, 268), (44, 22), 0, 195, 345, HAIR, 9, cv2.LINE_AA)
        _ellipse(picture, (middle + way * 18, 368), (9, 6), SHADE)
    cv2.line(picture, (middle - 10, 290), (middle - 20, 360), SHADE, 5, cv2.LINE_AA)
    cv2.ellipse(picture, (middle, 358), (30, 18), 0, 20, 160, SHADE, 6, cv2.LINE_AA)
    _mouth(picture, middle, smile)
    light = np.linspace(1.08, 0.82, size)[None, :, None]
    lit = np.clip(cv2.GaussianBlur(picture, (0, 0), 4) * light, 0, 255).astype(np.uint8)
    return cv2.resize(lit, (side, side), interpolation=cv2.INTER_AREA)


def _mouth(picture, middle, smile):
    corner = int(425 - 26 * smile)
    lower = np.array(
        [(middle - 60, corner), (middle, 425 + int(34 * smile)), (middle + 60, corner), (middle, 425 + int(8 * smile))]
    )
    curve = [_bend(lower[0], lower[1], lower[2], at) for at in np.linspace(0, 1, 24)]
    upper = [_bend(lower[2], lower[3] - (0, 6), lower[0], at) for at in np.linspace(0, 1, 24)]
    shape = np.array(curve + upper, np.int32)
    cv2.fillPoly(picture, [shape], LIP, cv2.LINE_AA)
    cv2.polylines(picture, [shape], isClosed=True, color=LIP, thickness=8, lineType=cv2.LINE_AA)


def _bend(start, middle, end, at):
    return (1 - at) ** 2 * start + 2 * at * (1 - at) * middle + at**2 * end


def _ellipse(picture, centre, axes, colour):
    cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA)
