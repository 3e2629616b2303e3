"""Where the weights of this way lie, and what is lacking, each with the command that mends it; imports nothing heavy.

The folder is the one all fetched weights lie in: `encodec/` holds the codec, `blend/` our cascade.
"""

from pathlib import Path
from typing import Final

from modules.fetching.manifest import ENCODEC
from modules.fetching.shelf import Shelf

OFFICIAL: Final = ENCODEC.files[0]
OWN_CODEC: Final = "codec.safetensors"
"""A codec of the same classes that somebody made themselves, in place of the official one."""
CASCADE: Final = "cascade.safetensors"
FORMER: Final = "best_model.pt"


def codec_file(folder: Path) -> Path:
    """The codec that is used: somebody's own one goes first. It may not be there."""
    own = folder / ENCODEC.name / OWN_CODEC
    return own if own.is_file() else Shelf(folder).place(ENCODEC, OFFICIAL)


def cascade_file(folder: Path) -> Path:
    return folder / "blend" / CASCADE


def missing(folder: Path) -> list[str]:
    """In words with the remedy; nothing means ready."""
    return [*_codec(folder), *_cascade(folder)]


def _codec(folder: Path) -> list[str]:
    file = codec_file(folder)
    if file.name == OWN_CODEC or not Shelf(folder).lacking(ENCODEC):
        return []
    there, size = "or takes them from a folder with --from FOLDER", f"{ENCODEC.size / 1e6:.0f} MB"
    fetch = f"`museaika weights fetch encodec` fetches its {size} (CC BY-NC 4.0: not for commercial use)"
    return [f"The codec {file} is not there: {fetch}, {there}"]


def _cascade(folder: Path) -> list[str]:
    file = cascade_file(folder)
    if file.is_file():
        return []
    former = file.with_name(FORMER)
    if former.is_file():
        return [f"The weights {file} are not there: `python scripts/convert_blend.py {former}` makes them of {former}"]
    train = f"`python scripts/train_blend.py FOLDER_OF_AUDIO --weights {folder}` trains them"
    convert = f"`python scripts/convert_blend.py {FORMER} --weights {folder}` makes them of an old {FORMER}"
    return [f"The weights {file} are not there: {train}, or {convert}"]
