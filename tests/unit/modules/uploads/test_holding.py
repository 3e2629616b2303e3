import hashlib
import os
from pathlib import Path

import pytest

from models.errors import StorageFull
from modules.files.scratch import Scratch
from modules.uploads.holding import EmptyUpload, UploadTooLarge, held


@pytest.fixture
def scratch(tmp_path):
    return Scratch(tmp_path)


def test_bytes_lie_on_disk_while_they_are_looked_at_and_no_longer(scratch, tmp_path):
    with held(scratch, [b"ab", b"", b"c"], 3) as file:
        assert file.path.read_bytes() == b"abc"
        assert (file.size, file.sha256) == (3, hashlib.sha256(b"abc").hexdigest())

    assert list(tmp_path.iterdir()) == []


def test_reading_stops_at_the_cap_and_nothing_stays(scratch, tmp_path):
    read = []

    def endless():
        while True:
            read.append(1)
            yield bytes(100)

    with pytest.raises(UploadTooLarge) as caught, held(scratch, endless(), 1000):
        pass

    assert len(read) == 11
    assert list(tmp_path.iterdir()) == []
    assert (caught.value.field, caught.value.extra) == ("file", {"limit_bytes": 1000})


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_nothing_is_refused(scratch, chunks):
    with pytest.raises(EmptyUpload), held(scratch, chunks, 10):
        pass


def test_a_sender_that_breaks_off_leaves_nothing(scratch, tmp_path):
    def broken():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError), held(scratch, broken(), 10):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path):
    with pytest.raises(StorageFull), held(Scratch(tmp_path), full_disk_chunks(tmp_path), 10):
        pass

    assert list(tmp_path.iterdir()) == []


def full_disk_chunks(folder):
    """Swaps the scratch file for the device that is always full, as soon as it is open."""
    yield b"x"
    [path] = folder.iterdir()
    number = next(int(link.name) for link in Path("/proc/self/fd").iterdir() if link.resolve() == path)
    os.dup2(os.open("/dev/full", os.O_WRONLY), number)
    yield b"y" * 9
