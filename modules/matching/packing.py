"""Many arrays in one file that is mapped into memory, so that all processes of a machine share one copy of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from models.errors import Unavailable

MAGIC: Final = b"MuseAIka MIDI index 1\n"
_ALIGNED: Final = 64
_LONGEST_HEADER: Final = 1_000_000
Arrays = dict[str, npt.NDArray[Any]]


class IndexUnreadable(Unavailable):
    code = "matching.index_unreadable"
    title = "The index of MIDI files cannot be read"


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]], about: dict[str, Any]) -> None:
    """Whole or not at all: whoever has the old file mapped keeps it."""
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = json.dumps({"about": about, "arrays": places}, sort_keys=True, ensure_ascii=False).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % _ALIGNED)
    fresh = path.with_name(f".{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with fresh.open("wb") as file:
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
        for array in arrays.values():
            data = np.ascontiguousarray(array).tobytes()
            file.write(data + b"\0" * (-len(data) % _ALIGNED))
    fresh.replace(path)


def is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def map_arrays(path: Path) -> tuple[Arrays, dict[str, Any]]:
    """The arrays, read-only, and what the file says about itself. Raises IndexUnreadable."""
    try:
        whole = np.memmap(path, dtype=np.uint8, mode="r")
        begin = len(MAGIC) + 8
        length = int.from_bytes(whole[len(MAGIC) : begin].tobytes(), "little")
        header = _header(whole, begin, length)
        start = begin + length
        return {name: _view(whole, start, place) for name, place in header["arrays"].items()}, header["about"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnreadable(
            f"The index {path} cannot be read: {error}.",
            next_step="Build it anew: python scripts/build_midi_index.py FOLDER --out FILE.",
        ) from None


def _header(whole: npt.NDArray[np.uint8], begin: int, length: int) -> dict[str, Any]:
    if whole[: len(MAGIC)].tobytes() != MAGIC or length > _LONGEST_HEADER:
        raise ValueError("it is none of our indexes")
    found = json.loads(whole[begin : begin + length].tobytes())
    if not isinstance(found, dict):
        raise ValueError("its header is damaged")  # noqa: TRY004 - the file is wrong, not the caller
    return found


def _view(whole: npt.NDArray[np.uint8], start: int, place: list[Any]) -> npt.NDArray[Any]:
    kind, shape, at = np.dtype(place[0]), tuple(place[1]), start + place[2]
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    if at + size > len(whole):
        raise ValueError("it ends early")
    return np.asarray(whole[at : at + size].view(kind).reshape(shape))
