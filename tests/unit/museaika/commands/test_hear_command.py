import json

import pytest
from typer.testing import CliRunner

from models.hearing import Hearing
from museaika.commands.program import program
from tests.tunes import tune, wav_of

pytestmark = pytest.mark.slow


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tune.wav"
    path.write_bytes(wav_of(tune(bars=6)))
    return path


def test_a_person_gets_a_table_and_a_picture(file, tmp_path) -> None:
    picture = tmp_path / "tune.png"
    told = CliRunner().invoke(program(), ["hear", str(file), "--picture", str(picture)])
    assert told.exit_code == 0
    assert "beats a minute" in told.stdout
    assert "C:maj" in told.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_program_gets_json(file) -> None:
    told = CliRunner().invoke(program(), ["hear", str(file), "--json"])
    facts = Hearing.model_validate(json.loads(told.stdout))
    assert facts.origin == "sound"
    assert facts.beats


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path) -> None:
    assert CliRunner().invoke(program(), ["hear", str(tmp_path / "none.wav")]).exit_code == 2
