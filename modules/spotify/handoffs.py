"""Handoffs: a finished login waits a minute for the app that began it, which proves itself with its own verifier."""

import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from models.errors import Invalid
from models.spotify import SpotifyHandoff, SpotifyProfile
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Stale
from modules.spotify.collection import SPOTIFY_HANDOFFS
from modules.spotify.logins import digest
from modules.spotify.oauth import Agreed, Grant, challenge_of
from modules.spotify.vault import Vault

LIFE: Final = timedelta(seconds=60)
VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class HandoffRefused(Invalid):
    """Unknown, used, too late, or not from the app that began it."""

    code = "login.code"
    title = "This code is worth nothing"

    def __init__(self) -> None:
        super().__init__(
            "This code is unknown, was used, is older than a minute, or the verifier is not that of the login.",
            field="code",
            next_step="Begin again: open GET /auth/login?app_link=... in the system's browser.",
        )


class Handoffs:
    def __init__(
        self, documents: Documents, clock: Callable[[], datetime], new_token: Callable[[], str], vault: Vault
    ) -> None:
        self._shelf = Shelf(documents, SPOTIFY_HANDOFFS, SpotifyHandoff)
        self._clock = clock
        self._new_token = new_token
        self._vault = vault

    def leave(self, agreed: Agreed, challenge: str) -> str:
        """The one-time code to give the app whose challenge this is."""
        code, grant = self._new_token(), agreed.grant
        held = {
            "profile": agreed.profile.model_dump(),
            "access": grant.access_token,
            "expires_in": grant.expires_in,
            "refresh": grant.refresh_token,
            "scopes": agreed.scopes,
        }
        until = self._clock() + LIFE
        handoff = SpotifyHandoff(id=digest(code), challenge=challenge, sealed=self._vault.seal(held), expires_at=until)
        self._shelf.insert(handoff)
        return code

    def take(self, code: str, verifier: str) -> Agreed:
        """What was left under this code. A second try gets nothing, whoever made the first. Raises HandoffRefused."""
        handoff = self._shelf.get(digest(code))
        if handoff is None or handoff.expires_at <= self._clock() or not self._removed(handoff):
            raise HandoffRefused
        right = VERIFIER.fullmatch(verifier) and hmac.compare_digest(challenge_of(verifier), handoff.challenge)
        held = self._vault.open(handoff.sealed) if right else None
        if held is None:
            raise HandoffRefused
        scopes = tuple(held["scopes"])
        grant = Grant(held["access"], held["expires_in"], held["refresh"], scopes)
        return Agreed(SpotifyProfile.model_validate(held["profile"]), grant, scopes)

    def _removed(self, handoff: SpotifyHandoff) -> bool:
        """True for the one who comes first."""
        documents = self._shelf.documents
        try:
            return documents.delete(SPOTIFY_HANDOFFS, handoff.id, expected_version=handoff.version)
        except Stale:
            return False
