"""`Bank`: what a DiffSinger voice bank's folder says of itself, read and checked before anything is opened."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from models.errors import Unavailable

DICTIONARY: Final = "museaika.yaml"
"""What whoever installs a bank says of it: `phonemes`, its way from IPA to its own, and `range`, what it sings well."""
_CURVES: Final = ("energy", "breathiness", "voicing", "tension")


class BankIncomplete(Unavailable):
    code = "voice.bank_incomplete"
    title = "The voice bank lacks something"


class BankUnsupported(Unavailable):
    code = "voice.bank_unsupported"
    title = "The voice bank asks for something that is not done here"


@dataclass(frozen=True)
class Vocoder:
    """base: of the logarithm its mel spectra are in, "e" or "10"."""

    network: Path
    rate: int
    hop: int
    bins: int
    base: str = "10"


@dataclass(frozen=True)
class Bank:
    """phonemes: each with its number. duration: the folder of its duration networks, where it has them."""

    folder: Path
    name: str
    phonemes: dict[str, int]
    acoustic: Path
    vocoder: Vocoder
    base: str = "10"
    speaker: Path | None = None
    hidden: int = 256
    languages: dict[str, int] = field(default_factory=dict)
    duration: Path | None = None
    dictionary: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_bank(folder: Path) -> Bank:
    """Refuses, with what to do, a folder that cannot be sung with."""
    config = read_yaml(folder, "dsconfig.yaml")
    wanted = [curve for curve in _CURVES if config.get(f"use_{curve}_embed")]
    if wanted:
        raise BankUnsupported(
            f"The voice bank wants curves of {' and '.join(wanted)}, which are not computed here.",
            field="voice",
            next_step="Take a version of the bank that was exported without them.",
        )
    about = read_yaml(folder, "character.yaml") if (folder / "character.yaml").is_file() else {}
    speakers = config.get("speakers") or []
    vocoder = _vocoder(folder, config)
    return Bank(
        folder,
        str(about.get("name") or folder.name),
        _phonemes(inside(folder, config.get("phonemes", "phonemes.txt"))),
        inside(folder, config.get("acoustic", "acoustic.onnx")),
        vocoder,
        str(config.get("mel_base", "10")),
        inside(folder, f"{speakers[0]}.emb") if speakers else None,
        int(config.get("hidden_size", 256)),
        _numbered(inside(folder, config["languages"])) if config.get("use_lang_id") and config.get("languages") else {},
        folder / "dsdur" if (folder / "dsdur/dsconfig.yaml").is_file() else None,
        _dictionary(folder),
    )


def inside(folder: Path, name: Any) -> Path:
    """A file of the bank, which has to be there and may not lie outside of it."""
    path = (folder / str(name)).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise BankIncomplete(
            f"The voice bank {folder.name!r} has no file {str(name)!r}.",
            field="voice",
            next_step="Unpack the bank again, whole, into a folder of its own.",
        )
    return path


def read_yaml(folder: Path, name: str) -> dict[str, Any]:
    path = inside(folder, name)
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise _unreadable(path) from wrong
    if not isinstance(told, dict):
        raise _unreadable(path)
    return told


def _unreadable(path: Path) -> BankIncomplete:
    return BankIncomplete(
        f"{path.name} of the voice bank cannot be read.", field="voice", next_step="Unpack the bank again, whole."
    )


def _numbered(path: Path) -> dict[str, int]:
    """Names by line, or with their numbers in JSON."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix != ".json":
        return {name.strip(): number for number, name in enumerate(text.splitlines()) if name.strip()}
    try:
        return {str(name): int(number) for name, number in json.loads(text).items()}
    except (ValueError, AttributeError, TypeError) as wrong:
        raise _unreadable(path) from wrong


def _phonemes(path: Path) -> dict[str, int]:
    found = _numbered(path)
    if "SP" not in found:
        raise BankIncomplete(
            "The voice bank has no phoneme SP for silence.", field="voice", next_step="Take a bank for OpenUtau."
        )
    return found


def _vocoder(folder: Path, config: dict[str, Any]) -> Vocoder:
    """In the bank, as newer ones have it, or beside it, where OpenUtau keeps those that banks share."""
    name = str(config.get("vocoder", "dsvocoder"))
    places = (folder / "dsvocoder", folder / name, folder.parent / name)
    place = next((one for one in places if (one / "vocoder.yaml").is_file()), None)
    if place is None:
        raise BankIncomplete(
            f"The voice bank {folder.name!r} has no vocoder.",
            field="voice",
            next_step=f"Put the vocoder {name!r} (vocoder.yaml and its network) into {folder.name}/dsvocoder.",
        )
    told = read_yaml(place, "vocoder.yaml")
    made = Vocoder(
        inside(place, told.get("model", "vocoder.onnx")),
        int(told.get("sample_rate", 44_100)),
        int(told.get("hop_size", 512)),
        int(told.get("num_mel_bins", 128)),
        str(told.get("mel_base", "10")),
    )
    pairs = (("sample_rate", made.rate), ("hop_size", made.hop), ("num_mel_bins", made.bins))
    for key, has in pairs:
        if int(config.get(key, has)) != has:
            raise BankUnsupported(
                f"The bank's {key} is {config[key]}, its vocoder's {has}.",
                field="voice",
                next_step="Take the vocoder that the bank was made for.",
            )
    return made


def _dictionary(folder: Path) -> dict[str, tuple[str, ...]]:
    if not (folder / DICTIONARY).is_file():
        return {}
    told = read_yaml(folder, DICTIONARY).get("phonemes") or {}
    if not isinstance(told, dict):
        raise _unreadable(folder / DICTIONARY)
    return {str(ipa): tuple(str(names).split()) for ipa, names in told.items()}
