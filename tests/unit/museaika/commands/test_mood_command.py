import json

import cv2
import pytest
from PIL import Image
from typer.testing import CliRunner

from models.errors import Unavailable
from museaika.commands.program import program
from tests.drawn_face import face

pytestmark = pytest.mark.slow


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "me.png"
    Image.fromarray(face(480)).save(path)
    return path


@pytest.fixture
def film(tmp_path):
    """A camera that can be had anywhere."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (320, 320))
    for smile in (1.0, 0.5, 0.0):
        writer.write(cv2.cvtColor(face(320, smile=smile), cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def run(*words):
    return CliRunner().invoke(program(), ["mood", *map(str, words)], env={"COLUMNS": "120"})


def test_a_photo_is_told_with_bars_for_people(photo):
    answer = run(photo)
    assert answer.exit_code == 0
    for word in (photo.name, "mood", "valence", "arousal", "confidence", "happy", "●", "█"):
        assert word in answer.stdout


def test_a_photo_is_told_in_json_for_scripts(photo):
    [told] = json.loads(run(photo, "--json").stdout)["readings"]
    assert (told["of"], told["error"]) == (str(photo), None)
    assert told["reading"]["mood"]["source"] == "face"
    assert told["reading"]["boxes"]


def test_what_cannot_be_read_is_said_of_each_and_the_others_are_told(photo, tmp_path):
    empty = tmp_path / "empty.jpg"
    empty.touch()
    answer = run(empty, photo, "--json")
    refused, told = json.loads(answer.stdout)["readings"]
    assert answer.exit_code == 1
    assert (refused["reading"], refused["error"]["code"]) == (None, "mood.picture_empty")
    assert refused["error"]["next_step"]
    assert told["reading"]
    assert "refused" in run(empty).stdout


def test_the_camera_is_followed_and_smoothed(film):
    answer = run("--camera", "--device", film, "--json")
    told = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.exit_code == 0
    assert len(told) == 3
    assert all(one["reading"] for one in told)
    assert len(run("--camera", "--device", film, "--json", "--frames", 1).stdout.splitlines()) == 1


def test_a_camera_that_is_not_there_is_said_so(tmp_path):
    answer = run("--camera", "--device", tmp_path / "nothing.avi")
    assert isinstance(answer.exception, Unavailable)
    assert "--device" in answer.exception.next_step


@pytest.mark.parametrize("words", [(), ("--camera", "--text", "oh"), ("/nothing/there.jpg",), ("--frames", "0")])
def test_slips_of_the_pen_are_named(words):
    assert run(*words).exit_code == 2
