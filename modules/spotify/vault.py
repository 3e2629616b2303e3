"""The vault: what Spotify trusts us with, sealed before it is stored."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

PURPOSE = b"museaika spotify vault\n"


class Vault:
    """The first secret seals; the older ones still open what they sealed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def seal(self, value: Mapping[str, Any]) -> bytes:
        return self._keys.encrypt(json.dumps(dict(value)).encode())

    def open(self, sealed: bytes) -> dict[str, Any] | None:
        """None when none of the secrets sealed it: the server's secret was replaced since."""
        try:
            opened = json.loads(self._keys.decrypt(sealed))
        except InvalidToken:
            return None
        return opened if isinstance(opened, dict) else None


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + secret.encode()).digest())
