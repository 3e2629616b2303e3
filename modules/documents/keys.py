"""Values as bytes that sort like the values do, so that SQLite compares them as MongoDB would."""

import struct
from datetime import UTC, datetime, timedelta
from typing import Any

NUMBER, TEXT, BOOLEAN, MOMENT = (bytes([tag]) for tag in (0x10, 0x20, 0x40, 0x50))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SIGN = 1 << 63


def key(value: Any) -> bytes | None:
    """A kind's byte, then the value: equal for equal values, smaller for smaller ones. None stays None."""
    if value is None:
        return None
    if isinstance(value, bool):
        return BOOLEAN + bytes([value])
    if isinstance(value, int | float):
        return NUMBER + _number(value)
    if isinstance(value, str):
        return TEXT + value.encode()
    return MOMENT + struct.pack(">Q", (value - EPOCH) // timedelta(milliseconds=1) + SIGN)


def kind(of: bytes) -> tuple[bytes, bytes]:
    """Where the keys of this key's kind begin, and where they have ended."""
    return of[:1], bytes([of[0] + 1])


def _number(value: float) -> bytes:
    """The nearest double first, then what a whole number is above or below it."""
    nearest = float(value) + 0.0  # makes -0.0 the 0.0 it equals
    residue = value - int(nearest) if isinstance(value, int) else 0
    (bits,) = struct.unpack(">Q", struct.pack(">d", nearest))
    ordered = bits ^ (2 * SIGN - 1) if bits & SIGN else bits | SIGN
    return struct.pack(">QH", ordered, residue + 0x8000)
