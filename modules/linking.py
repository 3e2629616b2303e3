"""Linking: somebody's Spotify account and the person they are here become one, and a guest keeps everything."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from models.account import CONTROL, GUEST, User, bounded
from models.errors import Conflict, Invalid, TooLarge
from modules.documents.idempotency import KEYS
from modules.documents.shelf import Shelf
from modules.documents.store import Collection, Document, Documents, Duplicate, Query, Stale
from modules.errands.collection import ERRANDS
from modules.identity.collection import CONSENTS, SESSIONS, USERS
from modules.library.collection import TRACKS
from modules.library.tracks import Tracks
from modules.playlists.kept import KeptPlaylists
from modules.privacy import HOLDINGS, Privacy
from modules.spotify.collection import SPOTIFY_HANDOFFS, SPOTIFY_LINKS, SPOTIFY_LOGINS
from modules.spotify.links import Links
from modules.spotify.oauth import Agreed

STAYING: Final = {
    one.name for one in (SESSIONS, CONSENTS, KEYS, ERRANDS, SPOTIFY_LINKS, SPOTIFY_LOGINS, SPOTIFY_HANDOFFS)
}
"""What does not go over with a guest: keys to doors, what runs for them, and a yes each account says for itself."""
NAME_LENGTH: Final = 80


class OtherAccount(Conflict):
    code = "spotify.other_account"
    title = "Another Spotify account"


class Linking:
    def __init__(
        self,
        documents: Documents,
        links: Links,
        privacy: Privacy,
        tracks: Tracks,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._documents = documents
        self._users = Shelf(documents, USERS, User)
        self._links = links
        self._privacy = privacy
        self._tracks = tracks
        self._playlists = KeptPlaylists(documents)
        self._clock = clock
        self._new_id = new_id

    def connect(self, here: User | None, agreed: Agreed) -> User:
        """Who this is from now on: `here` with an account, or the person who has had that account before.

        In the latter case all that the guest `here` has goes over to them, and the guest is no more. Raises
        OtherAccount when `here` is not a guest, but somebody with another account.
        """
        known = self._by_account(agreed.profile.account_id)
        if here is None:
            user = known or self._made(agreed)
        elif known is None or known.id == here.id:
            user = self._joined(here, agreed)
        elif here.guest:
            self._bring(here, known)
            user = known
        else:
            raise _other()
        self._links.connect(user.id, agreed)
        return user

    def disconnect(self, user_id: str) -> None:
        """Forget the account and what it told: they are a guest again, with all that is theirs. Twice is fine.

        What it told goes before it, so that who dies in between can try again, and after it, because a reading may
        have gone on until then.
        """
        link = self._links.get(user_id)
        name = _name(link.display_name) if link else None
        self._tracks.synced.part(user_id)
        self._links.disconnect(user_id)
        self._playlists.forget_spotify(user_id)
        self._tracks.synced.part(user_id)
        self._users.change(user_id, lambda user: _parted(user, name))

    def _by_account(self, account_id: str) -> User | None:
        """An erasure that is under way is finished first: then nobody has the account."""
        found, _ = self._users.find(Query({"spotify_id": account_id}), limit=1)
        if found and found[0].erasing_since is not None:
            self._privacy.erase(found[0].id)
            return None
        return found[0] if found else None

    def _made(self, agreed: Agreed) -> User:
        profile = agreed.profile
        user = User(
            id=self._new_id(),
            spotify_id=profile.account_id,
            display_name=_name(profile.display_name) or GUEST,
            created_at=self._clock(),
            guest=False,
        )
        try:
            return self._users.insert(user)
        except Duplicate:  # the same person, in another tab
            return self._by_account(profile.account_id) or self._made(agreed)

    def _joined(self, here: User, agreed: Agreed) -> User:
        try:
            changed = self._users.change(here.id, lambda user: _with_account(user, agreed))
        except Duplicate:  # the same person, as another guest of the same moment
            known = self._by_account(agreed.profile.account_id)
            if known is None:
                raise
            self._bring(here, known)
            return known
        if changed is None:
            raise _other()
        return changed

    def _bring(self, guest: User, known: User) -> None:
        """Everything of the guest's becomes theirs. Cut short, it goes on when the guest logs in again."""
        self._bring_tracks(guest.id, known.id)
        for holding in HOLDINGS:
            if holding.name not in STAYING | {TRACKS.name}:
                for document in self._each(holding.collection, guest.id):
                    self._bring_one(holding.collection, document, known.id)
        fresh = self._users.get(guest.id) or guest
        self._users.change(known.id, lambda user: _with_preferences(user, fresh.preferences))
        self._privacy.erase(guest.id)

    def _bring_tracks(self, old: str, new: str) -> None:
        listed = self._tracks.all_of(old)
        try:
            if listed:
                self._tracks.add(new, listed)
        except TooLarge as error:
            raise Invalid(
                f"The tracks of this guest and of the account do not fit together: {error.detail}",
                next_step="Remove some with DELETE /music/tracks/{id}, then log in again.",
            ) from None

    def _bring_one(self, collection: Collection, document: Document, new: str) -> None:
        """What is kept under the person's own id gets the other id, unless the other has one of their own."""
        old = document["owner"]
        if document["id"] != old and not document["id"].startswith(f"{old}."):
            self._give(collection, document, new)
            return
        moved = {name: value for name, value in document.items() if name not in {"version", "schema"}}
        moved |= {"id": new + document["id"].removeprefix(old), "owner": new}
        try:
            self._documents.insert(collection, moved)
        except Duplicate:
            return

    def _give(self, collection: Collection, document: Document, new: str) -> None:
        """However often somebody else, such as the worker of a running job, writes it meanwhile.

        Where the other has one of that name, such as a twin, theirs stays.
        """
        found: Document | None = document
        while found is not None and found["owner"] != new:
            try:
                found = self._documents.replace(collection, {**found, "owner": new}, found["version"])
            except Stale:
                found = self._documents.get(collection, document["id"])
            except Duplicate:
                return

    def _each(self, collection: Collection, owner: str) -> Iterator[Document]:
        """All of them, listed before the first is changed."""
        listed: list[Document] = []
        cursor = None
        while True:
            page = self._documents.find(collection, Query({"owner": owner}), limit=100, cursor=cursor)
            listed += page.items
            cursor = page.next_cursor
            if cursor is None:
                return iter(listed)


def _other() -> OtherAccount:
    return OtherAccount(
        "You are connected to another Spotify account here.",
        next_step="Sign out first (POST /auth/logout), or take the other account off (DELETE /user/spotify).",
    )


def _with_account(user: User, agreed: Agreed) -> User | None:
    """None for somebody with another account, and for somebody who is being erased."""
    account_id = agreed.profile.account_id
    if user.erasing_since is not None or user.spotify_id not in {None, account_id}:
        return None
    name = _name(agreed.profile.display_name) if user.display_name == GUEST else None
    told = {"spotify_id": account_id, "guest": False, "display_name": name or user.display_name}
    return user.model_copy(update=told)


def _with_preferences(user: User, more: dict[str, object]) -> User | None:
    """Their own win. None where both together are more than one person may have: then theirs stay as they are."""
    try:
        return user.model_copy(update={"preferences": bounded({**more, **user.preferences})})
    except ValueError:
        return None


def _parted(user: User, name: str | None) -> User | None:
    if user.spotify_id is None:
        return None
    shown = GUEST if user.display_name == name else user.display_name
    return user.model_copy(update={"spotify_id": None, "guest": True, "display_name": shown})


def _name(given: str | None) -> str | None:
    """A name as people here may have one; None when nothing is left of it."""
    return CONTROL.sub("", given or "").strip()[:NAME_LENGTH].strip() or None
