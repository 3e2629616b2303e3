"""What a foreign adapter must look like to fit a composing network: told from headers alone, without torch."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from safetensors.numpy import load_file

from modules.generation.engines.twin.backends.safetensors_header import Header, read_header, refused

PREFIX: Final = "base_model.model."
"""As peft names what belongs to a model."""
TARGETS: Final = (
    r"blocks\.\d+\.(?:mix|out|up|down)|unroller\.(?:open|spread|deep\.1)|summary|recall|roll|onsets"
    r"|next_(?:slot|part|pitch|duration)|pitch_hidden|duration_hidden"
)
"""The layers that learn: all that writes, nothing that reads, so that latents mean what they meant."""
MANNER: Final = "manner."
MOST_RANK: Final = 64
_LARGEST_NETWORK: Final = 1 << 30
_PAIR: Final = re.compile(re.escape(PREFIX) + rf"({TARGETS})\.lora_([AB])\.weight")
_KINDS: Final = {"F16", "F32"}
_MANNER_NUMBERS: Final = {"wishes": (3, 3), "sounding": (3,), "pace": (3,)}


def check(adapter: Path, network: Path, most_bytes: int) -> int:
    """The rank. Raises BadAdapter, saying what does not fit."""
    header, base = read_header(adapter, most_bytes), read_header(network, _LARGEST_NETWORK)
    if odd := sorted(set(header.kinds.values()) - _KINDS):
        raise refused(f"Weights of the kind {odd[0]} are none of ours: F16 and F32 are.")
    rank = _rank(header, base)
    if any(not np.isfinite(one).all() for one in load_file(adapter).values()):
        raise refused("Some of its weights are no numbers.")
    return rank


def _rank(header: Header, base: Header) -> int:
    ranks: dict[str, set[int]] = {}
    for name, shape in header.shapes.items():
        if name.startswith(MANNER):
            _check_manner(name, shape, base.shapes["absent"][0])
            continue
        match = _PAIR.fullmatch(name)
        layer = base.shapes.get(f"{match[1]}.weight") if match else None
        if match is None or layer is None or len(shape) != 2:
            raise refused(f"It belongs to another network: ours has no place for {name[:80]!r}.")
        rank, size = (shape[0], shape[1]) if match[2] == "A" else (shape[1], shape[0])
        if size != layer[1 if match[2] == "A" else 0]:
            raise refused(f"It belongs to another network: {name[:80]!r} has the shape {shape}.")
        ranks.setdefault(match[1], set()).add(rank)
    return _one_rank(ranks, len(header.shapes), header.shapes)


def _one_rank(ranks: Mapping[str, set[int]], count: int, shapes: Mapping[str, tuple[int, ...]]) -> int:
    known = set().union(*ranks.values()) if ranks else set()
    pairs = count - sum(name.startswith(MANNER) for name in shapes)
    if len(known) != 1 or pairs != 2 * len(ranks):
        raise refused("Its halves do not belong together.")
    rank = known.pop()
    if not 1 <= rank <= MOST_RANK:
        raise refused(f"Its rank is {rank:,}; {MOST_RANK} is the most.")
    return rank


def _check_manner(name: str, shape: tuple[int, ...], latent: int) -> None:
    wanted = _MANNER_NUMBERS | {"mean": (latent,), "root": (latent, latent)}
    if wanted.get(name.removeprefix(MANNER)) != shape:
        raise refused(f"It says something of the manner that we do not know: {name[:80]!r}.")
