"""`museaika match`, and `museaika compose --like-tracks`: a person's tracks without any server."""

import json

import pytest
from typer.testing import CliRunner

from models.errors import Invalid, Unavailable
from museaika.commands.program import program

pytestmark = pytest.mark.slow

TRACKS = (
    "Artist,Title\n"
    '"Strauss, Richard",Morgen! - Remastered 2011\n'
    "Chopin,Nocturne Op. 9 No. 2\n"
    "Franz Schubert,Ave Maria\n"
    "Nobody,\n"
    "Nobody,Nothing at All\n"
)


@pytest.fixture
def tracks(tmp_path):
    file = tmp_path / "tracks.csv"
    file.write_text(TRACKS)
    return file


@pytest.fixture
def run(tmp_path):
    def ran(*words):
        command = [*map(str, words), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(program(), command, env={"COLUMNS": "200"})

    return ran


@pytest.fixture
def compose(run, tmp_path):
    def composed(*words):
        return run("compose", "--seconds", 6, "--seed", 7, "--format", "mid,json", "--out", tmp_path / "songs", *words)

    return composed


def test_a_row_comes_out_for_each_row_in(run, tracks, tmp_path):
    answer = run("match", tracks, "--json", tmp_path / "out.json")
    rows = json.loads((tmp_path / "out.json").read_text())

    assert [(row["row"], row["level"]) for row in rows] == [
        (2, "version"), (3, "exact"), (4, "version"), (5, "none"), (6, "neighbour"),
    ]  # fmt: skip
    assert rows[0]["file"]["title"] == "Morgen!"
    assert "row 5: the title is missing" in answer.output
    assert "1 exact, 2 version, 1 neighbour" in answer.output


def test_a_list_of_names_may_be_searched(run, tracks, tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("0\tNobody\tNothing at all\t" + "0" * 32 + "\tx.mid\n")

    rows = json.loads(run("match", tracks, "--collection", names, "--json", "-").output)

    assert [row["level"] for row in rows] == ["none", "none", "none", "none", "exact"]


def test_songs_like_tracks_say_what_matched_and_what_shaped_them(compose, tracks, tmp_path):
    told = json.loads(compose("--like-tracks", tracks, "--count", 2, "--json").stdout)
    record = json.loads((tmp_path / "songs" / "song-02.json").read_text())

    assert told["tracks"]["levels"] == {"exact": 1, "version": 2, "artist": 0, "neighbour": 1, "none": 0}
    assert {one["level"] for one in told["tracks"]["like"].values()} == {"exact", "version"}
    assert {one["track"] for one in record["inputs"]["references"]} == {
        "Strauss, Richard - Morgen! - Remastered 2011", "Chopin - Nocturne Op. 9 No. 2", "Franz Schubert - Ave Maria",
    }  # fmt: skip


def test_the_same_tracks_and_seed_give_the_same_songs(compose, tracks, tmp_path):
    def notes():
        compose("--like-tracks", tracks, "--count", 2)
        return [path.read_bytes() for path in sorted((tmp_path / "songs").glob("*.mid"))]

    assert notes() == notes()


def test_tracks_that_nobody_has_still_give_songs(compose, tmp_path):
    (tmp_path / "none.csv").write_text("Nobody,Nothing at All\nNo One,Something Else\n")

    answer = compose("--like-tracks", tmp_path / "none.csv", "--mood", "calm")

    assert answer.exit_code == 0, answer.exception
    assert "2 neighbour" in answer.output
    assert "near the mood" not in answer.output
    assert (tmp_path / "songs" / "song-01.mid").is_file()


@pytest.mark.parametrize(
    ("content", "field"), [("", "body"), ("a,b,c\n1,2,3\n", "body"), (None, "file"), (TRACKS, "order.mood")]
)
def test_what_cannot_be_is_refused(compose, tmp_path, content, field):
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_text(content)

    error = compose("--like-tracks", file, "--mood", "blurple").exception

    assert isinstance(error, Invalid)
    assert error.field.startswith(field)
    assert error.next_step


def test_an_index_that_is_not_there_says_how_to_build_it(compose, tracks, tmp_path, monkeypatch):
    monkeypatch.setenv("MUSEAIKA_MATCHING__INDEX", str(tmp_path / "lakh.midx"))

    error = compose("--like-tracks", tracks).exception

    assert isinstance(error, Unavailable)
    assert "build_midi_index.py" in error.next_step
