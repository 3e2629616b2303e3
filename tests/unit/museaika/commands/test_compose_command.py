import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.errors import Invalid
from museaika.commands.program import program

pytestmark = pytest.mark.slow


@pytest.fixture
def compose(tmp_path):
    def run(*words):
        command = ["compose", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "songs"), *map(str, words)]
        return CliRunner().invoke(program(), command, env={"COLUMNS": "200"})

    return run


def test_songs_come_in_the_forms_asked_for_and_are_signed(compose, tmp_path):
    answer = compose("--mood", "calm", "--seconds", 4, "--count", 2, "--seed", 7, "--format", "mid,wav,json", "--json")
    told = json.loads(answer.stdout)

    assert [song["seconds"] for song in told["songs"]] == [4, 4]
    assert sorted(path.name for path in (tmp_path / "songs").iterdir()) == [
        f"song-{number}.{ending}" for number in ("01", "02") for ending in ("chords.json", "json", "mid", "wav")
    ]
    files = sorted((tmp_path / "songs").glob("*.mid")) + sorted((tmp_path / "songs").glob("*.wav"))
    assert CliRunner().invoke(program(), ["verify", "--data", str(tmp_path / "data"), *map(str, files)]).exit_code == 0


def test_what_was_composed_can_be_liked_again(compose, tmp_path):
    compose("--at", ".5,-.3", "--seconds", 10, "--seed", 3, "--format", "mid")
    liked = tmp_path / "songs" / "song-01.mid"
    answer = compose("--like", liked, "--seconds", 4, "--seed", 1, "--format", "mid,flac", "--stems")

    assert "Seed 1" in answer.stdout
    assert list((tmp_path / "songs" / "song-01-stems").glob("*.flac"))


def test_moods_in_a_row_are_a_path_and_one_with_seconds_is_as_long_as_it_says(compose):
    answer = compose("--path", "0:tense 9:calm", "--format", "mid", "--json")
    evenly = compose("--path", "tense sad calm", "--format", "mid,json", "--seconds", 6, "--json")

    assert json.loads(answer.stdout)["songs"][0]["seconds"] == 9
    record = next(file for file in json.loads(evenly.stdout)["songs"][0]["files"] if file.endswith("01.json"))
    assert [point["at"] for point in json.loads(Path(record).read_text())["options"]["path"]] == [0, 0.5, 1]


def test_a_loop_tells_which_parts_are_heard_from_which_intensity_on(compose):
    answer = compose("--style", "chiptune", "--loop", "--seconds", 4, "--format", "mid")

    assert "from intensity 1 on: " in answer.stdout


def test_every_option_tells_what_it_is_without_being_given(compose):
    told = " ".join(compose("--help").stdout.split())

    for default in ("30, or as long as the path", "piano", "0.6", "4/4", "mid,flac", "by mood and style, else 120"):
        assert f"[default: {default}]" in told or f"[default: ({default})]" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--at", "high"], "--at"),
        (["--mood", "calm", "--at", "0,0"], "--at"),
        (["--path", "calm"], "--path"),
        (["--format", "doc"], "--format"),
        (["--like", "nowhere.mid"], "--like"),
    ],
)
def test_slips_of_the_pen_are_named(compose, words, told):
    answer = compose(*words)

    assert answer.exit_code == 2
    assert told in answer.output


@pytest.mark.parametrize(
    ("words", "field"),
    [(["--key", "H"], "options.key"), (["--mood", "blurple"], "order.mood"), (["--count", "51"], "options.count")],
)
def test_orders_are_checked_as_by_the_server(compose, words, field):
    error = compose(*words, "--format", "mid").exception

    assert isinstance(error, Invalid)
    assert error.field.startswith(field)
    assert "museaika compose --help" in error.next_step
