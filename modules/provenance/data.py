"""Bytes of any size without holding them: a file on disk, and the same with one stretch replaced."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

CHUNK: Final = 1 << 18


class Data(Protocol):
    """What `bytes` can do: slices, which are short or empty beyond the end, and a length."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> bytes: ...


class FileData:
    """A file, read piece by piece. Slices have no step and no negative ends."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size = os.fstat(self._file.fileno()).st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice, /) -> bytes:
        start, stop, _ = part.indices(self._size)
        self._file.seek(start)
        return self._file.read(max(stop - start, 0))


@dataclass(frozen=True)
class Splice:
    """Put these bytes where data[start:stop] is."""

    start: int
    stop: int
    new: bytes


class Spliced:
    """The data after a splice, which is carried out only where somebody looks."""

    def __init__(self, data: Data, splice: Splice) -> None:
        self._data, self._splice = data, splice
        self._end = splice.start + len(splice.new)
        self._moved = self._end - splice.stop

    def __len__(self) -> int:
        return len(self._data) + self._moved

    def __getitem__(self, part: slice, /) -> bytes:
        start, stop, _ = part.indices(len(self))
        first = self._splice.start
        before = self._data[start : min(stop, first)] if start < first else b""
        inside = self._splice.new[max(start - first, 0) : max(stop - first, 0)]
        behind = self._data[max(start, self._end) - self._moved : stop - self._moved] if stop > self._end else b""
        return before + inside + behind


def chunks(data: Data) -> Iterator[bytes]:
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]
