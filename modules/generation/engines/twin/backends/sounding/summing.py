"""The name of a network that lies in several files: one sum over all its weights."""

import hashlib
from functools import lru_cache
from pathlib import Path

from modules.generation.recording import sha256_of


def weight_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.safetensors"))


def sum_of(folder: Path) -> str:
    """Gigabytes are read for it, so it is kept as long as the files are the same."""
    return _summed(tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in weight_files(folder)))


@lru_cache(maxsize=8)
def _summed(files: tuple[tuple[str, int, int], ...]) -> str:
    told = [f"{Path(name).name} {sha256_of(Path(name), lambda: None)}" for name, _, _ in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
