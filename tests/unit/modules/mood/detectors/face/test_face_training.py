"""A run learns, stops, goes on and ends annealed; what it made is calibrated and shipped in one small file."""

import copy
import json

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch")

from modules.mood.detectors.face import measuring, publishing, votes  # noqa: E402 - after the look for torch
from modules.mood.detectors.face.dataset import Faces  # noqa: E402
from modules.mood.detectors.face.distortion import distorted  # noqa: E402
from modules.mood.detectors.face.network import FaceNetwork, Shape  # noqa: E402
from modules.mood.detectors.face.recogniser import Calibration, Recognised, Recogniser, mixed, second_file  # noqa: E402
from modules.mood.detectors.face.training import Plan, Training, look, predict  # noqa: E402

pytestmark = pytest.mark.torch

TINY = Shape(8, (8, 16, 32), (1, 1, 1), dropout=0.0)


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def made_up(count=256, seed=0):
    """Happy faces have a bright bar below, sad ones a bright bar above, over noise."""
    rng = np.random.default_rng(seed)
    happy = rng.random(count) < 0.5
    images = rng.integers(60, 120, (count, 48, 48)).astype(np.uint8)
    images[happy, 32:40, 10:38] = 230
    images[~happy, 8:16, 10:38] = 230
    ferplus = np.zeros((count, 10), np.uint8)
    ferplus[happy, votes.EMOTIONS.index("happy")] = 10
    ferplus[~happy, votes.EMOTIONS.index("sad")] = 10
    fer = np.where(happy, votes.FER2013.index("happy"), votes.FER2013.index("sad"))
    return Faces(images, ferplus, fer.astype(np.int64), np.zeros(count, np.int64))


def training(tmp_path, **more):
    tmp_path.mkdir(exist_ok=True)
    plan = Plan(tmp_path, shape=TINY, **({"epochs": 10, "batch": 32, "half": False} | more))
    return Training(made_up(), made_up(64, seed=1), plan)


def test_it_learns_what_can_be_seen(tmp_path):
    run = training(tmp_path, epochs=16)

    run.run(lambda _: None)

    assert run.progress() == 1
    assert run.rows[-1]["held_out_ferplus_accuracy"] > 0.9
    assert run.rows[-1]["held_out_fer2013_accuracy"] > 0.9
    assert run.rows[-1]["held_out_loss"] < run.rows[0]["held_out_loss"]
    assert run.rows[-1]["rate"] < 0.001
    assert len((tmp_path / "training.csv").read_text().splitlines()) == len(run.rows) + 1


def test_a_run_goes_on_where_it_stopped(tmp_path):
    first = training(tmp_path, epochs=1)
    first.run(lambda _: None)
    second = training(tmp_path, epochs=2)

    assert second.resume()
    assert (second.step, second.rows) == (first.step, first.rows)
    for name, weight in first.network.state_dict().items():
        assert torch.equal(weight, second.network.state_dict()[name])
    second.run(lambda _: None)
    assert second.step == 2 * first.step


def test_a_network_at_its_end_learns_on_annealed_anew(tmp_path):
    first = training(tmp_path / "first", epochs=1)
    first.run(lambda _: None)
    second = training(tmp_path / "second", epochs=1)

    second.begin_from(first.file)

    assert second.progress() == 0
    for name, weight in first.average.state_dict().items():
        assert torch.equal(weight, second.network.state_dict()[name])
    second.run(lambda _: None)
    assert second.rows[: len(first.rows)] == first.rows
    assert second.rows[-1]["epoch"] == 2 * first.epoch


def test_without_a_former_run_it_begins(tmp_path):
    assert not training(tmp_path).resume()


def test_the_same_seed_learns_the_same(tmp_path):
    runs = [training(tmp_path, epochs=1) for _ in range(2)]
    for run in runs:
        run.run(lambda _: None)

    assert runs[0].loss == runs[1].loss


def test_a_run_ends_by_the_clock_too(tmp_path):
    assert training(tmp_path, until=1.0).progress() == 1
    assert training(tmp_path, seconds=60).progress() == 0


@pytest.mark.parametrize("size", [32, 48])
def test_distorted_faces_stay_faces(size):
    draw = torch.Generator().manual_seed(1)
    faces = torch.from_numpy(made_up(16).images)[:, None].float() / 255

    other = distorted(faces, size, draw)

    assert other.shape == (16, 1, size, size)
    assert 0 <= float(other.min()) < float(other.max()) <= 1
    assert not torch.equal(other, distorted(faces, size, draw))


def test_light_and_contrast_do_not_change_the_answer():
    network = FaceNetwork(TINY).eval()
    faces = torch.rand(3, 1, 48, 48)

    assert torch.allclose(network(faces)[0], network(faces * 0.3 + 0.4)[0], atol=0.02)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    run = training(tmp_path_factory.mktemp("run"), epochs=6)
    run.run(lambda _: None)
    (data,), calibration = publishing.publish([run.average], run.held)
    file = tmp_path_factory.mktemp("weights") / "face.onnx"
    file.write_bytes(data)
    return run, file, calibration


def test_the_file_answers_as_the_network_does(published):
    run, file, calibration = published
    recogniser = Recogniser(file)

    seen = measuring.seen(recogniser, run.held, batch=10)

    logits = predict(copy.deepcopy(run.average), run.held.images)
    assert (seen.ferplus.argmax(1) == logits[0].argmax(1)).all()
    assert (seen.fer2013.argmax(1) == logits[1].argmax(1)).all()
    assert np.allclose(seen.ferplus.sum(1), 1, atol=1e-5)
    assert recogniser.calibration == calibration
    assert recogniser.name.startswith("face ")


def test_the_file_holds_half_precision_weights_and_its_calibration(published):
    _, file, _ = published
    graph = onnx.load(file)

    large = [weight for weight in graph.graph.initializer if np.prod(weight.dims) >= 64]
    assert large
    assert all(weight.data_type != onnx.TensorProto.FLOAT for weight in large)
    assert set(json.loads(graph.metadata_props[0].value)) == set(Calibration._fields)


def test_a_mirrored_face_gets_the_same_answer(published):
    run, file, _ = published
    faces = run.held.images[:8]

    straight, mirrored = (Recogniser(file).recognise(part).ferplus for part in (faces, faces[:, :, ::-1]))

    assert np.allclose(straight, mirrored, atol=1e-4)


def test_two_networks_are_heard_and_a_glance_asks_the_first_alone(published, tmp_path):
    run, alone, _ = published
    other = FaceNetwork(TINY).eval()
    weights = tmp_path / "face.onnx"
    files, _ = publishing.publish([run.average, other], run.held)
    for file, data in zip((weights, second_file(weights)), files, strict=True):
        file.write_bytes(data)
    faces = run.held.images[:8]

    whole, glance = (Recogniser(weights).recognise(faces, glance=glance) for glance in (False, True))

    assert (glance.ferplus.argmax(1) == look(run.average, faces)[0].argmax(1)).all()
    assert np.allclose(whole.fer2013, Recogniser(weights).recognise(faces[:, :, ::-1]).fer2013, atol=1e-4)
    unheard = Recogniser(alone).recognise(faces).ferplus
    assert not np.allclose(np.log(whole.ferplus + 1e-30), np.log(unheard + 1e-30), atol=0.1)
    assert np.allclose(glance.fer2013.sum(1), 1, atol=1e-5)


def test_a_boastful_network_is_cooled_down():
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 4, 2000)
    logits = rng.normal(0, 1, (2000, 4)).astype(np.float32)
    logits[np.arange(2000), labels] += 1.5
    boastful = logits * 4

    warmth = publishing.temperature(boastful, labels)

    shares = torch.softmax(torch.from_numpy(boastful / warmth), 1).numpy()
    loud = torch.softmax(torch.from_numpy(boastful), 1).numpy()
    assert warmth > 2.5
    assert measuring.calibration_error(shares, labels) < 0.05 < measuring.calibration_error(loud, labels)


def test_labels_that_do_not_count_are_left_out():
    shares = np.eye(4, dtype=np.float32)

    assert measuring.accuracy(shares, np.array([0, 1, -1, -1])) == 1
    assert np.isnan(measuring.accuracy(shares, np.full(4, -1)))
    assert publishing.temperature(shares, np.full(4, -1)) == 1


def test_two_heads_make_one_distribution():
    ferplus, fer = np.zeros((1, 8), np.float32), np.zeros((1, 7), np.float32)
    ferplus[0, votes.EMOTIONS.index("contempt")], ferplus[0, votes.EMOTIONS.index("sad")] = 0.2, 0.8
    fer[0, votes.FER2013.index("angry")] = 1

    both = dict(zip(votes.EMOTIONS, mixed(Recognised(ferplus, fer), 0.25)[0].tolist(), strict=True))

    assert sum(both.values()) == pytest.approx(1)
    assert both["contempt"] == pytest.approx(0.2)
    assert both["sad"] == pytest.approx(0.6)
    assert both["angry"] == pytest.approx(0.2)
