"""Adapters of networks of sound as files: written whole, read, and looked at before anything opens them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from modules.generation.engines.twin.backends.safetensors_header import Header, read_header, refused

if TYPE_CHECKING:
    from torch import Tensor

MOST_RANK: Final = 64
MOST_BYTES: Final = 500_000_000
_LARGEST_NETWORK: Final = 1 << 37
_KINDS: Final = {"F16", "F32"}


def write(path: Path, weights: "Mapping[str, Tensor]", words: Mapping[str, str]) -> None:
    """All of it or nothing."""
    from safetensors.torch import save_file  # noqa: PLC0415  (the card imports this file, and torch is heavy)

    beside = path.with_suffix(".new")
    save_file({name: one.detach().float().cpu().contiguous() for name, one in weights.items()}, beside, {**words})
    beside.replace(path)


def read(path: Path) -> "dict[str, Tensor]":
    from safetensors.torch import load_file  # noqa: PLC0415  (the same)

    return load_file(path)


def check(adapter: Path, base: Iterable[Path], prefix: str, targets: str) -> int:
    """The rank. base: the files of the network. Raises BadAdapter, saying what does not fit."""
    header = read_header(adapter, MOST_BYTES)
    if odd := sorted(set(header.kinds.values()) - _KINDS):
        raise refused(f"Weights of the kind {odd[0]} are none of ours: F16 and F32 are.")
    shapes: dict[str, tuple[int, ...]] = {}
    for file in base:
        shapes |= read_header(file, _LARGEST_NETWORK).shapes
    rank = _rank(header, shapes, re.compile(re.escape(prefix) + rf"({targets})\.lora_([AB])\.weight"))
    _check_numbers(adapter)
    return rank


def _rank(header: Header, shapes: Mapping[str, tuple[int, ...]], pair: re.Pattern[str]) -> int:
    ranks: dict[str, set[int]] = {}
    for name, shape in header.shapes.items():
        match = pair.fullmatch(name)
        layer = shapes.get(f"{match[1]}.weight") if match else None
        if match is None or layer is None or len(shape) != 2:
            raise refused(f"It belongs to another network: ours has no place for {name[:80]!r}.")
        half = match[match.lastindex or 1]
        rank, size = (shape[0], shape[1]) if half == "A" else (shape[1], shape[0])
        if size != layer[1 if half == "A" else 0]:
            raise refused(f"It belongs to another network: {name[:80]!r} has the shape {shape}.")
        ranks.setdefault(match[1], set()).add(rank)
    known = set().union(*ranks.values()) if ranks else set()
    if len(known) != 1 or len(header.shapes) != 2 * len(ranks):
        raise refused("Its halves do not belong together.")
    rank = known.pop()
    if not 1 <= rank <= MOST_RANK:
        raise refused(f"Its rank is {rank:,}; {MOST_RANK} is the most.")
    return rank


def _check_numbers(adapter: Path) -> None:
    import numpy as np  # noqa: PLC0415  (only whoever imports an adapter needs it)
    from safetensors.numpy import load_file  # noqa: PLC0415

    if any(not np.isfinite(one).all() for one in load_file(adapter).values()):
        raise refused("Some of its weights are no numbers.")
