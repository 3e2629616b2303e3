"""Opens what trains twins of ACE-Step."""

from pathlib import Path

from modules.generation.engines.twin.backends.ace_step import RATE
from modules.generation.engines.twin.backends.ace_step.network import open_ace_step
from modules.generation.engines.twin.backends.sounding.trainer import SoundTrainer


def trainer(folder: Path, device: str, rate: float = RATE) -> SoundTrainer:
    return SoundTrainer("ace_step", folder, lambda: open_ace_step(folder, device), rate)
