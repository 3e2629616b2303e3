"""The face network is trained by one command, and measured by another, on data in the form of FER2013's."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.drawn_face import face

pytest.importorskip("torch")
pytestmark = [pytest.mark.torch, pytest.mark.slow]
SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


def run(*words):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *map(str, words)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    folder, rng, files = tmp_path_factory.mktemp("faces"), np.random.default_rng(4), []
    for name in "ab":
        rows = {
            "images": rng.integers(0, 256, (200, 48, 48), dtype=np.uint8),
            "fer": rng.integers(-1, 7, 200).astype(np.int8),
            "ferplus": rng.multinomial(10, [0.3, 0.3, 0.1, 0.1, 0.05, 0.05, 0.05, 0.03, 0.01, 0.01], 200).astype(
                np.uint8
            ),
            "usage": (np.arange(200) % 8 == 3).astype(np.uint8),
            "valid": np.arange(200) % 50 != 1,
        }
        files.append(folder / f"{name}.npz")
        np.savez(files[-1], **rows)
    return files


def test_one_command_trains_and_writes_weights_figures_and_card(archives, tmp_path):
    words = ["--networks", "tiny", "tiny", "--threads", "1", "--work", tmp_path / "work", "--out", tmp_path / "out"]

    run(SCRIPTS / "train_face.py", *archives, *words, "--epochs", "1", "--pid", tmp_path / "pid")
    said = run(SCRIPTS / "train_face.py", *archives, *words, "--epochs", "2", "--resume")

    assert said.count("going on after step") == 2
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert made == {
        "face.onnx",
        "face-second.onnx",
        "MODEL_CARD.md",
        "figures.json",
        "training-1.csv",
        "training-2.csv",
        "training.png",
    }
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())
    assert set(figures["PublicTest"]) >= {"ferplus_accuracy", "ferplus_accuracy_majority", "fer2013_accuracy", "ece"}
    card = (tmp_path / "out" / "MODEL_CARD.md").read_text()
    assert "without a stated open licence" in card
    assert "PublicTest" in card
    assert (tmp_path / "pid").read_text().strip().isdigit()


def test_faces_are_measured_by_their_usage(archives, tmp_path):
    words = ["faces", "--data", *archives, "--usage", "PublicTest", "--json", tmp_path / "figures.json"]

    said = run(SCRIPTS / "bench_mood.py", *words)

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert 0 <= figures["ferplus_accuracy"] <= 1
    assert 0 < figures["ferplus_n"] <= 50
    assert figures["fer2013_n"] <= 50
    assert 0 <= figures["ece"] <= 1
    assert "PublicTest" in said


def test_photos_are_measured_by_their_labels(tmp_path):
    rows = [
        ("smile.png", "happy|neutral", 1, face()),
        ("two.png", "sad?", 2, np.concatenate([face(), face()], axis=1)),
        ("wall.png", "none", 0, np.full((200, 200, 3), 90, np.uint8)),
    ]
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        lines = ["file\texpected\tn_faces\twidth\theight\tsource\tlicence"]
        for name, expected, count, picture in rows:
            archive.writestr(f"photos/{name}", cv2.imencode(".png", picture[..., ::-1])[1].tobytes())
            lines.append(f"{name}\t{expected}\t{count}\t1\t1\tdrawn\tours")
        archive.writestr("photos/labels.tsv", "\n".join(lines))

    words = ["photos", "--data", tmp_path / "photos.zip", "--json", tmp_path / "figures.json"]
    said = run(SCRIPTS / "bench_mood.py", *words)

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert (figures["faces_found"], figures["false_faces"], figures["right_count_of_faces"]) == (1, 0, 1)
    assert figures["top2"] in (0, 1)
    assert "in doubt" in said
