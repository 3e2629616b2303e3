"""What only the hub can list is asked there once, kept, and then fetched and checked like everything else."""

import hashlib
import json

import pytest

from modules.fetching import hub
from modules.fetching.download import WrongContent
from modules.fetching.manifest import Hub, Weights, on_the_hub
from modules.fetching.shelf import Shelf
from tests.weights_server import weights_server

COMMIT = "0123456789abcdef0123456789abcdef01234567"
FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 100, "pytorch_model.bin": b"a pickle"}


@pytest.fixture
def weights():
    return Weights(
        "tiny", "Tiny", "CC0", "https://nowhere.invalid",
        (on_the_hub("a/tiny", "main", "config.json"),), Hub("a/tiny", ("*.json", "*.safetensors")),
    )  # fmt: skip


def answer():
    large = hashlib.sha256(FILES["model.safetensors"]).hexdigest()
    told = [{"rfilename": name, "size": len(content)} for name, content in FILES.items()]
    told[1]["lfs"] = {"sha256": large}
    return {"sha": COMMIT, "siblings": told}


@pytest.fixture
def server():
    with weights_server() as server:
        server.files = FILES | {"tiny?blobs=true": json.dumps(answer()).encode()}
        yield server


def test_names_sizes_and_sums_come_from_the_hub_and_stay(server, weights, tmp_path):
    assert [file.name for file in Shelf(tmp_path).lacking(weights)] == ["config.json"]
    found = hub.ask(weights, tmp_path, address=server.url)
    assert [file.name for file in found.files] == ["config.json", "model.safetensors"]
    assert all(COMMIT in file.url for file in found.files)
    server.files = dict(FILES)
    assert hub.ask(weights, tmp_path, address=server.url) == found
    assert len(Shelf(tmp_path).lacking(weights)) == 2
    Shelf(tmp_path, pause=0).fetch(weights, lambda *_: None, mirror=server.url)
    assert Shelf(tmp_path).lacking(weights) == []
    (tmp_path / "tiny" / "model.safetensors").unlink()
    server.files["model.safetensors"] = b"WEIGHTS" * 100
    with pytest.raises(WrongContent, match="SHA-256"):
        Shelf(tmp_path, pause=0).fetch(weights, lambda *_: None, mirror=server.url)


OUTSIDE = json.dumps({"sha": COMMIT, "siblings": [{"rfilename": "../config.json"}]}).encode()


@pytest.mark.parametrize("spoilt", [b"<html>", b"{}", OUTSIDE])
def test_no_list_is_said_with_the_way_around(server, weights, tmp_path, spoilt):
    server.files["tiny?blobs=true"] = spoilt
    with pytest.raises(hub.NoListing) as refusal:
        hub.ask(weights, tmp_path, address=server.url)
    assert "--from FOLDER" in refusal.value.next_step
    assert not (tmp_path / "tiny").exists()


def test_a_folder_gives_all_that_is_wanted_even_if_nobody_was_asked(weights, tmp_path):
    (tmp_path / "old").mkdir()
    for name, content in FILES.items():
        (tmp_path / "old" / name).write_bytes(content)
    Shelf(tmp_path).take(weights, tmp_path / "old")
    assert {path.name for path in (tmp_path / "tiny").iterdir()} == {"config.json", "model.safetensors"}
