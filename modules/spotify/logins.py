"""Logins: the round trip over Spotify's own page, begun and ended in the same browser, each good for once."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from models.errors import Conflict, Forbidden, Invalid
from models.spotify import Access, LoginReturn, LoginWish, SpotifyLogin
from modules.documents.shelf import Shelf
from modules.documents.store import Documents
from modules.spotify.app import LISTEN, WRITE
from modules.spotify.collection import SPOTIFY_LOGINS
from modules.spotify.gateway import Gateway
from modules.spotify.oauth import Accounts, Agreed, GrantRefused
from modules.spotify.refusals import Upstream
from modules.spotify.vault import Vault

LIFE: Final = timedelta(minutes=10)
AGAIN: Final = "Begin again: GET /auth/login."


class LoginUnknown(Invalid):
    """Forged, or older than ten minutes."""

    code = "login.unknown"
    title = "This login cannot be finished"


class LoginReplayed(Conflict):
    code = "login.replayed"
    title = "This login was finished before"


class OtherBrowser(Forbidden):
    code = "login.other_browser"
    title = "This login was begun in another browser"


class CodeRefused(Invalid):
    code = "login.code_refused"
    title = "This login cannot be finished"


class AppLinkUnknown(Invalid):
    code = "login.app_link"


@dataclass(frozen=True)
class Begun:
    """Where the browser goes now, and the secret it must come back with."""

    address: str
    browser: str


@dataclass(frozen=True)
class Finished:
    """A login that came back."""

    login: SpotifyLogin
    agreed: Agreed | None
    """None when the person said no."""


class Logins:
    def __init__(
        self,
        documents: Documents,
        clock: Callable[[], datetime],
        new_token: Callable[[], str],
        vault: Vault,
        accounts: Accounts,
        gateway: Gateway,
    ) -> None:
        """`new_token` gives at least 43 unguessable characters out of A-Z a-z 0-9 - _ each time."""
        self.app = accounts.app
        self._shelf = Shelf(documents, SPOTIFY_LOGINS, SpotifyLogin)
        self._clock = clock
        self._new_token = new_token
        self._vault = vault
        self._accounts = accounts
        self._gateway = gateway

    def begin(self, wish: LoginWish, owner: str | None, browser: str | None, granted: list[str]) -> Begun:
        """`browser`: the secret it carries already, so that logins in two tabs do not undo each other.

        `granted` stays granted. Raises NotConfigured, BadRedirect, AppLinkUnknown.
        """
        self.app.ready()
        self._check_app(wish)
        state, verifier, browser = self._new_token(), self._new_token(), browser or self._new_token()
        scopes = sorted({*LISTEN, *(WRITE if wish.access is Access.WRITE else ()), *granted})
        now = self._clock()
        login = SpotifyLogin(
            id=digest(state),
            owner=owner,
            browser=digest(browser),
            sealed=self._vault.seal({"verifier": verifier}),
            scopes=scopes,
            return_to=wish.app_link or wish.return_to,
            challenge=wish.code_challenge,
            app_state=wish.state,
            created_at=now,
            expires_at=now + LIFE,
        )
        self._shelf.insert(login)
        ask_again = wish.app_link is not None  # another app may be asking: the person must see it
        return Begun(self._accounts.address(state, verifier, scopes, ask_again=ask_again), browser)

    def finish(self, told: LoginReturn, browser: str | None) -> Finished:
        """Raises LoginUnknown, LoginReplayed, OtherBrowser, CodeRefused, and what calls raise."""
        login = self._taken(told.state, browser)
        if told.error == "access_denied":
            return Finished(login, None)
        if not told.code:
            raise CodeRefused("Spotify sent the browser back without a code.", field="code", next_step=AGAIN)
        verifier = (self._vault.open(login.sealed) or {}).get("verifier", "")
        try:
            grant = self._accounts.exchange(told.code, str(verifier))
        except GrantRefused:
            raise CodeRefused("Spotify does not know this code, or no longer.", field="code", next_step=AGAIN) from None
        if grant.refresh_token is None:
            raise Upstream(502, "no refresh token came with the code")
        profile = self._gateway.whose(grant.access_token)
        return Finished(login, Agreed(profile, grant, tuple(login.scopes)))

    def _check_app(self, wish: LoginWish) -> None:
        if wish.app_link is None:
            return
        if wish.app_link not in self.app.app_links:
            raise AppLinkUnknown(
                "Logins do not return to this address.",
                field="app_link",
                next_step="Whoever runs this server can add it to MUSEAIKA_SPOTIFY_APP_LINKS.",
            )
        if wish.code_challenge is None:
            raise AppLinkUnknown(
                "An app must send a code_challenge of its own.",
                field="code_challenge",
                next_step="Make a verifier of 43 to 128 characters and send the base64url of its SHA-256.",
            )

    def _taken(self, state: str, browser: str | None) -> SpotifyLogin:
        """The login of this state, used from now on; the wrong browser uses nothing up."""
        login = self._shelf.get(digest(state))
        if login is None or login.expires_at <= self._clock():
            raise LoginUnknown(
                "This login is not known here, or was begun more than ten minutes ago.", field="state", next_step=AGAIN
            )
        if browser is None or not hmac.compare_digest(digest(browser), login.browser):
            raise OtherBrowser(
                "This login was begun in another browser, or the browser keeps no cookies.",
                field="state",
                next_step=f"Begin it here, at {self.app.origin}/auth/login, and finish it in the same browser.",
            )
        used = {"used_at": self._clock()}
        taken = self._shelf.change(login.id, lambda one: None if one.used_at else one.model_copy(update=used))
        if taken is None:
            raise LoginReplayed("This login was finished before.", field="state", next_step=AGAIN)
        return taken


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
