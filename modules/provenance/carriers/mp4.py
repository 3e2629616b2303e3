"""M4A: a box of our own at the very end, so that no place inside the file that is counted from its start moves."""

from collections.abc import Iterator
from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, cut_off, number, record_in
from modules.provenance.data import Data, Splice

_ID: Final = b"uuid" + bytes.fromhex("6d757365 61696b61 8070726f 76656e31")
"""A box that is known by the sixteen bytes behind its type."""
_MOST_BOXES: Final = 10_000


class Mp4:
    media_types: ClassVar[tuple[str, ...]] = ("audio/mp4", "audio/x-m4a")

    def claims(self, head: bytes) -> bool:
        return head[4:8] == b"ftyp"

    def embed(self, data: Data, record: bytes) -> Splice:
        end = max((end for _, end in _boxes(data)), default=0)
        if not end or end != len(data):
            raise cut_off()
        return Splice(end, end, (4 + len(_ID) + len(record)).to_bytes(4, "big") + _ID + record)

    def extract(self, data: Data) -> Found | None:
        for start, end in _boxes(data):
            if data[start + 4 : start + 4 + len(_ID)] == _ID:
                return Found(record_in(data, start + 4 + len(_ID), end), Splice(start, end, b""))
        return None


def _boxes(data: Data) -> Iterator[tuple[int, int]]:
    """From where to where each outermost box goes, up to the first that does not fit or does not say how long it is."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        size = number(data, at, 4)
        if size == 1 and at + 16 <= len(data):
            size = number(data, at + 8, 8)
        if size < 8 or at + size > len(data):
            return
        yield at, at + size
        at += size
