import pytest

from modules.uploads.formats import recognised


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"ID3\4\0", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\xff\xf3\x40\xc4", "mp3"),
        (bytes(300) + b"\xff\xfb\x90\x64", "mp3"),
        (b"\0\0\0\x20ftypM4A ", "m4a"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "wav"),
        (b"RIFF\0\0\0\0RMIDdata", "midi"),
        (b"fLaC", "flac"),
        (b"OggS", "ogg"),
        (b"MThd", "midi"),
    ],
)
def test_a_format_is_told_by_its_first_bytes(head, name):
    assert recognised(head).name == name


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff",
        b"\xff\xfd\x90\x64",  # layer II
        b"\xff\xeb\x90\x64",  # no such version
        b"\xff\xfb\x00\x64",  # free bit rate
        b"\xff\xfb\xf0\x64",  # no such bit rate
        b"\xff\xfb\x9c\x64",  # no such sampling rate
        b"RIFF\0\0\0\0AVI ",
        b"PK\3\4",
        b"%PDF",
        b"\0\0\0\x20moov",
    ],
)
def test_anything_else_is_nothing_we_know(head):
    assert recognised(head) is None
