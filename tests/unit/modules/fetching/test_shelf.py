"""Weights come whole and checked over lines that break, or from a folder; never a wrong file, never half of one."""

import hashlib
import random
import socket

import pytest

from models.errors import StorageFull
from modules.fetching.download import AlreadyFetching, FetchError, Refused, WrongContent
from modules.fetching.manifest import WEIGHTS, File, UnknownWeights, Weights, on_the_hub, weights_named
from modules.fetching.shelf import NotInFolder, Shelf
from tests.weights_server import weights_server

LARGE = random.Random(3).randbytes(200_000)
SMALL = b'{"small": true}'


def quiet(_done, _total):
    pass


def file(name, content, **changes):
    known = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return File(name, f"https://nowhere.invalid/{name}", **(known | changes))


@pytest.fixture
def server():
    with weights_server() as server:
        server.files = {"large.bin": LARGE, "small.json": SMALL}
        yield server


@pytest.fixture
def weights():
    return Weights(
        "tiny", "Tiny", "CC0", "https://nowhere.invalid", (file("large.bin", LARGE), file("small.json", SMALL))
    )


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "weights", pause=0)


def there(shelf):
    return {path.name: path.read_bytes() for path in shelf.folder.rglob("*") if path.is_file()}


def test_every_file_is_fetched_once(server, weights, shelf):
    told = []
    shelf.fetch(weights, lambda done, total: told.append((done, total)), mirror=server.url)
    assert there(shelf) == {"large.bin": LARGE, "small.json": SMALL}
    assert told[-1] == (len(SMALL), len(SMALL))
    assert shelf.lacking(weights) == []
    shelf.fetch(weights, quiet, mirror=server.url)
    assert server.ranges == [None, None]


def test_a_line_that_is_cut_goes_on_where_it_stopped(server, weights, shelf):
    server.breaks = [50_000, 50_000, 120_000]
    shelf.fetch(weights, quiet, mirror=server.url)
    assert there(shelf)["large.bin"] == LARGE
    assert server.ranges == [None, "bytes=50000-", "bytes=50000-", "bytes=120000-", None]


def test_a_run_that_was_stopped_is_continued_by_the_next(server, weights, shelf):
    server.breaks = [70_000] * 9
    with pytest.raises(FetchError, match="70,000 bytes are kept"):
        shelf.fetch(weights, quiet, mirror=server.url)
    assert [one.name for one in shelf.lacking(weights)] == ["large.bin", "small.json"]
    server.breaks, server.ranges = [], []
    shelf.fetch(weights, quiet, mirror=server.url)
    assert server.ranges[0] == "bytes=70000-"
    assert there(shelf)["large.bin"] == LARGE


def test_two_at_once_do_not_write_into_each_other(server, weights, shelf):
    def again(*_):
        with pytest.raises(AlreadyFetching):
            shelf.fetch(weights, quiet, mirror=server.url)

    shelf.fetch(weights, again, mirror=server.url)
    assert there(shelf) == {"large.bin": LARGE, "small.json": SMALL}


def test_another_content_of_the_same_length_is_refused_and_removed(server, weights, shelf):
    server.files["large.bin"] = bytes(len(LARGE))
    with pytest.raises(WrongContent, match="SHA-256"):
        shelf.fetch(weights, quiet, mirror=server.url)
    assert there(shelf) == {}


def test_more_than_there_should_be_is_refused(server, weights, shelf):
    server.files["large.bin"] = LARGE + b"more"
    with pytest.raises(WrongContent, match="200,000 bytes"):
        shelf.fetch(weights, quiet, mirror=server.url)


def test_offline_is_said_at_once_and_what_to_do(weights, shelf, monkeypatch):
    asked = []

    def nobody(*_):
        asked.append(1)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(FetchError, match=r"cannot be reached: .*not known") as refusal:
        shelf.fetch(weights, quiet)
    assert "when there is a network" in refusal.value.next_step
    assert str(shelf.place(weights, weights.files[0])) in refusal.value.next_step
    assert len(asked) == 1
    assert there(shelf) == {}


@pytest.mark.parametrize(("status", "step"), [(403, "HF_TOKEN"), (404, "address")])
def test_a_server_that_refuses_is_asked_once(server, weights, shelf, status, step):
    server.status = status
    with pytest.raises(Refused, match=f"answers {status}") as refusal:
        shelf.fetch(weights, quiet, mirror=server.url)
    assert step in refusal.value.next_step
    assert len(server.ranges) == 1


def test_a_folder_gives_its_files_and_keeps_them(weights, shelf, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "large.bin").write_bytes(LARGE)
    with pytest.raises(NotInFolder, match=r"small\.json"):
        shelf.take(weights, tmp_path / "old")
    (tmp_path / "old" / "small.json").write_bytes(SMALL)
    shelf.take(weights, tmp_path / "old")
    assert there(shelf) == {"large.bin": LARGE, "small.json": SMALL}
    assert (tmp_path / "old" / "large.bin").exists()


def test_a_damaged_file_of_a_folder_is_not_taken(weights, shelf, tmp_path):
    (tmp_path / "large.bin").write_bytes(b"x" + LARGE[1:])
    with pytest.raises(WrongContent, match="not the file we know"):
        shelf.take(weights, tmp_path)
    assert there(shelf) == {}


def test_a_full_disk_is_said_before_anything_is_fetched(shelf):
    huge = Weights("huge", "Huge", "CC0", "", (file("huge.bin", b"", size=10**18),))
    with pytest.raises(StorageFull, match="MB are needed"):
        shelf.fetch(huge, quiet)


def test_the_list_names_each_weights_once_with_licence_and_checksums():
    names = [weights.name for weights in WEIGHTS]
    assert len(set(names)) == len(names)
    assert all(weights.licence and weights.files for weights in WEIGHTS)
    [encodec] = weights_named("encodec").files
    assert encodec.sha256.startswith(encodec.name.removesuffix(".th").split("-")[1])
    assert on_the_hub("a/b", "0" * 40, "c.json").url == f"https://huggingface.co/a/b/resolve/{'0' * 40}/c.json"
    with pytest.raises(UnknownWeights):
        weights_named("../encodec")
