import json

import pytest
from typer.testing import CliRunner

from museaika.commands.program import program
from tests.tiny_bank import bank_in
from tests.tunes import tune, wav_of

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_a_recording_becomes_a_folder_with_a_song_signed_and_again_faster(tmp_path):
    (tmp_path / "tune.wav").write_bytes(wav_of(tune(bars=6)))
    (tmp_path / "words.txt").write_text("Sing a song of morning", encoding="utf-8")
    order = ["song", tmp_path / "tune.wav", "--data", tmp_path / "data", "--seed", 3, "--out", tmp_path / "song"]

    def run(*more):
        return CliRunner().invoke(program(), [str(one) for one in (*order, *more)], env={"COLUMNS": "200"})

    told = json.loads(run("--lyrics", tmp_path / "words.txt", "--voice", "tenor", "--json").stdout)
    files = {path.relative_to(tmp_path / "song").as_posix() for path in (tmp_path / "song").rglob("*.*")}

    assert (told["seed"], told["voice"]) == (3, "tenor")
    assert {"mix.wav", "melody.mid", "lyrics.lrc", "stems/backing.flac", "stems/vocal.flac", "score.musicxml"} <= files
    assert "Sing" in (tmp_path / "song" / "lyrics.lrc").read_text()
    mix = str(tmp_path / "song" / "mix.wav")
    assert CliRunner().invoke(program(), ["verify", "--data", str(tmp_path / "data"), mix]).exit_code == 0
    assert run("--lyrics", tmp_path / "words.txt", "--all-la").exit_code == 2
    assert run("--lyrics", tmp_path / "none.txt").exit_code == 2
    assert list((tmp_path / "data" / "song").glob("*/singing-*"))

    bank_in(tmp_path / "data" / "voices" / "Tiny")
    again = run("--all-la", "--voice", "tiny", "--choice", "2", "--json")
    told = json.loads(again.stdout)
    assert (told["voice"], [one["sung"] for one in told["candidates"]]) == ("tiny", [False, True])
    unknown = run("--all-la", "--voice", "robot")
    assert unknown.exit_code
    assert "giant, tiny" in str(unknown.exception)
