"""The check of a file: is there a record, is it as it was signed, is the file as it was, and do we know the key."""

import hashlib
from collections.abc import Callable, Collection
from itertools import zip_longest
from typing import Final

from models.provenance import Verdict
from modules.provenance.carriers.carrier import CannotCarry, Carrier, Found
from modules.provenance.data import Data, Spliced, chunks
from modules.provenance.envelope import Envelope, opened
from modules.provenance.formats import carrier_of

Check = Callable[[], None]
VALID: Final = "The file is, byte for byte, as the server with this key made it."
NO_RECORD: Final = "There is no record of ours in this file; it may have been taken out, or lost in a conversion."
ALTERED_RECORD: Final = "The record in this file was changed after it was signed: do not believe it."
ALTERED_FILE: Final = "The record is genuine, but the file around it was changed after it was signed."
UNKNOWN_KEY: Final = "The file is as it was signed, but with a key that this server does not know."
UNKNOWN_FORMAT: Final = "The file is as it was signed, but its record is of a newer kind than this version can read."


def unchecked() -> None:
    """For those who never give up."""


class Verifier:
    def __init__(self, known_keys: Collection[str]) -> None:
        self._known = frozenset(known_keys)

    def verify(self, data: Data, check: Check = unchecked) -> Verdict:
        """Reads all of the data, piece by piece. Raises UnsupportedType."""
        carrier = carrier_of(data)
        found = _found(carrier, data)
        if found is None:
            return Verdict(valid=False, code="no_record", reason=NO_RECORD)
        envelope = opened(found.record)
        if envelope is None:
            return Verdict(valid=False, code="altered_record", reason=ALTERED_RECORD)
        if not _is_untouched(carrier, data, found, envelope, check):
            told = {"record": envelope.record, "key_id": envelope.key_id}
            return Verdict(valid=False, code="altered_file", reason=ALTERED_FILE, **told)
        return self._judged(envelope)

    def _judged(self, envelope: Envelope) -> Verdict:
        record, key_id = envelope.record, envelope.key_id
        if key_id not in self._known:
            return Verdict(valid=False, code="unknown_key", reason=UNKNOWN_KEY, record=record, key_id=key_id)
        if record is None:
            return Verdict(valid=False, code="unknown_format", reason=UNKNOWN_FORMAT, key_id=key_id)
        by_ai = record.made_by_ai
        return Verdict(valid=True, code="valid", reason=VALID, made_by_ai=by_ai, record=record, key_id=key_id)


def content_hash(data: Data, check: Check = unchecked) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(data):
        check()
        digest.update(chunk)
    return digest.hexdigest()


def _found(carrier: Carrier, data: Data) -> Found | None:
    """A container that is too damaged to have a place for a record has none."""
    try:
        found = carrier.extract(data)
    except CannotCarry:
        return None
    return found if found and found.without.stop <= len(data) else None


def _is_untouched(carrier: Carrier, data: Data, found: Found, envelope: Envelope, check: Check) -> bool:
    """The content has the hash that was signed, and putting the record into it gives these very bytes."""
    content = Spliced(data, found.without)
    try:
        again = Spliced(content, carrier.embed(content, found.record))
    except CannotCarry:
        return False
    return _signed_hash(envelope) == content_hash(content, check) and _same(again, data, check)


def _signed_hash(envelope: Envelope) -> object:
    """Also of records whose format is newer than ours."""
    statement = envelope.statement
    content = statement.get("content") if isinstance(statement, dict) else None
    return content.get("sha256") if isinstance(content, dict) else None


def _same(one: Data, other: Data, check: Check) -> bool:
    for left, right in zip_longest(chunks(one), chunks(other)):
        check()
        if left != right:
            return False
    return True
