import json

import pytest
from typer.testing import CliRunner

from models.provenance import Origin, SourceType
from modules.provenance.making import Making
from museaika.commands.program import program
from museaika.making import build_provenance
from museaika.settings import Settings
from tests.sounds import midi


@pytest.fixture
def verify(tmp_path):
    return lambda *words: CliRunner().invoke(
        program(), ["verify", "--data", str(tmp_path / "data"), *map(str, words)], env={"COLUMNS": "200"}
    )


@pytest.fixture
def song(tmp_path):
    provenance = build_provenance(Settings(_env_file=None, data=tmp_path / "data"))
    making = Making("composer", 7, Origin(source=SourceType.TRAINED))
    file = tmp_path / "song.mid"
    file.write_bytes(b"".join(provenance.stamp(midi(), "score.mid", "audio/midi", making)))
    return file


def test_a_file_of_ours_is_valid(verify, song):
    answer = verify(song)
    assert answer.exit_code == 0
    assert "valid" in answer.stdout
    assert "AI" in answer.stdout
    assert "seed 7" in answer.stdout


def test_scripts_get_json_and_an_exit_status(verify, song, tmp_path):
    altered, plain, other = (tmp_path / name for name in ("altered.mid", "plain.mid", "other.gif"))
    data = song.read_bytes()
    altered.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
    plain.write_bytes(midi())
    other.write_bytes(b"GIF89a")
    answer = verify(song, altered, plain, other, tmp_path / "missing.mid", "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)["files"]
    codes = [one["code"] for one in found]
    assert codes == ["valid", "altered_file", "no_record", "unsupported_type", "unreadable"]
    assert found[0]["record"]["engine"] == "composer"
    assert verify(altered).exit_code == 1
    assert "NOT VALID" in verify(altered).stdout


def test_a_key_of_another_server_can_be_believed(song, tmp_path):
    def look(*words):
        words = ["verify", "--data", str(tmp_path / "elsewhere"), str(song), "--json", *words]
        return json.loads(CliRunner().invoke(program(), words).stdout)["files"][0]

    stranger = look()
    assert stranger["code"] == "unknown_key"
    assert look("--trust", stranger["key_id"])["valid"] is True
    assert not (tmp_path / "elsewhere").exists()


def test_renewed_keys_leave_older_works_valid(verify, song, tmp_path):
    for _ in range(4):
        CliRunner().invoke(program(), ["keys", "--rotate", "--data", str(tmp_path / "data")])
    assert verify(song).exit_code == 0
