"""Spotify's accounts service: where people agree, where a code becomes tokens, and where old tokens become new."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import requests

from models.spotify import SpotifyProfile
from modules.spotify.app import SpotifyApp
from modules.spotify.refusals import ClientRefused, RateLimited, Upstream, waiting_time
from modules.spotify.wire import TIMEOUT


class GrantRefused(Exception):
    """invalid_grant: this code or refresh token is worth nothing, and asking again will not help."""


@dataclass(frozen=True)
class Grant:
    """What the accounts service gave; never shown in a log."""

    access_token: str = field(repr=False)
    expires_in: int
    refresh_token: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] | None = None
    """As granted; None where Spotify does not say."""


@dataclass(frozen=True)
class Agreed:
    """What a person said yes to: the account, and the tokens that came of it."""

    profile: SpotifyProfile
    grant: Grant
    asked: tuple[str, ...]

    @property
    def scopes(self) -> list[str]:
        """What was granted; where Spotify does not say, what was asked for."""
        return list(self.asked if self.grant.scopes is None else self.grant.scopes)


class Accounts:
    def __init__(self, app: SpotifyApp, session: requests.Session) -> None:
        self.app = app
        self._session = session

    def address(self, state: str, verifier: str, scopes: list[str], *, ask_again: bool = False) -> str:
        """Where to send the browser."""
        asked = {
            "client_id": self.app.ready(),
            "response_type": "code",
            "redirect_uri": self.app.redirect_uri,
            "state": state,
            "scope": " ".join(scopes),
            "code_challenge_method": "S256",
            "code_challenge": challenge_of(verifier),
        }
        return f"{self.app.accounts_url}/authorize?{urlencode(asked | ({'show_dialog': 'true'} if ask_again else {}))}"

    def exchange(self, code: str, verifier: str) -> Grant:
        """The tokens behind a code. Raises GrantRefused, RateLimited, ClientRefused, Upstream."""
        told = {"code": code, "code_verifier": verifier, "redirect_uri": self.app.redirect_uri}
        return self._asked({"grant_type": "authorization_code", **told})

    def refresh(self, refresh_token: str) -> Grant:
        """A new access token; a new refresh token only if Spotify sends one. Raises as exchange does."""
        return self._asked({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def _asked(self, form: dict[str, str]) -> Grant:
        client_id = self.app.ready()
        headers = {}
        if self.app.client_secret:
            pair = f"{client_id}:{self.app.client_secret}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        else:
            form = form | {"client_id": client_id}
        url = f"{self.app.accounts_url}/api/token"
        try:
            answer = self._session.post(url, data=form, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        except requests.Timeout:
            raise Upstream(504, "too slow") from None
        except requests.RequestException as error:
            raise Upstream(502, type(error).__name__) from None
        return _read(answer)


def challenge_of(verifier: str) -> str:
    """PKCE's S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _read(answer: requests.Response) -> Grant:
    told = _json(answer)
    if answer.status_code == 200:
        return _grant(told)
    error = str(told.get("error"))
    if answer.status_code in {400, 401} and error == "invalid_grant":
        raise GrantRefused
    if answer.status_code == 429:
        raise RateLimited(waiting_time(answer.headers))
    if error in {"invalid_client", "unauthorized_client"}:
        raise ClientRefused(
            "Spotify does not know this server's app, or not its secret.",
            field="SPOTIFY_CLIENT_ID",
            next_step="Whoever runs this server must compare SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET "
            "with developer.spotify.com/dashboard.",
        )
    raise Upstream(answer.status_code, "the accounts service has trouble")


def _grant(told: Mapping[str, Any]) -> Grant:
    access, refresh, scope = told.get("access_token"), told.get("refresh_token"), told.get("scope")
    seconds = told.get("expires_in")
    if not isinstance(access, str) or not access or not isinstance(seconds, int):
        raise Upstream(502, "the accounts service sent no token")
    return Grant(
        access,
        max(seconds, 0),
        refresh if isinstance(refresh, str) and refresh else None,
        tuple(scope.split()) if isinstance(scope, str) else None,
    )


def _json(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
