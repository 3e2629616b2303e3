"""Opens what plays twins of MusicGen."""

from pathlib import Path

from modules.generation.engines.twin.backends.musicgen.network import open_musicgen
from modules.generation.engines.twin.backends.sounding.player import SoundPlayer


def player(folder: Path, device: str) -> SoundPlayer:
    return SoundPlayer("musicgen", folder, lambda: open_musicgen(folder, device))
