"""Who may sing: the house's voices, and the banks that somebody brought along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from modules.audio.clip import Check
from modules.voice.banks.banks import Banks, Brought
from modules.voice.voices import VOICES, UnknownVoice, Voice

FIELD: Final = "options.voice"
_SAID: Final = 3_000
"""Bytes of a licence that a receipt has room for; the record holds all of it."""


@dataclass(frozen=True)
class Cast:
    """Who sings this song. brought: the bank, digest: its SHA-256; None and "" for a voice of the house."""

    voice: Voice
    brought: Brought | None = None
    digest: str = ""

    def told(self, longest: int | None = None) -> dict[str, Any]:
        """For the record; longest: bytes of the licence, for a receipt."""
        if self.brought is None:
            return {"name": self.voice.name, "title": self.voice.title, "bank": False}
        licence = self.brought.licence.encode()[:longest].decode(errors="ignore")
        facts = {"name": self.voice.name, "title": self.voice.title, "bank": True, "sha256": self.digest}
        return facts | {"licence": licence or None}

    def receipt(self) -> dict[str, Any]:
        return self.told(_SAID)

    def remarks(self) -> list[str]:
        if self.brought is None:
            return []
        terms = (
            "Its licence stands in the record: read it before you publish the song."
            if self.brought.licence
            else "It came without a licence text: ask whoever made it before you publish the song."
        )
        return [f"{self.voice.title} is a voice bank that somebody brought along. {terms}"]


def titles(banks: Banks) -> dict[str, str]:
    """Everybody who can be asked to sing, the house's voices first."""
    house = {name: voice.title for name, voice in VOICES.items()}
    return house | {name: brought.voice.title for name, brought in banks.singers.items()}


def known_name(name: str, known: Mapping[str, str], broken: Mapping[str, str]) -> str:
    """Raises UnknownVoice with everybody who sings here, and why a bank of that name does not."""
    wanted = name.strip().lower()
    if wanted in known:
        return wanted
    why = next((f" {reason}" for bank, reason in broken.items() if bank.strip().lower() == wanted), "")
    raise UnknownVoice(
        f"There is no voice called {name!r}.{why}", field=FIELD, next_step=f"Take one of {', '.join(known)}."
    )


def cast(name: str, banks: Banks, check: Check) -> Cast:
    """Raises UnknownVoice; reads all of a bank, for its digest."""
    name = known_name(name, titles(banks), banks.broken)
    if name in VOICES:
        return Cast(VOICES[name])
    brought = banks.singers[name]
    return Cast(brought.voice, brought, brought.digest(check))
