"""An adapter as a file: low-rank weights by peft's names, the producer's manner beside them, and words about both."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from modules.generation.engines.twin.backends.composer.manner import Manner, read_manner
from modules.generation.engines.twin.backends.composer.shapes import MANNER


def write(path: Path, weights: Mapping[str, Tensor], manner: Manner | None, words: Mapping[str, str]) -> None:
    """All of it or nothing."""
    tensors = {name: one.half().contiguous() for name, one in weights.items()}
    if manner is not None:
        tensors |= {name: torch.from_numpy(one) for name, one in manner.tensors().items()}
    beside = path.with_suffix(".new")
    save_file(tensors, beside, {"format": "pt", **words})
    beside.replace(path)


def read(path: Path) -> tuple[dict[str, Tensor], Manner | None]:
    """Weights and manner of a file that was checked when it came."""
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # no dict
    weights = {name: one for name, one in tensors.items() if not name.startswith(MANNER)}
    manner = {name: one.float().numpy() for name, one in tensors.items() if name.startswith(MANNER)}
    return weights, read_manner(manner)
