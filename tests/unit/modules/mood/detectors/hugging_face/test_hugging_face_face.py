import numpy as np
import pytest

from models.errors import Invalid
from models.reading import Box
from modules.mood.detectors.chosen import face_detector
from modules.mood.detectors.face import finder
from modules.mood.detectors.hugging_face.classifier import ForeignLabels
from modules.mood.detectors.hugging_face.face import ALWAYS, HuggingFaceFace

pytestmark = pytest.mark.torch
BOX = Box(left=0.25, top=0.25, width=0.5, height=0.5, score=0.9)


class NoFace(Invalid):
    code = "mood.no_face"


def middle(picture):
    height, width = picture.shape[:2]
    if not picture.any():
        raise NoFace("There is no face.")
    return picture[height // 4 : -height // 4, width // 4 : -width // 4], [BOX]


def picture(seed=1, size=(120, 160)):
    return np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)


def test_a_network_of_another_make_reads_the_face_that_was_cut_out(face_network):
    detector = HuggingFaceFace(face_network(), middle)

    reading = detector.read(picture())

    assert reading.boxes == [BOX]
    assert reading.mood.source == "face"
    assert sum(reading.emotions.values()) == pytest.approx(1)
    changed = picture()
    changed[:20] = 0
    assert detector.read(changed) == reading
    assert detector.read(picture(2)) != reading


def test_the_seven_names_clients_know_are_always_there(face_network):
    reading = HuggingFaceFace(face_network(["happiness", "sadness", "contempt"]), middle).read(picture())

    assert set(reading.emotions) == {*ALWAYS, "contempt"}
    assert reading.emotions["angry"] == 0


def test_a_grey_crop_is_fine(face_network):
    detector = HuggingFaceFace(face_network(), lambda seen: (seen[..., 0], [BOX]))

    assert detector.read(picture()).mood.confidence > 0


def test_several_emotions_at_once_need_not_add_up(face_network):
    labels = ["happy", "sad", "angry", "surprise", "fear"]
    reading = HuggingFaceFace(face_network(labels, problem="multi_label_classification"), middle).read(picture())

    assert sum(reading.emotions.values()) > 1.2


def test_without_a_face_the_finder_has_the_word(face_network):
    with pytest.raises(NoFace):
        HuggingFaceFace(face_network(), middle).read(np.zeros((64, 64, 3), np.uint8))


def test_a_network_that_tells_cats_from_dogs_is_refused(face_network):
    with pytest.raises(ForeignLabels, match="cat, dog"):
        HuggingFaceFace(face_network(["cat", "dog"]), middle).open()


def test_the_operator_names_it_by_its_folder_and_our_finder_looks_for_the_face(face_network):
    detector = face_detector(f"hf:{face_network()}")

    with pytest.raises(finder.NoFace):
        detector.read(np.zeros((64, 64, 3), np.uint8))
