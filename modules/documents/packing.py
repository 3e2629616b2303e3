"""Values of documents as bytes, and back."""

from typing import Any

import msgpack


def pack(value: Any) -> bytes:
    packed: bytes = msgpack.packb(value, datetime=True)
    return packed


def unpack(packed: bytes) -> Any:
    """Raises ValueError, TypeError or OverflowError for bytes that are not packed values."""
    return msgpack.unpackb(packed, timestamp=3)
