"""Who signs works here: the key drawn from the server's secret, and every earlier one, remembered beside it."""

import os
from pathlib import Path

from modules.provenance.signing import Signer
from museaika.folder import DataFolder
from museaika.secrets import SecretKeys
from museaika.settings import Settings


class Signers:
    """Servers with the same secret sign with the same key. The list holds public keys only."""

    def __init__(self, path: Path, keys: SecretKeys, given: str | None = None) -> None:
        self.path = path
        self._keys = keys
        self._given = given

    @classmethod
    def of(cls, settings: Settings) -> "Signers":
        folder = DataFolder(settings.data)
        given = settings.secret_key.get_secret_value() if settings.secret_key else None
        return cls(folder.signers, SecretKeys(folder.secret), given)

    def current(self) -> Signer:
        """The one that signs now. A first secret is made where there is none. Raises SecretUnreadable."""
        signer = Signer(self._given or self._keys.ensure()[0])
        self.remember()
        return signer

    def known(self) -> frozenset[str]:
        """The ids of all that ever signed here, as far as can be told without writing anything."""
        secrets = [self._given] if self._given else self._keys.read()
        return frozenset(self._remembered() | {Signer(secret).key_id for secret in secrets})

    def remember(self) -> None:
        """Write down those that are not in the list yet; call it before the secret is renewed."""
        if missing := sorted(self.known() - self._remembered()):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
                file.write("".join(f"{key_id}\n" for key_id in missing))

    def _remembered(self) -> set[str]:
        try:
            return set(self.path.read_text("utf-8", "replace").split())
        except FileNotFoundError:
            return set()
