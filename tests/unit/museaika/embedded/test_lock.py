"""One server per folder, and a refusal that helps."""

import json
import os
import subprocess
import sys
import time

import pytest

from museaika.embedded.lock import AlreadyRunning, FolderLock

HOLD = """
import sys, time
from pathlib import Path
from museaika.embedded.lock import FolderLock
lock = FolderLock(Path(sys.argv[1]))
lock.acquire({"address": "http://127.0.0.1:8000"})
if len(sys.argv) > 2:
    import subprocess
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({sys.argv[2]})"], pass_fds=(lock.fileno(),))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "run" / "lock"


@pytest.fixture
def holder(path):
    """Another process that holds the lock."""
    started = []

    def hold(*more):
        process = subprocess.Popen([sys.executable, "-c", HOLD, str(path), *more], stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_second_server_is_refused_at_once_and_told_who_the_first_is(path, holder):
    process = holder()
    began = time.monotonic()
    with pytest.raises(AlreadyRunning) as refusal:
        FolderLock(path).acquire()
    assert time.monotonic() - began < 1
    assert str(process.pid) in refusal.value.detail
    assert "http://127.0.0.1:8000" in refusal.value.detail
    assert "MUSEAIKA_DATA" in refusal.value.next_step


def test_a_killed_server_leaves_the_folder_free(path, holder):
    process = holder()
    process.kill()
    process.wait()
    lock = FolderLock(path)
    lock.acquire()
    assert lock.owner()["pid"] == os.getpid()
    lock.release()


def test_the_folder_is_free_only_when_the_last_child_of_a_killed_server_is_gone(path, holder):
    process = holder("1.0")
    process.kill()
    process.wait()
    began = time.monotonic()
    lock = FolderLock(path)
    lock.acquire(patience=10)
    assert time.monotonic() - began > 0.3
    lock.release()


def test_a_child_that_stays_makes_the_next_server_refuse_after_its_patience(path, holder):
    process = holder("5")
    process.kill()
    process.wait()
    with pytest.raises(AlreadyRunning):
        FolderLock(path).acquire(patience=0.2)


def test_a_lock_that_was_released_can_be_taken_again(path):
    first, second = FolderLock(path), FolderLock(path)
    first.acquire()
    first.release()
    second.acquire()
    second.release()
    with pytest.raises(ValueError, match="not held"):
        second.fileno()


@pytest.mark.parametrize("content", ["", "not json", "[]", json.dumps({"pid": "x"}), json.dumps({"pid": -1})])
def test_nonsense_in_the_lock_file_is_nobody(path, content):
    path.parent.mkdir(parents=True)
    path.write_text(content)
    lock = FolderLock(path)
    lock.acquire()
    lock.release()
