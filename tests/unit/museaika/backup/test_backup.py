"""What was kept comes back as it was; what is no whole backup changes nothing."""

import gzip
import io
import json
import sqlite3
import tarfile
import threading
from datetime import UTC, datetime

import pytest

from models.errors import Invalid
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Collection, Query
from modules.files.local import LocalFiles
from museaika.backup.archive import BadArchive, CannotWrite, TargetExists
from museaika.backup.restoring import put_back
from museaika.backup.taking import take
from museaika.folder import DataFolder
from museaika.secrets import SecretKeys

THINGS = Collection("things", indexes=(("owner",),))


def now():
    return datetime(2026, 11, 21, tzinfo=UTC)


class Server:
    """The embedded stores of one data folder."""

    def __init__(self, root):
        self.folder = DataFolder(root).made()
        self.documents = SQLiteDocuments(self.folder.documents, now)
        self.documents.prepare([THINGS])
        self.files = LocalFiles(self.folder.files)

    def backup(self, target):
        return take(self.folder, target, self.documents.snapshot, "0.1.0", "2026-11-21T00:00:00+00:00")

    def close(self):
        self.documents.close()


@pytest.fixture
def server(tmp_path):
    made = []

    def make(name="data"):
        made.append(Server(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def filled(server):
    one = server()
    for number in range(20):
        one.documents.insert(THINGS, {"id": f"t{number}", "owner": "me", "blob": bytes([number]), "at": now()})
        one.files.put(f"uploads/u{number}/original", [bytes([number]) * 1000], "audio/wav")
    SecretKeys(one.folder.secret).ensure()
    return one


def test_documents_files_and_the_key_come_back_as_they_were(filled, server, tmp_path):
    receipt = filled.backup(tmp_path / "b.tar.gz")
    assert receipt.files == 20
    key = filled.folder.secret.read_text()
    restored = put_back(DataFolder(tmp_path / "other"), tmp_path / "b.tar.gz", "now")
    assert (restored.files, restored.replaced) == (20, None)
    assert restored.about["made_at"] == receipt.made_at
    other = server("other")
    assert other.documents.count(THINGS, Query(equals={"owner": "me"})) == 20
    assert other.documents.get(THINGS, "t7") == filled.documents.get(THINGS, "t7")
    was, now_is = filled.files.info("uploads/u7/original"), other.files.info("uploads/u7/original")
    assert (now_is.size, now_is.media_type) == (was.size, was.media_type) == (1000, "audio/wav")
    assert abs((now_is.modified - was.modified).total_seconds()) < 0.001
    assert b"".join(other.files.read("uploads/u7/original")) == bytes([7]) * 1000
    assert other.folder.secret.read_text() == key
    assert other.folder.secret.stat().st_mode & 0o777 == 0o600


def test_the_archive_is_its_owners_only_and_never_written_over(filled, tmp_path):
    target = tmp_path / "b.tar.gz"
    filled.backup(target)
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(TargetExists):
        filled.backup(target)
    with pytest.raises(CannotWrite):
        filled.backup(tmp_path / "no" / "such" / "folder.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz", "data"]
    assert not list(filled.folder.scratch.iterdir())


def test_a_backup_taken_while_others_write_is_whole(filled, server, tmp_path):
    stop = threading.Event()

    def write():
        number = 100
        while not stop.is_set():
            filled.files.put(f"works/w{number}/mix", [b"x" * 5000], "audio/flac")
            filled.documents.insert(THINGS, {"id": f"t{number}", "owner": "me"})
            if number > 110:
                filled.files.delete(f"works/w{number - 10}/")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            filled.backup(tmp_path / f"b{turn}.tar.gz")
    finally:
        stop.set()
        writer.join()
    for turn in range(5):
        restored = put_back(DataFolder(tmp_path / f"r{turn}"), tmp_path / f"b{turn}.tar.gz", "now")
        assert restored.files >= 20
        assert server(f"r{turn}").documents.count(THINGS) >= 20


def test_what_was_there_before_is_kept_beside_it(filled, server, tmp_path):
    filled.backup(tmp_path / "b.tar.gz")
    other = server("other")
    other.documents.insert(THINGS, {"id": "mine", "owner": "you"})
    other.files.put("uploads/mine/original", [b"mine"], "audio/wav")
    (other.folder.valkey / "appendonly.aof").write_text("old queue")
    other.close()
    restored = put_back(other.folder, tmp_path / "b.tar.gz", "monday")
    assert restored.replaced == other.folder.root / "replaced-monday"
    assert (restored.replaced / "files/objects/uploads/mine/original").read_bytes() == b"mine"
    with sqlite3.connect(restored.replaced / "museaika.sqlite") as old:
        assert old.execute("SELECT id FROM things").fetchall() == [("mine",)]
    assert (restored.replaced / "valkey/appendonly.aof").exists()
    assert not (other.folder.files / "objects/uploads/mine").exists()


def packed(path, entries, mode="w:gz"):
    with tarfile.open(path, mode) as tar:
        for name, content in entries:
            entry = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


FIRST = ("museaika-backup.json", json.dumps({"format": 1, "made_at": "x"}).encode())
END = ("complete.json", b'{"sha256": {}}')


def link(name, kind, target):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


FOREIGN = {
    "nothing": [],
    "another program's": [("etc/passwd", b"root")],
    "another format": [("museaika-backup.json", b'{"format": 99}'), END],
    "no format": [("museaika-backup.json", b"[]"), END],
    "garbage for a first entry": [("museaika-backup.json", b"\xff\xfe"), END],
    "without an end": [FIRST],
    "without documents": [FIRST, END],
    "a way out": [FIRST, ("files/objects/../../../evil", b"x"), END],
    "an absolute path": [FIRST, ("/etc/evil", b"x"), END],
    "a doubled slash": [FIRST, ("files//objects/x", b"x"), END],
    "an unknown name": [FIRST, ("authorized_keys", b"x"), END],
    "a folder of ours that is not in backups": [FIRST, ("run/lock", b"x"), END],
    "the same file twice": [FIRST, ("secret.key", b"x"), ("secret.key", b"y"), END],
    "a symbolic link": [FIRST, (link("files/objects/x", tarfile.SYMTYPE, "/etc/passwd"), b""), END],
    "a hard link": [FIRST, (link("secret.key", tarfile.LNKTYPE, "museaika-backup.json"), b""), END],
    "a device": [FIRST, (link("files/objects/x", tarfile.CHRTYPE, ""), b""), END],
    "a file its end does not vouch for": [FIRST, ("secret.key", b"x"), END],
    "documents that are no database": [
        FIRST,
        ("museaika.sqlite", b"x"),
        (
            "complete.json",
            b'{"sha256": {"museaika.sqlite": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}',
        ),
    ],
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_archive_is_refused_and_nothing_changes(filled, tmp_path, kind):
    before = sorted(path for path in filled.folder.root.rglob("*") if path.is_file())
    with pytest.raises(Invalid) as refusal:
        put_back(filled.folder, packed(tmp_path / "foreign.tar.gz", FOREIGN[kind]), "now")
    assert refusal.value.next_step
    assert sorted(path for path in filled.folder.root.rglob("*") if path.is_file()) == before
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("damage", ["cut", "flipped", "text", "empty", "missing", "plain tar"])
def test_a_damaged_archive_is_refused_and_nothing_changes(filled, tmp_path, damage):
    good = tmp_path / "good.tar.gz"
    filled.backup(good)
    content = bytearray(good.read_bytes())
    bad = tmp_path / "bad.tar.gz"
    if damage == "cut":
        bad.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        plain = bytearray(gzip.decompress(content))
        at = plain.index(bytes([7]) * 1000)
        plain[at] ^= 1
        bad.write_bytes(gzip.compress(plain))
    elif damage == "text":
        bad.write_text("I am a letter")
    elif damage == "empty":
        bad.write_bytes(b"")
    elif damage == "plain tar":
        bad.write_bytes(gzip.decompress(content))
    before = filled.folder.documents.read_bytes()
    with pytest.raises(BadArchive):
        put_back(filled.folder, bad, "now")
    assert filled.folder.documents.read_bytes() == before
    assert not list(filled.folder.root.glob("replaced-*"))
    assert not list(filled.folder.scratch.iterdir())
