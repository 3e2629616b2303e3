"""Opens what plays twins of ACE-Step."""

from pathlib import Path

from modules.generation.engines.twin.backends.ace_step.network import open_ace_step
from modules.generation.engines.twin.backends.sounding.player import SoundPlayer


def player(folder: Path, device: str) -> SoundPlayer:
    return SoundPlayer("ace_step", folder, lambda: open_ace_step(folder, device), ("diffusers",))
