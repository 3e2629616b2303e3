"""Tokens: an access token that works, fetched anew by one process at a time however many ask for it."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from models.errors import MuseaikaError
from models.events import SpotifyReauthRequired, user_room
from models.spotify import SpotifyLink
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Stale
from modules.realtime import Publisher
from modules.spotify.collection import SPOTIFY_LINKS
from modules.spotify.oauth import Accounts, GrantRefused
from modules.spotify.refusals import MissingScope, NotLinked, ReauthRequired, Upstream
from modules.spotify.vault import Vault

MARGIN: Final = timedelta(seconds=60)
"""A token that ends sooner is not given out."""
LEASE: Final = timedelta(seconds=20)
"""Longer than a refresh takes at worst; who died while refreshing is succeeded after that."""
POLL: Final = 0.05
TURNS: Final = 600


class Tokens:
    def __init__(
        self,
        documents: Documents,
        clock: Callable[[], datetime],
        accounts: Accounts,
        vault: Vault,
        publisher: Publisher,
    ) -> None:
        self._links = Shelf(documents, SPOTIFY_LINKS, SpotifyLink)
        self._clock = clock
        self._accounts = accounts
        self._vault = vault
        self._publisher = publisher

    def access(self, owner: str, needs: Iterable[str] = (), refused: str | None = None) -> str:
        """A token that is good for another minute, but never the one that Spotify just refused.

        Raises NotLinked, MissingScope, ReauthRequired, RateLimited, Upstream.
        """
        for _ in range(TURNS):
            link, pair = self._usable(owner)
            if set(needs) and not set(needs) & set(link.scopes):
                raise MissingScope
            now = self._clock()
            if pair["access"] != refused and link.access_until > now + MARGIN:
                return str(pair["access"])
            if link.refreshing_until is not None and link.refreshing_until > now:
                time.sleep(POLL)
            elif mine := self._leased(link):
                self._renew(mine, pair)
        raise Upstream(504, "another process is still fetching new tokens", done=False)

    def lose(self, owner: str, token: str) -> None:
        """Spotify refuses even this new token: the permission is gone."""
        link = self._links.get(owner)
        if link and link.sealed and (self._vault.open(link.sealed) or {}).get("access") == token:
            self._lost(link)

    def _usable(self, owner: str) -> tuple[SpotifyLink, dict[str, Any]]:
        link = self._links.get(owner)
        if link is None:
            raise NotLinked
        if link.sealed is None or link.reauth_by <= self._clock():
            if link.lost_at is None:
                self._lost(link)
            raise ReauthRequired
        pair = self._vault.open(link.sealed)
        if pair is None:
            self._lost(link)
            raise ReauthRequired
        return link, pair

    def _leased(self, link: SpotifyLink) -> SpotifyLink | None:
        """The link as mine to refresh; None when somebody was faster."""
        try:
            return self._links.replace(link.model_copy(update={"refreshing_until": self._clock() + LEASE}))
        except Stale:
            return None

    def _renew(self, mine: SpotifyLink, pair: dict[str, Any]) -> None:
        """Trouble on Spotify's side logs nobody out; only its word that the permission is gone does."""
        try:
            grant = self._accounts.refresh(str(pair["refresh"]))
        except GrantRefused:
            self._lost(mine)
            return
        except MuseaikaError:
            self._put(mine, refreshing_until=None)
            raise
        refresh = grant.refresh_token or pair["refresh"]
        self._put(
            mine,
            sealed=self._vault.seal({"access": grant.access_token, "refresh": refresh}),
            access_until=self._clock() + timedelta(seconds=max(grant.expires_in, MARGIN.total_seconds() + 1)),
            scopes=mine.scopes if grant.scopes is None else list(grant.scopes),
            refreshing_until=None,
        )

    def _lost(self, link: SpotifyLink) -> None:
        gone = {"sealed": None, "lost_at": self._clock(), "refreshing_until": None}
        if self._put(link, **gone):
            rooms = (user_room(link.owner),)
            self._publisher.publish(SpotifyReauthRequired(rooms=rooms, by=link.reauth_by, now=True))

    def _put(self, link: SpotifyLink, **told: Any) -> bool:
        """False when the link was cut, or made anew, since it was read: then that is what counts."""
        try:
            self._links.replace(link.model_copy(update=told))
        except Stale:
            return False
        return True
