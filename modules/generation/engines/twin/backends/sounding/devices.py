"""Where a network of sound computes, and in what precision."""

from contextlib import AbstractContextManager

import torch


def device_of(wish: str) -> str:
    """wish: auto, cpu, cuda, cuda:1 and so on."""
    if wish != "auto":
        return wish
    return "cuda" if torch.cuda.is_available() else "cpu"


def precision(device: str) -> torch.dtype:
    """Of weights that do not learn."""
    return torch.bfloat16 if device.startswith("cuda") else torch.float32


def mixed(device: str) -> AbstractContextManager[None]:
    """Half precision where that is quicker, on graphics cards; the whole one elsewhere."""
    kind = device.split(":", maxsplit=1)[0]
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=kind == "cuda")
