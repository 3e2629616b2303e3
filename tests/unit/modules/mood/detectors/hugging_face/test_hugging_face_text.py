from concurrent.futures import ThreadPoolExecutor

import pytest

from modules.mood.detectors.chosen import text_detector
from modules.mood.detectors.hugging_face.classifier import ForeignLabels, NetworkMissing
from modules.mood.detectors.hugging_face.text import MOST, HuggingFaceText

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("kind", ["bert", "roberta", "xlm-roberta"])
def test_a_network_of_any_make_reads_a_mood_in_a_text(text_network, kind):
    detector = HuggingFaceText(text_network(kind=kind))

    reading = detector.read("I am so happy today")

    assert set(reading.emotions) == {"happy", "sad", "angry"}
    assert sum(reading.emotions.values()) == pytest.approx(1)
    assert reading.mood.source == "text"
    assert reading.mood.confidence == pytest.approx(max(reading.emotions.values()))
    assert detector.read("I am so happy today") == reading
    assert detector.read("sad rain") != reading


def test_labels_of_one_emotion_count_together(text_network):
    reading = HuggingFaceText(text_network(["joy", "happiness", "sadness"])).read("sun")

    assert set(reading.emotions) == {"happy", "sad"}
    assert sum(reading.emotions.values()) == pytest.approx(1)


def test_a_network_with_several_emotions_at_once_need_not_add_up(text_network):
    labels = ["joy", "happiness", "sadness", "fear", "admiration"]
    reading = HuggingFaceText(text_network(labels, problem="multi_label_classification")).read("sun and rain")

    assert sum(reading.emotions.values()) > 1.2
    assert all(0 < share < 1 for share in reading.emotions.values())


@pytest.mark.parametrize("text", ["", "?", "🎉", "so " * 20_000])
def test_texts_of_any_length_are_read(text_network, text):
    reading = HuggingFaceText(text_network()).read(text)

    assert 0 <= reading.mood.confidence <= 1


def test_a_long_text_is_read_in_pieces_from_its_whole_length(text_network):
    detector = HuggingFaceText(text_network())
    start, end = "happy " * 30, "angry " * 30

    both = detector.read(start + end)

    assert both.emotions["happy"] == pytest.approx(
        (detector.read(start).emotions["happy"] + detector.read(end).emotions["happy"]) / 2, abs=0.2
    )
    assert both.notes == []
    assert str(MOST) in detector.read("sun " * 2000).notes[0]


def test_who_read_it_is_told_by_name_and_weights(text_network, tmp_path):
    folder = text_network()
    reading = HuggingFaceText(folder).read("sun")

    assert reading.network.startswith(f"hf:{tmp_path} ")
    assert len(reading.network.rsplit(" ", 1)[1]) == 8


def test_labels_that_are_no_emotions_are_refused_with_the_list_of_those_that_are(text_network):
    detector = HuggingFaceText(text_network(["LABEL_0", "joy", "toxic"]))

    with pytest.raises(ForeignLabels) as caught:
        detector.read("sun")

    assert "LABEL_0, toxic" in caught.value.detail
    assert "id2label" in caught.value.next_step
    assert "happy" in caught.value.extra["known"]


def test_a_folder_without_a_network_says_what_belongs_there(tmp_path):
    with pytest.raises(NetworkMissing) as caught:
        HuggingFaceText(str(tmp_path)).read("sun")

    assert "model.safetensors" in caught.value.next_step


def test_a_network_that_is_not_here_says_how_to_fetch_it(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(NetworkMissing) as caught:
        HuggingFaceText("nobody/nothing-of-the-kind").read("sun")

    assert "hf download nobody/nothing-of-the-kind" in caught.value.next_step


def test_weights_that_could_run_a_program_are_not_opened(text_network, tmp_path):
    folder = text_network()
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")

    with pytest.raises(NetworkMissing):
        HuggingFaceText(folder).read("sun")


def test_many_threads_read_the_same_as_one(text_network):
    detector = HuggingFaceText(text_network())
    texts = ["happy sun", "so sad and angry today " * 20, "rain", ""] * 6

    alone = [detector.read(text) for text in texts]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(detector.read, texts))

    assert together == alone


def test_the_operator_names_it_by_its_folder(text_network):
    folder = text_network()

    assert text_detector(f"hf:{folder}").read("sun") == HuggingFaceText(folder).read("sun")
