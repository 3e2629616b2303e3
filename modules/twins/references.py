"""The names a twin goes by: its id, producer:model, and the paths that older programs kept it under."""

import re
from dataclasses import dataclass
from typing import Final

from models.twin import PREFIX, USUAL_MODEL

_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
_PAIR: Final = re.compile(rf"({_NAME}):({_NAME})")
_LORA: Final = re.compile(r"(?:/?data/)?loras/([^/]+)\.safetensors")
_MODEL: Final = re.compile(rf"(?:/?data/)?models/({_NAME})/(?:{_NAME})?")


@dataclass(frozen=True)
class Reference:
    """id, or names: (producer, model) to be tried in turn. number: of the version, the newest if None."""

    id: str | None
    names: tuple[tuple[str, str], ...]
    number: int | None


def read_reference(text: str) -> Reference:
    """Never refuses: a name nobody has is found to be nobody's later."""
    text, _, number = text.removeprefix(PREFIX).partition("@")
    version = int(number) if number.isdigit() and len(number) < 10 else None
    if pair := _PAIR.fullmatch(text):
        return Reference(None, ((pair[1], pair[2]),), version)
    if lora := _LORA.fullmatch(text):
        cuts = [at for at, sign in enumerate(lora[1]) if sign == "_"]
        return Reference(None, tuple((lora[1][:at], lora[1][at + 1 :]) for at in cuts), version)
    if model := _MODEL.fullmatch(text):
        return Reference(None, ((model[1], USUAL_MODEL),), version)
    return Reference(text, (), version)


def old_path(producer: str, model: str) -> str:
    """What older programs called the adapter of a twin."""
    return f"loras/{producer}_{model}.safetensors"
