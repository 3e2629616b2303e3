"""Faces are found large, small, many, turned and without mediapipe; nothing is found where nothing is."""

import os
import sys
import threading

import cv2
import numpy as np
import pytest

from modules.mood.detectors.face import framing, graphs, spotting
from modules.mood.detectors.face.finder import Finder, NoFace, boxes
from modules.mood.detectors.face.graphs import Spotted
from tests.drawn_face import face

pytestmark = pytest.mark.slow

FACE = face(320)
EYES = np.array([(129.0, 144.0), (191.0, 144.0)])


@pytest.fixture(scope="module")
def finder():
    return Finder()


def placed(size, *spots):
    """A grey picture (height, width) with faces: (left, top, side)."""
    picture = np.full((*size, 3), 128, np.uint8)
    for left, top, side in spots:
        picture[top : top + side, left : left + side] = face(side, background=(128, 128, 128))
    return picture


def test_a_face_is_found_with_its_eyes(finder):
    found = finder.find(FACE)

    assert len(found.faces) == 1
    assert found.exact
    assert np.abs(found.features[:2] - EYES).max() < 8
    assert found.features[2, 1] > EYES[0, 1] + 40


def test_the_box_holds_the_face_in_shares_of_the_picture(finder):
    (box,) = boxes(finder.find(placed((400, 800), (400, 0, 400))).faces)

    assert box.left == pytest.approx(0.64, abs=0.05)
    assert box.left + box.width == pytest.approx(0.86, abs=0.05)
    assert 0.2 < box.top < 0.5
    assert 0.5 < box.score <= 1


def test_of_several_faces_the_largest_decides_and_all_are_told(finder):
    found = finder.find(placed((400, 900), (10, 100, 200), (250, 20, 360), (650, 120, 220)))

    assert len(found.faces) == 3
    assert found.faces[0].left == pytest.approx(0.38, abs=0.06)
    assert found.faces[0].area > max(other.area for other in found.faces[1:])
    assert found.features[0, 0] == pytest.approx(250 + 129 / 320 * 360, abs=12)


def test_thirty_faces_are_no_trouble(finder):
    spots = [(160 * column + 5, 200 * row + 5, 150) for row in range(5) for column in range(6)]

    found = finder.find(placed((1010, 970), *spots))

    assert len(found.faces) >= 20


def test_a_small_face_in_a_large_picture_is_found(finder):
    found = finder.find(placed((1000, 1500), (900, 300, 150)))

    assert found.features[0] == pytest.approx([900 + 129 / 320 * 150, 300 + 144 / 320 * 150], abs=6)


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_face_on_its_side_is_set_upright(finder, quarters):
    picture = face(640)
    lying = np.ascontiguousarray(np.rot90(picture, quarters))

    upright = framing.framed(picture, finder.find(picture).features).astype(float)
    turned = framing.framed(lying, finder.find(lying).features).astype(float)

    assert np.corrcoef(upright.ravel(), turned.ravel())[0, 1] > 0.9


def test_a_frame_of_a_stream_needs_one_look_only(finder, monkeypatch):
    tools = spotting.Tools()
    for name in ("far", "features"):
        monkeypatch.setattr(tools.graphs, name, lambda _: pytest.fail("a second look"))

    assert Finder(lambda: tools).find(FACE).features[0] == pytest.approx(EYES[0], abs=8)


def test_a_face_that_fills_the_picture_is_found(finder):
    assert finder.find(np.ascontiguousarray(FACE[90:260, 85:235])).exact


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((200, 300, 3), np.uint8),
        np.random.default_rng(3).integers(0, 256, (240, 320, 3), dtype=np.uint8),
        np.tile(np.arange(256, dtype=np.uint8)[None, :, None], (200, 1, 3)),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((8, 3000, 3), np.uint8),
        np.zeros((17, 1600, 3), np.uint8),
    ],
)
def test_where_no_face_is_none_is_found(finder, picture):
    with pytest.raises(NoFace) as refusal:
        finder.find(picture)
    assert (refusal.value.code, refusal.value.field) == ("mood.no_face", "image")
    assert refusal.value.next_step


def test_without_mediapipe_the_cascades_find_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "mediapipe.python.solutions.face_detection", None)
    finder = Finder()

    found = finder.find(FACE)

    assert not found.exact
    assert np.abs(found.features[:2] - EYES).max() < 25
    with pytest.raises(NoFace):
        finder.find(np.zeros((200, 300, 3), np.uint8))


def test_many_threads_share_one_finder(finder):
    results, failures = [], []

    def look():
        try:
            results.extend(len(finder.find(FACE).faces) for _ in range(4))
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert results == [1] * 24


def test_the_same_face_is_told_once():
    one, copy = Spotted(0.1, 0.1, 0.3, 0.3, 0.9), Spotted(0.12, 0.1, 0.35, 0.35, 0.6)
    other = Spotted(0.6, 0.1, 0.2, 0.2, 0.7)

    assert spotting.distinct([other, copy, one]) == [one, other]


def test_a_face_for_another_network_is_cut_out_in_colour(finder):
    picture, found = finder.cut_out(FACE)

    assert picture.shape == (224, 224, 3)
    assert len(found) == 1
    assert picture[100, 112, 0] > picture[100, 112, 2] + 30


def test_the_graphs_greetings_do_not_reach_the_terminal(capfd):
    tools = spotting.Tools()
    tools.graphs.features(cv2.resize(FACE, (192, 192)))
    tools.close()

    assert capfd.readouterr().err == ""


def test_what_others_write_meanwhile_does(capfd):

    with graphs._chatter_held_back():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\nsomething else\n")

    assert capfd.readouterr().err == "something else\n"
