"""Reads the header of a safetensors file strictly and without torch: nothing in it can run, and nothing else passes."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import Invalid

_LONGEST_HEADER: Final = 1 << 20
_BYTES: Final = {"F32": 4, "F16": 2, "BF16": 2, "F64": 8, "I64": 8, "I32": 4, "U8": 1}
_PICKLES: Final = (b"\x80", b"PK", b"(dp", b"(lp", b"c")
"""How a pickle, or the zip that torch wraps one in, begins."""


class BadAdapter(Invalid):
    code = "twin.bad_adapter"
    title = "This is no adapter we can use"


@dataclass(frozen=True)
class Header:
    """shapes: of every tensor by name. kinds: its element type. metadata: whatever words came with it."""

    shapes: Mapping[str, tuple[int, ...]]
    kinds: Mapping[str, str]
    metadata: Mapping[str, str]


def refused(
    detail: str, next_step: str = "Import a .safetensors file that a twin of this server exported."
) -> BadAdapter:
    return BadAdapter(detail, field="file", next_step=next_step)


def read_header(path: Path, most_bytes: int) -> Header:
    """Raises BadAdapter for anything but a whole, tight safetensors file of at most so many bytes."""
    size = path.stat().st_size
    if size > most_bytes:
        raise refused(f"The adapter has {size:,} bytes; {most_bytes:,} are the most.")
    with path.open("rb") as file:
        head = file.read(8)
        length = int.from_bytes(head, "little")
        if len(head) < 8 or not 2 <= length <= min(_LONGEST_HEADER, size - 8):
            raise _foreign(head)
        raw = file.read(length)
    try:
        told = json.loads(raw)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise _foreign(head) from None
    if not isinstance(told, dict):
        raise _foreign(head)
    metadata = told.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(one, str) for one in [*metadata, *metadata.values()]):
        raise refused("The words beside the weights are no text.")
    return _checked(told, metadata, size - 8 - length)


def _foreign(head: bytes) -> BadAdapter:
    if head.startswith(_PICKLES):
        return refused("The file is a pickle, whatever its name says: opening one can run any program in it.")
    return refused("The file is not in the safetensors format.")


def _checked(told: dict[str, Any], metadata: dict[str, str], room: int) -> Header:
    shapes, kinds, places = {}, {}, []
    for name, one in told.items():
        try:
            kind, shape, (start, end) = one["dtype"], tuple(one["shape"]), one["data_offsets"]
            whole = all(type(number) is int and number >= 0 for number in (*shape, start, end))
            fits = whole and end - start == math.prod(shape) * _BYTES[kind]
        except (KeyError, TypeError, ValueError):
            raise refused(f"The header says nothing usable of {name[:80]!r}.") from None
        if not fits:
            raise refused(f"Shape and place of {name[:80]!r} do not agree.")
        shapes[name], kinds[name] = shape, kind
        places.append((start, end))
    ends = [0, *(end for _, end in sorted(places))]
    if [start for start, _ in sorted(places)] != ends[:-1] or ends[-1] != room:
        raise refused("The weights in the file overlap, have gaps, or break off.")
    return Header(shapes, kinds, metadata)
