"""What every file store promises, asked of each of them."""

import threading

import pytest

from modules.files.local import LocalFiles
from modules.files.store import FileMissing

BAD_KEYS = ["", "/a", "a/", "a//b", "../a", "a/../b", "a/..", ".", "a\0b", "a\\b", "a\nb", "x" * 251, "a/" * 500 + "a"]


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.integration)])
def files(request, tmp_path):
    return LocalFiles(tmp_path / "files") if request.param == "local" else request.getfixturevalue("s3_files")


def read(files, key, start=0, end=None):
    return b"".join(files.read(key, start, end))


def test_what_was_put_is_read_with_its_type(files):
    info = files.put("uploads/1/original", [b"ab", b"", b"cd"], "audio/flac")

    assert (info.key, info.size, info.media_type) == ("uploads/1/original", 4, "audio/flac")
    assert info.modified.tzinfo is not None
    assert info.etag
    assert files.info("uploads/1/original") == info
    assert read(files, "uploads/1/original") == b"abcd"


def test_a_file_of_many_parts_comes_back_whole_and_in_pieces(files):
    content = bytes(range(256)) * 50_000
    files.put("a/big", (content[at : at + 100_000] for at in range(0, len(content), 100_000)), "audio/wav")

    pieces = list(files.read("a/big"))

    assert b"".join(pieces) == content
    assert len(pieces) > 5
    assert max(map(len, pieces)) <= 2**20


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, b"012"), (3, 5, b"34"), (7, None, b"789"), (7, 99, b"789"), (10, None, b""), (50, 60, b""), (5, 5, b"")],
)
def test_a_range_is_read_from_start_to_before_end(files, start, end, expected):
    files.put("a/digits", [b"0123456789"], "text/plain")

    assert read(files, "a/digits", start, end) == expected


def test_an_empty_file_is_a_file(files):
    assert files.put("a/empty", [], "text/plain").size == 0
    assert read(files, "a/empty") == b""


def test_putting_again_replaces_bytes_type_and_mark(files):
    first = files.put("a/b", [b"one"], "text/plain")
    second = files.put("a/b", [b"three"], "text/html")

    assert (second.size, second.media_type) == (5, "text/html")
    assert first.etag != second.etag
    assert read(files, "a/b") == b"three"


def test_a_writer_that_fails_leaves_what_was_there(files):
    def broken():
        yield b"x" * 6_000_000
        raise KeyError("mine")

    files.put("a/old", [b"old"], "text/plain")
    for key in ("a/old", "a/new"):
        with pytest.raises(KeyError, match="mine"):
            files.put(key, broken(), "text/plain")

    assert read(files, "a/old") == b"old"
    with pytest.raises(FileMissing):
        files.info("a/new")


def test_half_a_file_is_never_seen(files):
    gate, seen = threading.Event(), threading.Event()

    def slow():
        yield b"x" * 6_000_000
        seen.set()
        assert gate.wait(10)
        yield b"y"

    writer = threading.Thread(target=lambda: files.put("a/slow", slow(), "text/plain"))
    writer.start()
    assert seen.wait(10)
    with pytest.raises(FileMissing):
        files.info("a/slow")
    assert [info.key for info in files.list("")] == []
    gate.set()
    writer.join()

    assert files.info("a/slow").size == 6_000_001


def test_a_missing_file_is_told_before_the_first_chunk(files):
    files.put("a/b", [b"x"], "text/plain")
    for key in ("a/c", "a", "a/b/c"):
        with pytest.raises(FileMissing):
            files.read(key)
        with pytest.raises(FileMissing):
            files.info(key)


def test_a_folder_is_listed_and_its_neighbour_is_not(files):
    for key in ("a/1/x", "a/1/y/z", "a/10/x", "b"):
        files.put(key, [key.encode()], "text/plain")

    assert sorted(info.key for info in files.list("a/1/")) == ["a/1/x", "a/1/y/z"]
    assert sorted(info.key for info in files.list("")) == ["a/1/x", "a/1/y/z", "a/10/x", "b"]
    assert list(files.list("nowhere/")) == []
    assert {info.size for info in files.list("b/")} == set()


def test_one_key_or_a_whole_folder_is_deleted_and_counted(files):
    for key in ("a/1/x", "a/1/y/z", "a/10/x", "a/1x"):
        files.put(key, [b"."], "text/plain")

    assert files.delete("a/1") == 0
    assert files.delete("a/1/") == 2
    assert files.delete("a/1/") == 0
    assert files.delete("a/1x") == 1
    assert files.delete("a/1x") == 0
    assert [info.key for info in files.list("")] == ["a/10/x"]


def test_used_counts_bytes_and_follows_our_own_writes(files):
    assert files.used() == 0
    files.put("a/b", [b"12345"], "text/plain")
    assert files.used() == 5
    files.put("a/c", [b"123"], "text/plain")
    files.delete("a/b")
    assert files.used() == 3


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_could_leave_its_place_is_a_bug_and_refused(files, key):
    for use in (files.info, files.read, files.delete, lambda key: files.put(key, [b""], "text/plain")):
        if key == "a/" and use == files.delete:
            continue
        with pytest.raises(ValueError, match="file key"):
            use(key)


@pytest.mark.parametrize("prefix", ["../", "/", "a/../", "/a/"])
def test_a_prefix_is_held_to_the_same(files, prefix):
    for use in (lambda prefix: list(files.list(prefix)), files.delete):
        with pytest.raises(ValueError, match="file key"):
            use(prefix)


def test_unicode_and_odd_signs_are_plain_names(files):
    key = "a/é ü 日本/100% +&?#;.wav"
    files.put(key, [b"x"], "audio/wav")

    assert [info.key for info in files.list("a/")] == [key]
    assert read(files, key) == b"x"


def test_many_writers_of_one_key_leave_one_whole_file(files):
    contents = [bytes([number]) * 200_000 for number in range(8)]
    writers = [threading.Thread(target=files.put, args=("a/same", [content], "text/plain")) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert read(files, "a/same") in contents


def test_a_store_that_works_answers_the_ping(files):
    files.ping()
    assert list(files.list("")) == []
