import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.errors import Invalid
from museaika.commands.program import program
from tests.tunes import tune, wav_of

pytestmark = [pytest.mark.slow, pytest.mark.torch]
EXAMPLE = Path(__file__).parents[4] / "docs" / "example.mid"


@pytest.fixture
def blend(tmp_path):
    recording = tmp_path / "tune.wav"
    recording.write_bytes(wav_of(tune(bars=4)))

    def run(*words):
        tracks = ["blend", str(recording), str(EXAMPLE), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(program(), [*tracks, *map(str, words)], env={"COLUMNS": "200"})

    return run


def test_a_recording_and_a_midi_file_become_one_signed_piece(blend, tmp_path):
    out = tmp_path / "blend.mid"
    answer = blend("--amount", 0.4, "--end", 8, "--seed", 3, "--also", "json", "--out", out, "--json")
    told = json.loads(answer.stdout)

    assert (told["seed"], told["seconds"]) == (3, 8)
    assert told["shares"] == {"melody": 0.4, "rhythm": 0.4, "harmony": 0.4}
    assert sorted(Path(file).name for file in told["files"]) == ["blend.chords.json", "blend.json", "blend.mid"]
    assert CliRunner().invoke(program(), ["verify", "--data", str(tmp_path / "data"), str(out)]).exit_code == 0


def test_what_cannot_be_is_refused_with_the_field(blend, tmp_path):
    assert blend("--out", tmp_path / "blend.pdf").exit_code == 2
    with pytest.raises(Invalid) as refused:
        raise blend("--start", 100, "--out", tmp_path / "blend.mid").exception
    assert refused.value.field == "options.start"
