"""What the chosen networks still need on this machine, told without opening them."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from modules.mood.detectors.chosen import OURS

HERE: Final = Path(__file__).parent
WEIGHTS: Final = {
    "face": {"face/weights/face.onnx": "train_face.py"},
    "text": {
        "text/weights/english/english.onnx": "train_text.py",
        "text/weights/languages/languages.npz": "train_languages.py",
    },
}
"""What ships with us, and which script makes it anew."""
PACKAGES: Final = ("torch", "transformers")


def missing(kind: str, network: str = OURS) -> list[str]:
    """For "face" or "text", in words with the remedy; nothing means ready."""
    return _weights(kind) if network in {"", OURS} else [*_packages(), *_folder(kind, network)]


def _weights(kind: str) -> list[str]:
    return [
        f"{HERE / name} is not there: install again, or run scripts/{script}"
        for name, script in WEIGHTS[kind].items()
        if not (HERE / name).exists()
    ]


def _packages() -> list[str]:
    return [f"{name} is not installed: pip install 'museaika[networks]'" for name in PACKAGES if not find_spec(name)]


def _folder(kind: str, network: str) -> list[str]:
    """Only what is meant to be a folder; whether an id is known can be told only by opening it."""
    name = network.removeprefix("hf:")
    if not name.startswith(("/", ".", "~")) or Path(name).expanduser().is_dir():
        return []
    return [f"{name} is no folder: set MUSEAIKA_MOOD__{kind.upper()}__NETWORK to one, or to {OURS}"]
