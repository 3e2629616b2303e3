"""MIDI: a sequencer-specific event at the start of the first track, with the maker's number for private use."""

from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, number, record_in, unusual
from modules.provenance.data import Data, Splice

_EVENT: Final = b"\x00\xff\x7f"
"""At once; a meta event; of the sequencer's own."""
_MAKER: Final = b"\x7dmuseaika\0"


class Midi:
    media_types: ClassVar[tuple[str, ...]] = ("audio/midi", "audio/x-midi")

    def claims(self, head: bytes) -> bool:
        return head[:4] == b"MThd"

    def embed(self, data: Data, record: bytes) -> Splice:
        at = _first_track(data)
        content = _MAKER + record
        event = _EVENT + _variable(len(content)) + content
        size = number(data, at - 4, 4) + len(event)
        if size >= 2**32:
            raise unusual("its first track is endless")
        return Splice(at - 4, at, size.to_bytes(4, "big") + event)

    def extract(self, data: Data) -> Found | None:
        at = _first_track(data)
        head = data[at : at + 7 + len(_MAKER)]
        if head[:3] != _EVENT:
            return None
        length, used = _read_variable(head[3:7])
        start = at + 3 + used
        end = start + length
        if data[start : start + len(_MAKER)] != _MAKER:
            return None
        size = number(data, at - 4, 4) - (end - at)
        if size < 0 or end > len(data) or length < len(_MAKER):
            return None
        return Found(record_in(data, start + len(_MAKER), end), Splice(at - 4, end, size.to_bytes(4, "big")))


def _first_track(data: Data) -> int:
    """Where its events begin."""
    behind = 8 + number(data, 4, 4)
    if data[:4] != b"MThd" or data[behind : behind + 4] != b"MTrk" or len(data) < behind + 8:
        raise unusual("its first track does not follow its header")
    return behind + 8


def _variable(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))


def _read_variable(found: bytes) -> tuple[int, int]:
    """The number, and how many bytes it took."""
    value = 0
    for used, byte in enumerate(found, 1):
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, used
    raise unusual("a length in it does not end")
