"""Ogg (Vorbis and Opus): one more comment at the end of the comments, on the page that has them."""

import zlib
from dataclasses import dataclass
from typing import ClassVar, Final

from modules.provenance.carriers.carrier import Found, unusual
from modules.provenance.data import Data, Splice

_KEY: Final = b"MUSEAIKA_PROVENANCE="
_HEAD: Final = 27
_CHECKSUM: Final = slice(22, 26)
_SEGMENTS: Final = 255
_INTRODUCTIONS: Final = {b"\x01vorbis": b"\x03vorbis", b"OpusHead": b"OpusTags"}
"""How the first packet starts, and then the second."""
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Ogg:
    media_types: ClassVar[tuple[str, ...]] = ("audio/ogg",)

    def claims(self, head: bytes) -> bool:
        return head[:4] == b"OggS"

    def embed(self, data: Data, record: bytes) -> Splice:
        at, page = _comment_page(data)
        if page.written() != data[at : at + page.size]:
            raise unusual("its second page has a wrong checksum")
        start, comments = page.comments()
        end = comments[-1][1] if comments else start + 4
        comment = _KEY + record
        added = len(comment).to_bytes(4, "little") + comment
        count = (len(comments) + 1).to_bytes(4, "little")
        packet = page.packet[:start] + count + page.packet[start + 4 : end] + added + page.packet[end:]
        return Splice(at, at + page.size, page.holding(packet).written())

    def extract(self, data: Data) -> Found | None:
        at, page = _comment_page(data)
        start, comments = page.comments()
        if not comments:
            return None
        begin, end = comments[-1]
        comment = page.packet[begin + 4 : end]
        if not comment.startswith(_KEY):
            return None
        count = (len(comments) - 1).to_bytes(4, "little")
        packet = page.packet[:start] + count + page.packet[start + 4 : begin] + page.packet[end:]
        return Found(comment[len(_KEY) :], Splice(at, at + page.size, page.holding(packet).written()))


@dataclass(frozen=True)
class _Page:
    """A page that begins with a whole packet; lacing and body of what follows stay as they are."""

    head: bytes
    opening: bytes
    packet: bytes
    lacing: bytes
    rest: bytes

    @property
    def size(self) -> int:
        return _HEAD + len(self.lacing) + len(self.packet) // 255 + 1 + len(self.packet) + len(self.rest)

    def comments(self) -> tuple[int, list[tuple[int, int]]]:
        """Where their number stands, and from where to where each goes, its length included."""
        at = len(self.opening)
        at += 4 + self._number(at)
        start, count, found = at, self._number(at), []
        at += 4
        if count > len(self.packet) // 4:
            raise unusual("it has more comments than room")
        for _ in range(count):
            end = at + 4 + self._number(at)
            found.append((at, end))
            at = end
        if at > len(self.packet):
            raise unusual("a comment in it does not end")
        return start, found

    def holding(self, packet: bytes) -> "_Page":
        return _Page(self.head, self.opening, packet, self.lacing, self.rest)

    def written(self) -> bytes:
        lacing = b"\xff" * (len(self.packet) // 255) + bytes([len(self.packet) % 255]) + self.lacing
        if len(lacing) > _SEGMENTS:
            raise unusual("its comments leave no room for a record")
        page = bytearray(self.head + bytes([len(lacing)]) + lacing + self.packet + self.rest)
        page[_CHECKSUM] = bytes(4)
        page[_CHECKSUM] = _checksum(bytes(page)).to_bytes(4, "little")
        return bytes(page)

    def _number(self, at: int) -> int:
        if at + 4 > len(self.packet):
            raise unusual("its comments are cut off")
        return int.from_bytes(self.packet[at : at + 4], "little")


def _comment_page(data: Data) -> tuple[int, _Page]:
    """Where the second page starts, and the page."""
    lacing, first = _page_at(data, 0)
    at = _HEAD + len(lacing) + len(first)
    lacing, body = _page_at(data, at)
    opening = next((second for one, second in _INTRODUCTIONS.items() if first.startswith(one)), None)
    if opening is None or not body.startswith(opening):
        raise unusual("it is neither Vorbis nor Opus")
    segments = next((count for count, size in enumerate(lacing, 1) if size < 255), None)
    if segments is None:
        raise unusual("its comments are longer than a page")
    length = sum(lacing[:segments])
    return at, _Page(data[at : at + _HEAD - 1], opening, body[:length], lacing[segments:], body[length:])


def _page_at(data: Data, at: int) -> tuple[bytes, bytes]:
    """Lacing and body."""
    head = data[at : at + _HEAD]
    if len(head) < _HEAD or head[:4] != b"OggS":
        raise unusual("a page is missing")
    lacing = data[at + _HEAD : at + _HEAD + head[26]]
    body = data[at + _HEAD + len(lacing) : at + _HEAD + len(lacing) + sum(lacing)]
    if len(lacing) < head[26] or len(body) < sum(lacing):
        raise unusual("a page is cut off")
    return lacing, body


def _checksum(page: bytes) -> int:
    """Ogg's CRC-32: the polynomial of zlib's with the bits the other way round, from zero and not inverted."""
    plain = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{plain:032b}"[::-1], 2)
