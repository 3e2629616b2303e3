"""Many files as one zip, streamed, and the same bytes every time."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""Zip knows no earlier one, and the real one would make every bundle different."""


class _Outbox(io.RawIOBase):
    """What zipfile has written since somebody looked last."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._position = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        chunk = bytes(data)
        self._pending += chunk
        self._position += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self._position

    def taken(self) -> bytes:
        chunk = bytes(self._pending)
        self._pending.clear()
        return chunk


def zipped(entries: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The zip of (name, chunks) in the order given. Nothing is compressed: music already is."""
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:
        for name, chunks in entries:
            with archive.open(zipfile.ZipInfo(name, FIXED_DATE), "w", force_zip64=True) as file:
                for chunk in chunks:
                    file.write(chunk)
                    yield outbox.taken()
            yield outbox.taken()
    yield outbox.taken()
