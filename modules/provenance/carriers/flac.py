"""FLAC: an APPLICATION block right behind STREAMINFO; seek points count from the first frame, so none moves."""

from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, number, record_in, unusual
from modules.provenance.data import Data, Splice

_ID: Final = b"mAIk"
_FLAG, _BEHIND = 4, 42
"""Where STREAMINFO says whether it is the last block, and where it ends: it always has 34 bytes."""
_LAST, _APPLICATION = 0x80, 2


class Flac:
    media_types: ClassVar[tuple[str, ...]] = ("audio/flac",)

    def claims(self, head: bytes) -> bool:
        return head[:4] == b"fLaC"

    def embed(self, data: Data, record: bytes) -> Splice:
        flag = number(data, _FLAG, 4)
        if data[:4] != b"fLaC" or flag & 0x7FFFFFFF != 34 or len(data) < _BEHIND:
            raise unusual("it does not start with STREAMINFO")
        last = flag >> 24 & _LAST
        block = bytes([last | _APPLICATION]) + (4 + len(record)).to_bytes(3, "big") + _ID + record
        return Splice(_FLAG, _BEHIND, b"\0" + data[_FLAG + 1 : _BEHIND] + block)

    def extract(self, data: Data) -> Found | None:
        head = data[_BEHIND : _BEHIND + 8]
        if data[_FLAG : _FLAG + 1] != b"\0" or head[:1] not in {b"\x02", b"\x82"} or head[4:] != _ID:
            return None
        size = int.from_bytes(head[1:4], "big")
        last = bytes([head[0] & _LAST])
        record = record_in(data, _BEHIND + 8, _BEHIND + 4 + size)
        return Found(record, Splice(_FLAG, _BEHIND + 4 + size, last + data[_FLAG + 1 : _BEHIND]))
