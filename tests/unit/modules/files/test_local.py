import os
import shutil
import subprocess
import sys
import time

import pytest

from models.errors import StorageFull
from modules.files.local import LocalFiles
from modules.files.store import FileMissing, StorageAway

CRASH = """
import os, sys
from pathlib import Path
from modules.files.local import LocalFiles
def chunks():
    yield b"half"
    os.kill(os.getpid(), 9)
LocalFiles(Path(sys.argv[1])).put("a/b", chunks(), "text/plain")
"""


def test_what_a_killed_writer_left_is_swept_and_was_never_visible(tmp_path):
    subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], check=False)
    [left] = (tmp_path / "incoming").iterdir()
    files = LocalFiles(tmp_path)
    assert left.exists()
    assert list(files.list("")) == []
    with pytest.raises(FileMissing):
        files.info("a/b")

    os.utime(left, (0, time.time() - 3600))
    LocalFiles(tmp_path)

    assert not left.exists()


def test_a_slow_writer_that_lives_is_not_swept(tmp_path):
    files = LocalFiles(tmp_path)

    def slow():
        yield b"slow"
        [mine] = (tmp_path / "incoming").iterdir()
        os.utime(mine, (0, time.time() - 3600))
        LocalFiles(tmp_path)

    assert files.put("a/b", slow(), "text/plain").size == 4


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path):
    def full():
        yield b"x"
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFull):
        LocalFiles(tmp_path).put("a/b", full(), "text/plain")

    assert list((tmp_path / "incoming").iterdir()) == []


def test_deleting_leaves_no_empty_folders(tmp_path):
    files = LocalFiles(tmp_path)
    files.put("a/b/c/d", [b"x"], "text/plain")
    files.put("a/e", [b"x"], "text/plain")

    files.delete("a/b/")

    assert [path.name for path in (tmp_path / "objects" / "a").iterdir()] == ["e"]
    assert [path.name for path in (tmp_path / "types" / "a").iterdir()] == ["e"]


def test_a_reader_keeps_the_file_it_opened(tmp_path):
    files = LocalFiles(tmp_path)
    files.put("a/b", [b"old"], "text/plain")
    reader = files.read("a/b")
    files.delete("a/b")

    assert b"".join(reader) == b"old"


def test_a_folder_that_cannot_be_written_fails_the_ping(tmp_path):
    files = LocalFiles(tmp_path)
    files.ping()
    shutil.rmtree(tmp_path / "incoming")
    files.ping()
    shutil.rmtree(tmp_path / "incoming")
    (tmp_path / "incoming").write_text("not a folder")

    with pytest.raises(StorageAway):
        files.ping()


def test_there_is_no_signed_url(tmp_path):
    assert LocalFiles(tmp_path).sign("a", 60) is None


def test_deletes_and_writes_of_one_folder_do_not_trip_each_other(tmp_path):
    files = LocalFiles(tmp_path)
    writer = subprocess.Popen([sys.executable, "-c", RACE, str(tmp_path)])
    while writer.poll() is None:
        files.delete("a/b/c/d")

    assert writer.returncode == 0


RACE = """
import sys
from pathlib import Path
from modules.files.local import LocalFiles
files = LocalFiles(Path(sys.argv[1]))
for number in range(300):
    files.put("a/b/c/d", [b"x"], "text/plain")
"""
