"""The same request sent twice is done once: who uses a key again for the same thing gets what the first one made."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from models.errors import Conflict
from modules.documents.store import Collection, Documents, Duplicate

KEYS = Collection("idempotency_keys", indexes=(("owner",),), expires="expires_at")
LIFE = timedelta(hours=24)


class KeyReused(Conflict):
    code = "idempotency.reused"


class Idempotency:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock

    def reserve(self, owner: str, key: str | None, content: str, new_id: str) -> str:
        """The id that what is made should have: the new one, or the one an earlier request with this key reserved.

        `content` is what the request says; another one under the same key raises KeyReused. No key, no promise.
        """
        if key is None:
            return new_id
        digest = hashlib.sha256(content.encode()).hexdigest()
        entry = {
            "id": hashlib.sha256(f"{owner}\n{key}".encode()).hexdigest(),
            "owner": owner,
            "digest": digest,
            "made": new_id,
            "expires_at": self._clock() + LIFE,
        }
        try:
            known = self._documents.insert(KEYS, entry)
        except Duplicate:
            known = self._documents.get(KEYS, str(entry["id"])) or entry
        if known["digest"] != digest:
            raise KeyReused("This Idempotency-Key was used with another request.", next_step="Send a new key.")
        return str(known["made"])
