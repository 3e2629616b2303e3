"""The gateway: everybody's way to the Web API, and who may ask in whose name."""

from dataclasses import dataclass

import requests

from models.spotify import SpotifyProfile
from modules.spotify import reading
from modules.spotify.app import SpotifyApp
from modules.spotify.client import Client, hush
from modules.spotify.listening import Listening
from modules.spotify.pauses import Pauses
from modules.spotify.playlists import Playlists
from modules.spotify.refusals import RateLimited, ReauthRequired, TokenRefused, Upstream, refusal
from modules.spotify.tokens import Tokens
from modules.spotify.wire import TIMEOUT


@dataclass(frozen=True)
class Account:
    """One person's Spotify."""

    listening: Listening
    playlists: Playlists


class Gateway:
    def __init__(self, app: SpotifyApp, session: requests.Session, tokens: Tokens, pauses: Pauses) -> None:
        self._app = app
        self._session = session
        self._tokens = tokens
        self._pauses = pauses
        hush()

    def of(self, owner: str) -> Account:
        """Make one for each piece of work; it belongs to one thread. Calls raise what modules/spotify/refusals says."""
        client = Client(self._session, self._app.api_url, owner, self._tokens, self._pauses)
        return Account(Listening(client), Playlists(client))

    def whose(self, access_token: str) -> SpotifyProfile:
        """The account behind a token that is nobody's here yet. Raises as every call does."""
        self._pauses.check()
        headers = {"Authorization": f"Bearer {access_token}"}
        try:
            answer = self._session.get(f"{self._app.api_url}/me", headers=headers, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise Upstream(502, type(error).__name__, done=False) from None
        if answer.status_code != 200:
            raise self._refused(answer)
        try:
            return reading.profile(answer.json())
        except ValueError:
            raise Upstream(502, "no JSON", done=False) from None

    def _refused(self, answer: requests.Response) -> Exception:
        found = refusal(answer.status_code, answer.text[:500], _reason(answer), answer.headers)
        if isinstance(found, RateLimited):
            self._pauses.begin(found)
        return ReauthRequired() if isinstance(found, TokenRefused) else found


def _reason(answer: requests.Response) -> str | None:
    return "QUOTA_EXCEEDED" if "QUOTA_EXCEEDED" in answer.text[:500] else None
