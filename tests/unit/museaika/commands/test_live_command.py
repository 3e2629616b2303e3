"""museaika live, where nobody types: written as fast as it can be."""

import pytest
import soundfile
from typer.testing import CliRunner

from models.errors import MuseaikaError
from models.live import LiveOrder
from models.mood import POINTS, MoodLabel, Point
from modules.score.midi import read_midi
from museaika.commands.live import _follow
from museaika.commands.program import program
from museaika.live_keys import Typed
from museaika.live_session import Session


@pytest.fixture(autouse=True)
def somewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSEAIKA_ENGINES__COMPOSER__WEIGHTS", str(tmp_path))


def run(*words):
    return CliRunner().invoke(program(), ["live", *map(str, words)])


def test_a_stream_is_shown_and_written_down_as_midi(tmp_path):
    answer = run("--mood", "calm", "--style", "piano", "--minutes", "0.1", "--seed", 3, "--out", "a.mid")
    assert answer.exit_code == 0
    assert "seed 3" in answer.stdout
    assert "calm (+0.55, -0.65)" in answer.stdout
    assert read_midi((tmp_path / "a.mid").read_bytes()).seconds > 4
    again = run("--mood", "calm", "--style", "piano", "--minutes", "0.1", "--seed", 3, "--out", "b.mid")
    assert again.exit_code == 0
    assert (tmp_path / "a.mid").read_bytes() == (tmp_path / "b.mid").read_bytes()


def test_it_is_written_down_as_sound_too(tmp_path):
    assert run("--valence", 0.5, "--arousal", 0.5, "--minutes", "0.05", "--out", "a.flac").exit_code == 0
    assert soundfile.info(tmp_path / "a.flac").duration > 3


@pytest.mark.parametrize(
    "words",
    [
        ("--mood", "blue-ish"),
        ("--mood", "calm", "--valence", 0, "--arousal", 0),
        ("--valence", 0.5),
        ("--valence", 2, "--arousal", 0),
        ("--style", "polka"),
        ("--minutes", 0),
    ],
)
def test_what_cannot_be_is_refused(words):
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("out", ["a.txt", "nowhere/a.mid"])
def test_a_file_that_could_not_be_written_is_refused_before_anything_plays(out):
    answer = run("--out", out)
    assert isinstance(answer.exception, MuseaikaError)
    assert answer.stdout == ""


def test_what_is_typed_moves_the_mood(tmp_path):
    session = Session(tmp_path, LiveOrder(valence=0.95, arousal=0), 1)
    _follow(session, Typed(moves=[(0.1, 0.0), (0.0, -0.1)]))
    assert session.mood == Point(1.0, -0.1)
    _follow(session, Typed(lines=["what?", "Sad"]))
    assert session.mood == POINTS[MoodLabel.SAD]
    assert session.write().valence == POINTS[MoodLabel.SAD].valence
