"""Ogg files with a fixed serial number: the library that writes them draws one at random."""

import struct
import zlib
from pathlib import Path
from typing import Final

from modules.audio.clip import Check, never

SERIAL: Final = 1
_HEADER: Final = 27
_REVERSED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_CHECK_EVERY: Final = 64


def fix_serial(path: Path, check: Check = never) -> None:
    """Rewrite the serial number and the checksum of every page in place."""
    with path.open("r+b") as file:
        start = pages = 0
        while len(header := file.read(_HEADER)) == _HEADER:
            if pages % _CHECK_EVERY == 0:
                check()
            segments = file.read(header[26])
            body = file.read(sum(segments))
            page = bytearray(header + segments + body)
            page[14:18] = struct.pack("<I", SERIAL)
            page[22:26] = bytes(4)
            page[22:26] = struct.pack("<I", checksum(bytes(page)))
            file.seek(start)
            file.write(page)
            start += len(page)
            file.seek(start)
            pages += 1


def checksum(page: bytes) -> int:
    """Ogg's CRC-32: the polynomial of zlib's with the bits the other way round, from zero and not inverted."""
    plain = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{plain:032b}"[::-1], 2)
