"""Opens what trains twins of MusicGen."""

from pathlib import Path

from modules.generation.engines.twin.backends.musicgen import RATE
from modules.generation.engines.twin.backends.musicgen.network import open_musicgen
from modules.generation.engines.twin.backends.sounding.trainer import SoundTrainer


def trainer(folder: Path, device: str, rate: float = RATE) -> SoundTrainer:
    return SoundTrainer("musicgen", folder, lambda: open_musicgen(folder, device), rate)
