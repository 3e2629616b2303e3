"""`museaika weights` lists what can be fetched with its licence, and fetches it from the network or a folder."""

import hashlib
import json

import pytest
from typer.testing import CliRunner

from modules.fetching import manifest
from modules.fetching.manifest import File, Weights
from museaika.commands.program import program
from tests.weights_server import weights_server

CONTENT = b"weights" * 1000
TINY = Weights(
    "tiny",
    "Tiny",
    "CC0 1.0",
    "https://nowhere.invalid",
    (File("a.bin", "https://nowhere.invalid/a.bin", len(CONTENT), hashlib.sha256(CONTENT).hexdigest()),),
)


@pytest.fixture
def weights(tmp_path, monkeypatch):
    monkeypatch.setattr(manifest, "WEIGHTS", (*manifest.WEIGHTS, TINY))
    return lambda *words: CliRunner().invoke(
        program(), ["weights", *map(str, words), "--data", str(tmp_path / "data")], env={"COLUMNS": "200"}
    )


def test_the_list_says_what_is_there_and_under_which_licence(weights):
    answer = weights()
    assert answer.exit_code == 0
    assert "museaika weights fetch encodec" in answer.stdout
    assert "CC BY-NC 4.0" in answer.stdout
    [encodec, *_, tiny] = json.loads(weights("--json").stdout)["weights"]
    assert (encodec["name"], encodec["ready"], encodec["bytes"]) == ("encodec", False, 93_171_529)
    assert tiny["lacking"] == ["a.bin"]


def test_weights_are_fetched_into_the_data_folder(weights, tmp_path):
    with weights_server() as server:
        server.files, server.breaks = {"a.bin": CONTENT}, [100]
        answer = weights("fetch", "tiny", "--mirror", server.url, "--json")
    assert json.loads(answer.stdout)["weights"][0]["ready"] is True
    assert (tmp_path / "data" / "weights" / "tiny" / "a.bin").read_bytes() == CONTENT


def test_weights_are_taken_from_a_folder(weights, tmp_path):
    (tmp_path / "a.bin").write_bytes(CONTENT)
    assert "there" in weights("fetch", "tiny", "--from", tmp_path).stdout
    assert (tmp_path / "data" / "weights" / "tiny" / "a.bin").read_bytes() == CONTENT


def test_unknown_weights_and_none_are_refused(weights):
    assert weights("fetch").exit_code == 2
    assert weights("fetch", "nothing").exception.code == "weights.unknown"
