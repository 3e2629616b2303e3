"""A collection is fetched whole or not at all, over lines that break, from archives that nobody vouches for."""

import hashlib
import io
import random
import sys
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import fetch_lakh  # noqa: E402 - scripts are no package

from tests.sounds import midi  # noqa: E402 - after the path


def archive(entries):
    """A .tar.gz of these (name, content) pairs; content may be a TarInfo for other things than files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in entries:
            info = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.name = name
            info.size = len(content) if isinstance(content, bytes) else 0
            tar.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)
    return out.getvalue()


def songs():
    padding = random.Random(1).randbytes(300_000)
    files = {f"clean_midi/artist {at}/song.mid": midi(4 + at) for at in range(3)}
    return archive([*files.items(), ("clean_midi/cover.jpg", padding), ("clean_midi/LOUD.MID", midi(9))])


class Server(ThreadingHTTPServer):
    """Serves one file, breaks as often as it is told to, and remembers what was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.breaks, self.ranges, self.knows_ranges, self.status = b"", [], [], True, None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/lmd.tar.gz"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        wanted = self.headers.get("Range")
        server.ranges.append(wanted)
        start = int(wanted[6:-1]) if wanted and server.knows_ranges else 0
        if server.status:
            self.send_error(server.status)
            return
        if start >= len(server.content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(server.content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(server.content) - 1}/{len(server.content)}")
        self.end_headers()
        stop = server.breaks.pop(0) if server.breaks else len(server.content)
        self.wfile.write(server.content[start:stop])

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    server = Server()
    server.content = songs()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetch(server, tmp_path):
    def fetch(*words, sha256=None):
        known = sha256 or hashlib.sha256(server.content).hexdigest()
        address = ["--url", server.url, "--sha256", known, "--pause", "0"]
        fetch_lakh.main(["--collection", "clean", "--out", str(tmp_path / "lakh"), *address, *words])
        return sorted(path.relative_to(tmp_path / "lakh").as_posix() for path in (tmp_path / "lakh").rglob("*.mid"))

    return fetch


def test_the_songs_and_nothing_else_are_unpacked_with_their_credit(fetch, tmp_path):
    found = fetch()
    assert found == ["clean/clean_midi/LOUD.mid", *(f"clean/clean_midi/artist {at}/song.mid" for at in range(3))]
    assert (tmp_path / "lakh" / found[1]).read_bytes() == midi(4)
    credit = (tmp_path / "lakh" / "CREDIT.txt").read_text()
    assert "Creative Commons Attribution 4.0" in credit
    assert "Colin Raffel" in credit
    assert not list((tmp_path / "lakh").rglob("*.jpg"))
    assert sorted(path.name for path in (tmp_path / "lakh").iterdir()) == ["CREDIT.txt", "clean", "clean_midi.tar.gz"]


def test_a_broken_line_goes_on_where_it_stopped(server, fetch):
    server.breaks = [1000, 1000, 5000, 200_000]
    assert len(fetch()) == 4
    assert server.ranges == [None, "bytes=1000-", "bytes=1000-", "bytes=5000-", "bytes=200000-"]


def test_an_interrupted_run_is_continued_by_the_next(server, fetch, tmp_path):
    server.breaks = [3000] * 9
    with pytest.raises(SystemExit, match=r"(?s)3,000 bytes are kept.*Run this again"):
        fetch()
    server.breaks = []
    server.ranges.clear()
    assert len(fetch()) == 4
    assert server.ranges == ["bytes=3000-"]


def test_a_server_that_knows_no_ranges_starts_again(server, fetch):
    server.breaks, server.knows_ranges = [4000], False
    assert len(fetch()) == 4


def test_what_is_whole_is_not_fetched_again(server, fetch, capsys):
    fetch()
    server.ranges.clear()
    fetch()
    assert server.ranges == []
    assert "is there already" in capsys.readouterr().out


def test_another_file_than_the_known_one_is_refused_and_removed(server, fetch, tmp_path):
    with pytest.raises(SystemExit, match=r"(?s)not the file we know.*--sha256"):
        fetch(sha256="0" * 64)
    assert not any(path.is_file() for path in (tmp_path / "lakh").rglob("*"))


def test_leftovers_longer_than_the_file_are_thrown_away(server, fetch, tmp_path):
    (tmp_path / "lakh").mkdir()
    (tmp_path / "lakh" / "clean_midi.tar.gz.part").write_bytes(bytes(len(server.content) + 5))
    assert len(fetch()) == 4


def test_without_a_network_it_says_what_to_do(tmp_path):
    words = ["--out", str(tmp_path), "--url", "http://127.0.0.1:1/x.tar.gz", "--pause", "0"]
    with pytest.raises(SystemExit, match=r"(?s)cannot be reached.*Run this again when there is a network"):
        fetch_lakh.main(words)


def test_a_wrong_address_is_not_tried_again(server, fetch):
    server.status = 404
    with pytest.raises(SystemExit, match="answers 404"):
        fetch()
    assert len(server.ranges) == 1


def link(kind, target):
    info = tarfile.TarInfo()
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize("name", ["../outside.mid", "/outside.mid", "a/../../outside.mid"])
def test_an_archive_that_wants_to_write_elsewhere_is_refused_as_a_whole(server, fetch, tmp_path, name):
    server.content = archive([("a/good.mid", midi()), (name, midi())])
    with pytest.raises(SystemExit, match="outside its folder"):
        fetch()
    assert not list(tmp_path.rglob("*.mid"))
    assert not (tmp_path / "lakh" / "clean").exists()


def test_links_and_devices_are_left_out(server, fetch):
    entries = [("a/link.mid", link(tarfile.SYMTYPE, "/etc/passwd")), ("a/hard.mid", link(tarfile.LNKTYPE, "a/x"))]
    server.content = archive([("a/good.mid", midi()), *entries, ("a/pipe.mid", link(tarfile.FIFOTYPE, ""))])
    assert fetch() == ["clean/a/good.mid"]


@pytest.mark.parametrize(
    "content",
    [b"no archive at all", songs()[:-4000], archive([("a.txt", b"x")])],
    ids=["nonsense", "cut off", "without songs"],
)
def test_what_is_no_archive_of_songs_leaves_none(server, fetch, tmp_path, content):
    server.content = content
    with pytest.raises(SystemExit):
        fetch()
    assert not list((tmp_path / "lakh").rglob("*.mid"))


def test_archive_only_unpacks_nothing(fetch, tmp_path):
    assert fetch("--archive-only") == []
    assert (tmp_path / "lakh" / "clean_midi.tar.gz").exists()
