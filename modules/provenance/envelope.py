"""A record with its signature and the key that made it, as the bytes that lie in a file."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from models.provenance import Record
from modules.provenance.canonical import NotCanonical, canonical, parsed
from modules.provenance.carriers.carrier import MOST_BYTES
from modules.provenance.signing import Signer, is_signed

_MEMBERS = {"key", "record", "signature"}


@dataclass(frozen=True)
class Envelope:
    """As found in a file, with a signature that fits its key; whose key that is, is another question."""

    key_id: str
    statement: Any

    @property
    def record(self) -> Record | None:
        """None for a record of a format that this version does not know."""
        try:
            return Record.model_validate(self.statement)
        except ValidationError:
            return None


def sealed(record: Record, signer: Signer) -> bytes:
    statement = record.model_dump(mode="json")
    signature = signer.sign(canonical(statement))
    return canonical({"key": signer.key_id, "record": statement, "signature": signature})


def opened(text: bytes) -> Envelope | None:
    """None when one byte of record, key or signature is not what it was."""
    if len(text) > MOST_BYTES:
        return None
    try:
        found = parsed(text)
    except NotCanonical:
        return None
    if not isinstance(found, dict) or set(found) != _MEMBERS:
        return None
    key, signature = found["key"], found["signature"]
    if not isinstance(key, str) or not isinstance(signature, str):
        return None
    return Envelope(key, found["record"]) if is_signed(canonical(found["record"]), signature, key) else None
