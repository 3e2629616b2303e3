"""The accounts service of the demo: the page where people agree, and the endpoint where codes become tokens."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import Response, redirect, request

from museaika.demo_spotify.answers import answer
from museaika.demo_spotify.pages import consent, trouble
from museaika.demo_spotify.world import App, Grant, World

VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
LOOPBACK: Final = {"127.0.0.1", "::1"}


class BadRequest(Exception):
    """What the authorize page says when it cannot even send people back."""


@dataclass(frozen=True)
class Asked:
    """What an app wants from a person."""

    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str

    @classmethod
    def read(cls, app: App, given: Mapping[str, str]) -> "Asked":
        """Raises BadRequest."""
        if given.get("client_id") != app.client_id:
            raise BadRequest("INVALID_CLIENT: Invalid client")
        redirect_uri = given.get("redirect_uri", "")
        check_redirect(app, redirect_uri)
        if given.get("response_type") != "code":
            raise BadRequest("response_type must be code")
        challenge = given.get("code_challenge", "")
        if challenge and given.get("code_challenge_method") != "S256":
            raise BadRequest("code_challenge_method must be S256")
        if not challenge and app.client_secret is None:
            raise BadRequest("code_challenge is required without a client secret")
        return cls(redirect_uri, given.get("state", ""), tuple(given.get("scope", "").split()), challenge)

    def back(self, **told: str) -> Response:
        given = told | ({"state": self.state} if self.state else {})
        return redirect(f"{self.redirect_uri}?{urlencode(given)}", 302)  # type: ignore[return-value]


def check_redirect(app: App, uri: str) -> None:
    """Raise BadRequest unless it is one of those registered; a loopback address without a port stands for all ports."""
    parts = urlsplit(uri)
    loopback = parts.hostname in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise BadRequest("INVALID_CLIENT: Insecure redirect URI")
    portless = f"{parts.scheme}://{f'[{parts.hostname}]' if ':' in str(parts.hostname) else parts.hostname}{parts.path}"
    if uri not in app.redirect_uris and not (loopback and portless in app.redirect_uris):
        raise BadRequest("INVALID_CLIENT: Invalid redirect URI")


class Accounts:
    def __init__(self, world: World) -> None:
        self._world = world

    def authorize(self) -> Response:
        """The page that asks: who are you, and do you agree?"""
        try:
            asked = Asked.read(self._world.app, request.args)
        except BadRequest as error:
            return trouble(str(error))
        return consent(list(self._world.people.values()), asked.scopes, dict(request.args))

    def decide(self) -> Response:
        """What the person pressed on that page."""
        try:
            asked = Asked.read(self._world.app, request.form)
        except BadRequest as error:
            return trouble(str(error))
        person = request.form.get("person", "")
        if request.form.get("decision") != "agree" or person not in self._world.people:
            return asked.back(error="access_denied")
        with self._world.lock:
            code = self._world.allow(person, asked.scopes, asked.challenge, asked.redirect_uri)
        return asked.back(code=code)

    def token(self) -> Response:
        with self._world.lock:
            self._world.calls.append(("POST", f"/api/token {request.form.get('grant_type')}"))
            if not self._client_is_known():
                return refused("invalid_client", "Invalid client")
            acts = {"authorization_code": self._exchange, "refresh_token": self._refresh}
            act = acts.get(request.form.get("grant_type", ""))
            return refused("unsupported_grant_type", "grant_type") if act is None else act()

    def _client_is_known(self) -> bool:
        """By HTTP Basic with a secret; by its id alone when it has none."""
        app = self._world.app
        header = request.authorization
        if header is not None and header.type == "basic":
            expected = f"{app.client_id}:{app.client_secret or ''}"
            return hmac.compare_digest(f"{header.username}:{header.password}".encode(), expected.encode())
        return app.client_secret is None and request.form.get("client_id") == app.client_id

    def _exchange(self) -> Response:
        grant = self._world.codes.get(request.form.get("code", ""))
        if grant is None or grant.used or grant.until <= self._world.now():
            return refused("invalid_grant", "Invalid authorization code")
        if request.form.get("redirect_uri") != grant.redirect_uri:
            return refused("invalid_grant", "Invalid redirect URI")
        if complaint := _complaint(grant, request.form.get("code_verifier", "")):
            return complaint
        grant.used = True
        access, refresh = self._world.tokens_for(grant.person, grant.scopes)
        return self._told(access, grant.scopes, refresh)

    def _refresh(self) -> Response:
        """No new refresh token comes along, and the old one does not live longer."""
        grant = self._world.refresh.get(request.form.get("refresh_token", ""))
        if grant is None:
            return refused("invalid_grant", "Refresh token revoked")
        if grant.until <= self._world.now():
            return refused("invalid_grant", "Refresh token expired")
        return self._told(self._world.access_for(grant.person, grant.scopes), grant.scopes)

    def _told(self, access: str, scopes: frozenset[str], refresh: str | None = None) -> Response:
        told = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self._world.access_seconds,
            "scope": " ".join(sorted(scopes)),
        }
        return answer(told | ({"refresh_token": refresh} if refresh else {}))


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def refused(error: str, description: str) -> Response:
    return answer({"error": error, "error_description": description}, 400)


def _complaint(grant: Grant, verifier: str) -> Response | None:
    if not grant.challenge:
        return None
    if not verifier:
        return refused("invalid_request", "code_verifier required")
    if not VERIFIER.fullmatch(verifier) or not hmac.compare_digest(challenge_of(verifier), grant.challenge):
        return refused("invalid_grant", "code_verifier was incorrect")
    return None
