import json

import pytest
from typer.testing import CliRunner

from models.errors import Invalid
from museaika.commands.program import program


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
