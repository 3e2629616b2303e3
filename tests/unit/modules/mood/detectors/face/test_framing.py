"""However a face lies in its photo, the network sees it as FER2013 shows faces."""

import cv2
import numpy as np
import pytest

from modules.mood.detectors.face import framing
from modules.mood.detectors.face.framing import EYES_AND_MOUTH


def dotted(features, size=(400, 500)):
    """Black, with white where eyes and mouth are."""
    picture = np.zeros((*size, 3), np.uint8)
    radius = int(np.linalg.norm(features[1] - features[0]) / 6)
    for place in features:
        cv2.circle(picture, [round(number) for number in place.tolist()], radius, (255, 255, 255), -1)
    return picture


@pytest.mark.parametrize("angle", [0, 30, -75, 180])
@pytest.mark.parametrize("scale", [1.0, 2.5, 5.0])
def test_eyes_and_mouth_come_where_the_network_knows_them(angle, scale):
    turn = np.radians(angle)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    features = (EYES_AND_MOUTH - 24) @ matrix.T + (250, 200)

    face = framing.framed(dotted(features), features)

    assert face.shape == (48, 48)
    for across, down in EYES_AND_MOUTH:
        assert face[int(down), int(across)] > 200
    assert face[4, 4] < 30
    assert face[int(EYES_AND_MOUTH[0, 1]), 24] < 60


def test_the_way_back_undoes_the_turn():
    features = np.array([(100.0, 120.0), (160.0, 100.0), (150.0, 180.0)])
    turned = framing.turn(features, 192, margin=0.4)

    there = features @ turned[:, :2].T + turned[:, 2]

    assert np.allclose(framing.back(there, turned), features)
    assert 0 < there.min() < there.max() < 192


def test_a_face_at_the_edge_of_its_picture_is_framed_too():
    features = np.array([(2.0, 5.0), (30.0, 4.0), (15.0, 36.0)])

    assert framing.framed(np.full((40, 32, 3), 90, np.uint8), features).tolist() == np.full((48, 48), 90).tolist()


def test_points_that_coincide_do_not_break_it():
    assert framing.framed(np.zeros((50, 50, 3), np.uint8), np.full((3, 2), 25.0)).shape == (48, 48)


def test_without_eyes_the_usual_place_in_the_box_is_taken():
    right, left, mouth = framing.usual(100, 50, 96, 96)

    assert right.tolist() == pytest.approx([130, 87.4])
    assert left[1] == right[1]
    assert mouth[1] > right[1]
