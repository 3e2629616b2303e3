"""PNG: a private chunk behind the header of the picture."""

import zlib
from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, number, record_in, unusual
from modules.provenance.data import Data, Splice

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = b"\0\0\0\rIHDR"
_BEHIND: Final = 33
_TYPE: Final = b"maIK"
"""Small and large letters say: may be ignored, private, not to be copied into a changed picture."""


class Png:
    media_types: ClassVar[tuple[str, ...]] = ("image/png",)

    def claims(self, head: bytes) -> bool:
        return head[:8] == _SIGNATURE

    def embed(self, data: Data, record: bytes) -> Splice:
        if data[:16] != _SIGNATURE + _HEADER or len(data) < _BEHIND:
            raise unusual("it does not start with its header")
        content = _TYPE + record
        check = zlib.crc32(content).to_bytes(4, "big")
        return Splice(_BEHIND, _BEHIND, len(record).to_bytes(4, "big") + content + check)

    def extract(self, data: Data) -> Found | None:
        if data[_BEHIND + 4 : _BEHIND + 8] != _TYPE:
            return None
        end = _BEHIND + 12 + number(data, _BEHIND, 4)
        return Found(record_in(data, _BEHIND + 8, end - 4), Splice(_BEHIND, end, b""))
