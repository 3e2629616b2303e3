"""`Banks`: the voice banks in a folder, each by its name, and those that cannot sing with the reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Final

from models.errors import MuseaikaError
from modules.audio.clip import Check, never
from modules.voice.banks.bank import DICTIONARY, Bank, BankIncomplete, read_bank, read_yaml
from modules.voice.voices import VOICES, Voice

RANGE: Final = (53, 74)
"""MIDI pitches of a bank that does not say what it sings well: an alto's."""
_LOWEST, _HIGHEST, _NARROWEST = 36, 96, 12
_SUNG_WITH: Final = frozenset({".onnx", ".yaml", ".txt", ".json", ".emb"})
_LICENCES: Final = ("licen[sc]e*", "terms*", "readme*")
_TEXTS: Final = frozenset({"", ".txt", ".md"})
_LONGEST: Final = 20_000
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Brought:
    """A singer somebody brought along. voice: name and range; licence: its text, "" where it has none."""

    bank: Bank
    voice: Voice
    licence: str

    def digest(self, check: Check = never) -> str:
        """Of everything it sings with, its vocoder too."""
        digest = hashlib.sha256()
        for place in dict.fromkeys((self.bank.folder, self.bank.vocoder.network.parent)):
            for path in sorted(one for one in place.rglob("*") if one.is_file() and one.suffix in _SUNG_WITH):
                digest.update(f"{path.relative_to(place).as_posix()} {path.stat().st_size}\n".encode())
                with path.open("rb") as file:
                    while chunk := file.read(_CHUNK):
                        check()
                        digest.update(chunk)
        return digest.hexdigest()


@dataclass(frozen=True)
class Banks:
    """As the folder is when it is first asked. Each folder in it is a bank, but vocoders that banks share are none."""

    folder: Path | None

    @cached_property
    def _read(self) -> tuple[dict[str, Brought], dict[str, str]]:
        singers: dict[str, Brought] = {}
        broken: dict[str, str] = {}
        for place in self._places():
            name = place.name.strip().lower()
            try:
                if name in VOICES or name in singers:
                    raise _taken(place.name)
                singers[name] = _brought(place, name)
            except MuseaikaError as error:
                broken[place.name] = f"{error.detail} {error.next_step or ''}".strip()
            except (OSError, ValueError, TypeError) as error:
                broken[place.name] = f"It cannot be read ({error}). Unpack it again, whole."
        return singers, broken

    @property
    def singers(self) -> dict[str, Brought]:
        """By name, which is that of its folder in small letters."""
        return self._read[0]

    @property
    def broken(self) -> dict[str, str]:
        """Why a folder cannot be sung with, by its name."""
        return self._read[1]

    def _places(self) -> Iterator[Path]:
        if self.folder is None or not self.folder.is_dir():
            return
        for place in sorted(self.folder.iterdir()):
            shared = (place / "vocoder.yaml").is_file() and not (place / "dsconfig.yaml").is_file()
            if place.is_dir() and not place.name.startswith(".") and not shared:
                yield place


def _brought(folder: Path, name: str) -> Brought:
    bank = read_bank(folder)
    return Brought(bank, Voice(name, bank.name[:80], *_range(folder), tract=1.0), _licence(folder))


def _taken(name: str) -> BankIncomplete:
    return BankIncomplete(
        f"Another voice is called {name!r} already.", field="voice", next_step="Give the bank's folder another name."
    )


def _range(folder: Path) -> tuple[int, int]:
    """`range: [53, 74]` in museaika.yaml."""
    told = read_yaml(folder, DICTIONARY).get("range") if (folder / DICTIONARY).is_file() else None
    if told is None:
        return RANGE
    low, high = (int(pitch) for pitch in told)
    if not _LOWEST <= low <= high - _NARROWEST <= _HIGHEST - _NARROWEST:
        raise BankIncomplete(
            f"The range {low} to {high} in {DICTIONARY} is none that can be sung.",
            field="voice",
            next_step=f"Write two MIDI pitches from {_LOWEST} to {_HIGHEST}, an octave apart or more.",
        )
    return low, high


def _licence(folder: Path) -> str:
    """What its own text says, the first that is found."""
    for pattern in _LICENCES:
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.suffix.lower() in _TEXTS and fnmatch(path.name.lower(), pattern):
                return path.read_text(encoding="utf-8-sig", errors="replace").strip()[:_LONGEST]
    return ""
