"""Links: which Spotify account belongs to whom, and until when Spotify remembers it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from models.events import SpotifyReauthRequired, user_room
from models.spotify import LinkState, SpotifyLink, SpotifyLinkView
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate, Query, Range
from modules.realtime import Publisher
from modules.spotify.collection import SPOTIFY_LINKS
from modules.spotify.oauth import Agreed
from modules.spotify.vault import Vault

REMEMBERED: Final = timedelta(days=180)
"""Spotify says six months, counted from the moment somebody agreed; refreshing makes it no longer."""
SOON: Final = timedelta(days=14)
CAN_WRITE: Final = {"playlist-modify-private", "playlist-modify-public"}


class Links:
    def __init__(self, documents: Documents, clock: Callable[[], datetime], vault: Vault, publisher: Publisher) -> None:
        self._shelf = Shelf(documents, SPOTIFY_LINKS, SpotifyLink)
        self._clock = clock
        self._vault = vault
        self._publisher = publisher

    def get(self, owner: str) -> SpotifyLink | None:
        return self._shelf.get(owner)

    def connect(self, owner: str, agreed: Agreed) -> SpotifyLink:
        """Keep what somebody just agreed to, in place of what was there."""
        now, grant = self._clock(), agreed.grant
        told = {
            "account_id": agreed.profile.account_id,
            "display_name": agreed.profile.display_name,
            "scopes": agreed.scopes,
            "sealed": self._vault.seal({"access": grant.access_token, "refresh": grant.refresh_token}),
            "authorized_at": now,
            "access_until": now + timedelta(seconds=grant.expires_in),
            "reauth_by": now + REMEMBERED,
            "refreshing_until": None,
            "lost_at": None,
            "told_at": None,
        }
        changed = self._shelf.change(owner, lambda known: known.model_copy(update=told))
        if changed is not None:
            return changed
        try:
            return self._shelf.insert(
                SpotifyLink.model_validate({"id": owner, "owner": owner, "linked_at": now, **told})
            )
        except Duplicate:
            return self.connect(owner, agreed)

    def disconnect(self, owner: str) -> bool:
        """Forget the account and its tokens; True if there was one."""
        return self._shelf.delete(owner)

    def view(self, owner: str) -> SpotifyLinkView:
        link = self._shelf.get(owner)
        if link is None:
            return SpotifyLinkView(state=LinkState.UNLINKED)
        return SpotifyLinkView(
            state=self._state(link),
            display_name=link.display_name,
            can_write=bool(set(link.scopes) & CAN_WRITE),
            linked_at=link.linked_at,
            reauth_by=link.reauth_by,
        )

    def foresee(self) -> int:
        """Tell those whose permission ends before long, each once; how many were told."""
        until = Range(lte=self._clock() + SOON)
        told, cursor = 0, None
        while True:
            found, cursor = self._shelf.find(Query(ranges={"reauth_by": until}, order="reauth_by"), cursor=cursor)
            told += sum(self._tell(link) for link in found)
            if cursor is None:
                return told

    def _state(self, link: SpotifyLink) -> LinkState:
        now = self._clock()
        if link.sealed is None or link.reauth_by <= now:
            return LinkState.REAUTH_REQUIRED
        return LinkState.REAUTH_SOON if link.reauth_by <= now + SOON else LinkState.LINKED

    def _tell(self, link: SpotifyLink) -> bool:
        told = {"told_at": self._clock()}
        changed = self._shelf.change(link.id, lambda one: None if one.told_at else one.model_copy(update=told))
        if changed is None:
            return False
        over = self._state(changed) is LinkState.REAUTH_REQUIRED
        self._publisher.publish(SpotifyReauthRequired(rooms=(user_room(link.owner),), by=changed.reauth_by, now=over))
        return True
