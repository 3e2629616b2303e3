"""What the boxes of an MP4 file say before anything is decoded: whether its index is there, and what its tracks are."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

DESCRIPTIONS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
MOST_BOXES = 10_000


def sample_kinds(path: Path) -> set[bytes] | None:
    """The kinds of content its tracks describe, such as b"mp4a"; None when the index is not there, or not whole."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if not any(kind == b"moov" and after <= size for kind, _, after in _boxes(file, 0, size)):
            return None
        return set(_entries(file, 0, size, DESCRIPTIONS))


def _entries(file: IO[bytes], start: int, end: int, way: tuple[bytes, ...]) -> Iterator[bytes]:
    """The kinds of sample descriptions below the boxes named by the way."""
    for kind, inside, after in _boxes(file, start, end):
        if way and kind == way[0]:
            yield from _entries(file, inside, min(after, end), way[1:])
        elif not way and kind == b"stsd":
            yield from (entry for entry, _, _ in _boxes(file, inside + 8, min(after, end)))


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, where its content starts, where it should end) of each box in a row."""
    for _ in range(MOST_BOXES):
        file.seek(start)
        header = file.read(16)
        if start + 8 > end or len(header) < 8:
            return
        size, content = int.from_bytes(header[:4], "big"), start + 8
        if size == 1:
            size, content = int.from_bytes(header[8:16], "big"), start + 16
        after = start + size if size else end
        if after < content:
            return
        yield header[4:8], content, after
        start = after
