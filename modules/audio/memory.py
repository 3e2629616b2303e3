"""Room for long sounds: memory while that is little, unnamed files on disk where it would be too much."""

import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from modules.audio.clip import Samples
from modules.audio.rendering import Allocate, in_memory

MOST_IN_MEMORY: Final = 400_000_000
"""Bytes that one piece of work may take before its sounds go to disk."""
_BYTES_A_FRAME: Final = 8


def room_for(sounds: int, frames: int, folder: Path) -> Allocate:
    """An allocator for so many sounds of so many frames; files have no name, so nothing of them can stay behind."""
    if sounds * frames * _BYTES_A_FRAME <= MOST_IN_MEMORY:
        return in_memory

    def on_disk(wanted: int) -> Samples:
        with tempfile.TemporaryFile(dir=folder) as file:
            return np.memmap(file, dtype=np.float32, mode="w+", shape=(wanted, 2))

    return on_disk
