"""What a format must be able to do to carry a record, and the numbers inside containers read with suspicion."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from models.errors import Invalid
from modules.provenance.data import Data, Splice

MOST_BYTES = 32_768
"""Of a record: small beside any sound, and within what one page of Ogg can hold."""


class CannotCarry(Invalid):
    code = "provenance.cannot_carry"
    title = "The file cannot hold a record"


@dataclass(frozen=True)
class Found:
    """A record, and how the file is without it."""

    record: bytes
    without: Splice


class Carrier(Protocol):
    """Never decodes anything. What it does not understand has no place for a record, and no record in it."""

    media_types: ClassVar[tuple[str, ...]]

    def claims(self, head: bytes) -> bool:
        """Whether a file that starts like this is of the format."""

    def embed(self, data: Data, record: bytes) -> Splice:
        """How the file takes the record in. Raises CannotCarry."""

    def extract(self, data: Data) -> Found | None:
        """The record and the way back. Neither is believed: whoever asks compares embed() with what there was."""


def record_in(data: Data, start: int, end: int) -> bytes:
    """What lies there, cut where it is too long to be a record: sizes in a file are not to be believed."""
    return data[start : min(end, start + MOST_BYTES + 1)]


def number(data: Data, at: int, size: int, order: Literal["big", "little"] = "big") -> int:
    """Raises CannotCarry where the file ends too early."""
    found = data[at : at + size]
    if len(found) < size:
        raise cut_off()
    return int.from_bytes(found, order)


def cut_off() -> CannotCarry:
    return CannotCarry("The file ends in the middle of its header.", next_step="Take an undamaged copy.")


def unusual(what: str) -> CannotCarry:
    return CannotCarry(f"The file is unusual: {what}.", next_step="Export it again with another program.")
