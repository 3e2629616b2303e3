"""The Web API through spotipy: one request for one call, true errors, and a token that never leaves Spotify's host."""

import logging
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import spotipy
from spotipy.exceptions import SpotifyException

from modules.spotify.pauses import Pauses
from modules.spotify.refusals import RateLimited, ReauthRequired, TokenRefused, Upstream, refusal
from modules.spotify.tokens import Tokens
from modules.spotify.wire import TIMEOUT

SAFE: Final = frozenset({"GET", "HEAD"})


def hush() -> None:
    """Spotipy's own log shows bearer tokens, client secrets and codes; what matters of it comes as our errors."""
    for name in ("spotipy.client", "spotipy.oauth2"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


class Ear(requests.Session):
    """The shared session, which remembers the last answer it heard here: spotipy loses the status of odd ones."""

    def __init__(self, shared: requests.Session) -> None:
        super().__init__()
        self.last: requests.Response | None = None
        self._shared = shared

    def request(self, method: str, url: str | bytes, *rest: Any, **more: Any) -> requests.Response:
        self.last = None
        self.last = self._shared.request(method, url, *rest, **more)
        return self.last


class Client(spotipy.Spotify):  # type: ignore[misc]  # spotipy is not typed
    """One person's, for one piece of work in one thread; cheap to make."""

    def __init__(self, session: requests.Session, api_url: str, owner: str, tokens: Tokens, pauses: Pauses) -> None:
        self._ear = Ear(session)
        super().__init__(requests_session=self._ear, requests_timeout=TIMEOUT)
        self.prefix = f"{api_url.rstrip('/')}/"
        self._owner = owner
        self._tokens = tokens
        self._pauses = pauses
        self._needs: tuple[str, ...] = ()

    def __del__(self) -> None:
        """Spotipy would close the session, which is everybody's."""

    def needing(self, *scopes: str) -> "Client":
        """The next call needs one of these."""
        self._needs = scopes
        return self

    def _internal_call(self, method: str, url: str, payload: Any, params: dict[str, Any]) -> Any:
        """Raises RateLimited, NotLinked, MissingScope, ReauthRequired, Upstream and the other refusals."""
        if url.startswith("http") and urlsplit(url)[:2] != urlsplit(self.prefix)[:2]:
            raise Upstream(502, "a link to another host", done=False)
        needs, self._needs = self._needs, ()
        self._pauses.check()
        token = self._tokens.access(self._owner, needs)
        try:
            return self._sent(token, method, url, payload, params)
        except TokenRefused:
            return self._sent_again(token, method, url, payload, params)

    def _sent_again(self, refused: str, *call: Any) -> Any:
        """With a new token, once: a 401 means that nothing was done."""
        token = self._tokens.access(self._owner, refused=refused)
        try:
            return self._sent(token, *call)
        except TokenRefused:
            self._tokens.lose(self._owner, token)
            raise ReauthRequired from None

    def _sent(self, token: str, method: str, url: str, payload: Any, params: dict[str, Any]) -> Any:
        self._auth = token
        try:
            return super()._internal_call(method, url, payload, dict(params))
        except SpotifyException as error:
            found = refusal(error.http_status, str(error.msg), error.reason, error.headers)
        except requests.Timeout:
            found = Upstream(504, "too slow", done=_undone(method))
        except requests.RequestException as error:
            found = Upstream(502, type(error).__name__, done=_undone(method))
        except (AttributeError, RecursionError):  # an error body that is text or a list
            found = self._of_last()
        if isinstance(found, RateLimited):
            self._pauses.begin(found)
        if isinstance(found, Upstream) and method in SAFE:
            found.done = False
        raise found from None

    def _of_last(self) -> Exception:
        answer = self._ear.last
        if answer is None:
            return Upstream(502, "an answer nobody can read")
        return refusal(answer.status_code, answer.text[:200], None, answer.headers)

    # What spotipy does not do, or not as the description wants it.

    def profile(self) -> Any:
        return self._get("me")

    def add(self, playlist_id: str, uris: list[str], position: int | None) -> Any:
        """An object, where spotipy sends a bare list."""
        body: dict[str, Any] = {"uris": uris} | ({} if position is None else {"position": position})
        return self._post(f"playlists/{playlist_id}/items", payload=body)

    def library(self, method: str, uris: Iterable[str], path: str = "me/library") -> Any:
        return self._internal_call(method, path, None, {"uris": ",".join(uris)})


def _undone(method: str) -> bool | None:
    """A question that nobody answered changed nothing; whether an order did, nobody knows."""
    return False if method in SAFE else None
