"""MP3: a PRIV frame at the start of the ID3v2 tag, in a tag made for it where there is none."""

from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, number, record_in, unusual
from modules.provenance.data import Data, Splice

_OWNER: Final = b"museaika\0"
_HEAD: Final = 10
"""Bytes of a tag's header, and of a frame's."""
_NEW: Final = b"ID3\x04\0\0\0\0\0\0"


class Mp3:
    media_types: ClassVar[tuple[str, ...]] = ("audio/mpeg",)

    def claims(self, head: bytes) -> bool:
        """A tag, or the header of an MPEG layer III frame."""
        return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)

    def embed(self, data: Data, record: bytes) -> Splice:
        content = _OWNER + record
        if data[:3] != b"ID3":
            frame = _frame(content, 4)
            return Splice(0, 0, _NEW[:6] + _synchsafe(len(frame)) + frame)
        version, size = _tag(data)
        if size == 0:
            raise unusual("its tag is empty")
        frame = _frame(content, version)
        return Splice(6, _HEAD, _synchsafe(size + len(frame)) + frame)

    def extract(self, data: Data) -> Found | None:
        if data[:3] != b"ID3":
            return None
        version, size = _tag(data)
        start = 2 * _HEAD + len(_OWNER)
        if data[_HEAD : _HEAD + 4] != b"PRIV" or data[2 * _HEAD : start] != _OWNER:
            return None
        length = _from_synchsafe(data[14:18]) if version == 4 else number(data, 14, 4)
        end, left = 2 * _HEAD + length, size - _HEAD - length
        if left < 0 or end > len(data) or end < start:
            return None
        record = record_in(data, start, end)
        return Found(record, Splice(6, end, _synchsafe(left)) if left else Splice(0, end, b""))


def _tag(data: Data) -> tuple[int, int]:
    """Version and size of the tag at the start."""
    head = data[:_HEAD]
    if len(head) < _HEAD or head[3] not in {3, 4} or head[5] != 0:
        raise unusual("its tag is of an old or rare kind")
    return head[3], _from_synchsafe(head[6:])


def _frame(content: bytes, version: int) -> bytes:
    size = _synchsafe(len(content)) if version == 4 else len(content).to_bytes(4, "big")
    return b"PRIV" + size + b"\0\0" + content


def _synchsafe(value: int) -> bytes:
    """Seven bits a byte, so that no decoder takes it for sound."""
    if value >= 1 << 28:
        raise unusual("its tag is too large")
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))


def _from_synchsafe(found: bytes) -> int:
    if len(found) < 4 or max(found) > 0x7F:
        raise unusual("its tag has no size")
    return sum(byte << shift for byte, shift in zip(found, (21, 14, 7, 0), strict=True))
