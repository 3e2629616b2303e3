"""What engines of notes are made with, the composing network's weights and a soundfont: looked for by their cards."""

from pathlib import Path
from typing import Final

WEIGHTS: Final = Path(__file__).parents[1] / "composing" / "weights"
"""The shipped ones."""
COMPOSER: Final = "composer.safetensors"


def missing_soundfont(soundfont: Path) -> list[str]:
    """What mends it; nothing where it is there."""
    if soundfont.is_file():
        return []
    return [f"There is no soundfont at {soundfont}: set MUSEAIKA_SOUNDFONT to an .sf2 file, or clear it."]


def missing_weights(folder: Path, engine: str) -> list[str]:
    """The same, for the engine of that name."""
    if (folder / COMPOSER).is_file():
        return []
    train = f"python scripts/train_composer.py --data FOLDER_OF_ZIPS --out {folder}"
    leave = f"MUSEAIKA_ENGINES__{engine.upper()}__WEIGHTS"
    return [f"There are no weights in {folder}: train them with `{train}`, or leave {leave} empty."]
