"""Ed25519 keys: one that signs, drawn from the server's secret, and the ids of public ones, which are the keys."""

import base64
import binascii
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE: Final = b"museaika provenance: signing key 1"
_SUBJECT: Final = b"museaika provenance: record 1\n"
"""In front of whatever is signed, so that no signature of ours means anything elsewhere."""


class Signer:
    """The same secret gives the same key on every machine, and the same record the same signature."""

    def __init__(self, secret: str) -> None:
        seed = HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret.encode())
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.key_id = written(self._key.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> str:
        return written(self._key.sign(_SUBJECT + text))


def is_signed(text: bytes, signature: str, key_id: str) -> bool:
    """Whether the holder of that key signed this; False for keys and signatures that are none."""
    try:
        Ed25519PublicKey.from_public_bytes(read(key_id)).verify(read(signature), _SUBJECT + text)
    except (InvalidSignature, ValueError):
        return False
    return True


def written(found: bytes) -> str:
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Raises ValueError, also for a second way of writing the same bytes."""
    try:
        found = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError(text) from None
    if written(found) != text:
        raise ValueError(text)
    return found
