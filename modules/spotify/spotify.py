"""`Spotify`: all of it, wired together for one process."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from modules.documents.store import Documents
from modules.realtime import Publisher
from modules.spotify.app import SpotifyApp
from modules.spotify.gateway import Account, Gateway
from modules.spotify.handoffs import Handoffs
from modules.spotify.links import Links
from modules.spotify.logins import Logins
from modules.spotify.oauth import Accounts
from modules.spotify.pauses import Pauses
from modules.spotify.tokens import Tokens
from modules.spotify.vault import Vault
from modules.spotify.wire import open_wire


def new_token() -> str:
    """384 random bits in 64 characters."""
    return secrets.token_urlsafe(48)


@dataclass(frozen=True)
class Spotify:
    app: SpotifyApp
    logins: Logins
    handoffs: Handoffs
    links: Links
    gateway: Gateway

    @classmethod
    def wired(
        cls,
        app: SpotifyApp,
        documents: Documents,
        clock: Callable[[], datetime],
        publisher: Publisher,
        keys: Sequence[str],
    ) -> Self:
        """`keys`: the server's secrets, the newest first."""
        session, vault = open_wire(), Vault(keys)
        accounts = Accounts(app, session)
        tokens = Tokens(documents, clock, accounts, vault, publisher)
        gateway = Gateway(app, session, tokens, Pauses(documents, clock, app.client_id or ""))
        return cls(
            app=app,
            logins=Logins(documents, clock, new_token, vault, accounts, gateway),
            handoffs=Handoffs(documents, clock, new_token, vault),
            links=Links(documents, clock, vault, publisher),
            gateway=gateway,
        )

    def of(self, owner: str) -> Account:
        """Their account, to read and to write. Calls raise what modules/spotify/refusals says."""
        return self.gateway.of(owner)
