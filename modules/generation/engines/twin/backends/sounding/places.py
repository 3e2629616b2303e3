"""Where a network of sound lies and computes, and what is lacking, with the command that mends it; nothing heavy."""

import os
from importlib.util import find_spec
from pathlib import Path

from modules.fetching.manifest import Weights
from modules.fetching.shelf import Shelf


def folder_of(named: str, fetched: Path, weights: Weights) -> Path:
    """named: a folder, a name on the hub whose files somebody downloaded already, or nothing for what we fetch."""
    if not named:
        return fetched / weights.name
    if named.startswith(("/", ".", "~")) or named.count("/") != 1:
        return Path(named).expanduser()
    kept = _hub_cache() / f"models--{named.replace('/', '--')}"
    head = kept / "refs" / "main"
    return kept / "snapshots" / (head.read_text("utf-8").strip() if head.is_file() else "none")


def missing(named: str, fetched: Path, weights: Weights, needed: str, packages: tuple[str, ...]) -> list[str]:
    """In words with the remedy. needed: the file without which a folder is none of these."""
    absent = [name for name in packages if find_spec(name) is None]
    found = [f"The package {absent[0]} is not installed: pip install 'museaika[networks]'"] if absent else []
    if not named:
        lacking = Shelf(fetched).lacking(weights)
        command = f"`museaika weights fetch {weights.name}` fetches them ({weights.licence})"
        names = ", ".join(file.name for file in lacking[:3])
        return [*found, f"The weights {fetched / weights.name} lack {names}: {command}"] if lacking else found
    folder = folder_of(named, fetched, weights)
    if (folder / needed).is_file():
        return found
    command = f"`hf download {named}` fetches it" if "snapshots" in folder.parts else "name a folder with a checkpoint"
    return [*found, f"There is no {needed} in {folder}: {command}, or leave the setting empty for {weights.page}"]


def queue_of(device: str) -> str:
    """Whoever set it to cpu has said that there is no other."""
    return "cpu" if device == "cpu" else "gpu"


def _hub_cache() -> Path:
    """As the hub's own client finds it."""
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    return Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface") / "hub"
