import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from museaika.commands.program import program
from tests.producer_pieces import piece_of
from tests.tiny_network import write_weights

pytestmark = pytest.mark.slow


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSEAIKA_ENGINES__TWIN__WEIGHTS", str(write_weights(tmp_path / "weights")))
    monkeypatch.setenv("MUSEAIKA_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(program(), ["twin", *map(str, words)])


def test_a_twin_is_taught_and_played_from_the_command_line(run, tmp_path):
    files = [tmp_path / f"{number}.mid" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(piece_of(number))
    broken = tmp_path / "broken.mid"
    broken.write_bytes(b"not at all")

    told = run("train", "ann", *files, broken, "--rank", 2, "--steps", 20)
    assert told.exit_code == 0, told.output
    assert "surprise at held-out music" in told.output
    assert "broken.mid" in told.output
    receipt = json.loads((tmp_path / "data" / "twins" / "ann" / "receipt.json").read_text())
    assert receipt["held_after"] < receipt["held_before"]

    played = run("play", "ann", "dark piano", "100 bpm", "--seconds", 4, "--format", "mid", "--out", tmp_path, "--json")
    assert played.exit_code == 0, played.output
    (file,) = json.loads(played.stdout.splitlines()[-1])["files"]
    assert Path(file).read_bytes()[:4] == b"MThd"


def test_a_twin_nobody_taught_is_refused_with_the_command_that_teaches_it(run):
    refusal = run("play", "nobody", "piano").exception
    assert refusal.next_step == "museaika twin train nobody FILES..."
    assert run("train", "../ann", "x.mid").exception.code == "twin.bad_name"
