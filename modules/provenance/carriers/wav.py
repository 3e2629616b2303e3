"""WAV: a chunk of our own behind the first one, which is where the format is told; the size in the header grows."""

from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, number, record_in, unusual
from modules.provenance.data import Data, Splice

_ID: Final = b"mAIk"
_SIZE, _FIRST = 4, 12
_LONGEST_FORMAT: Final = 4096


class Wav:
    media_types: ClassVar[tuple[str, ...]] = ("audio/wav", "audio/x-wav")

    def claims(self, head: bytes) -> bool:
        return head[:4] == b"RIFF" and head[8:12] == b"WAVE"

    def embed(self, data: Data, record: bytes) -> Splice:
        behind = _behind_format(data)
        chunk = _ID + len(record).to_bytes(4, "little") + record + b"\0" * (len(record) % 2)
        size = number(data, _SIZE, 4, "little") + len(chunk)
        if size >= 2**32:
            raise unusual("its header does not say how long it is")
        return Splice(_SIZE, behind, size.to_bytes(4, "little") + data[_FIRST - 4 : behind] + chunk)

    def extract(self, data: Data) -> Found | None:
        at = _behind_format(data)
        if data[at : at + 4] != _ID:
            return None
        length = number(data, at + 4, 4, "little")
        end = at + 8 + length + length % 2
        size = number(data, _SIZE, 4, "little") - (end - at)
        if size < 0:
            return None
        before = size.to_bytes(4, "little") + data[_FIRST - 4 : at]
        return Found(record_in(data, at + 8, at + 8 + length), Splice(_SIZE, end, before))


def _behind_format(data: Data) -> int:
    length = number(data, _FIRST + 4, 4, "little")
    if data[:4] != b"RIFF" or data[8:16] != b"WAVEfmt " or length > _LONGEST_FORMAT:
        raise unusual("it does not start with its format")
    end = _FIRST + 8 + length + length % 2
    if end > len(data):
        raise unusual("it ends within its format")
    return end
