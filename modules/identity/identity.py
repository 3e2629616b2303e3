"""Identity: the people of this server, and who a token belongs to."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.account import GUEST, ProfileChange, Session, Transport, User, bounded
from models.errors import Invalid, NotFound
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.identity.collection import USERS
from modules.identity.sessions import Lifetimes, Sessions
from modules.identity.tokens import InvalidToken, Token

LOCAL = "local"
DEFAULTS = Lifetimes()


class UserNotFound(NotFound):
    code = "user.not_found"


class BadPreferences(Invalid):
    code = "user.preferences"


@dataclass(frozen=True)
class SignedIn:
    """Who sent a request, and with which session."""

    user: User
    session: Session
    token: Token
    renewed: bool
    """The session was extended just now: a browser's cookie should be, too."""


class Identity:
    def __init__(
        self,
        documents: Documents,
        clock: Callable[[], datetime],
        new_token: Callable[[], str] = secrets.token_urlsafe,
        lifetimes: Lifetimes = DEFAULTS,
    ) -> None:
        """`new_token` gives at least 22 unguessable characters out of A-Z a-z 0-9 - _ each time."""
        self.sessions = Sessions(documents, clock, new_token, lifetimes)
        self._users = Shelf(documents, USERS, User)
        self._clock = clock
        self._new_token = new_token

    def guest(self, display_name: str = GUEST) -> User:
        """A new person about whom nothing is known."""
        user = User(id=self._new_token()[:22], display_name=display_name, created_at=self._clock())
        return self._users.insert(user)

    def local_user(self) -> User:
        """The one person who owns what came through the compatibility doors; nobody can sign in as them."""
        known = self._users.get(LOCAL)
        if known is not None:
            return known
        try:
            return self._users.insert(User(id=LOCAL, display_name="This server", created_at=self._clock(), guest=False))
        except Duplicate:
            return self.get(LOCAL)

    def get(self, user_id: str) -> User:
        """Raises UserNotFound, also for somebody who is being erased."""
        user = self._users.get(user_id)
        if user is None or user.erasing_since is not None:
            raise UserNotFound("There is no such person.", next_step="POST /auth/guest makes a new guest.")
        return user

    def change(self, user_id: str, change: ProfileChange) -> User:
        """Take over the fields that were named; changes made at the same time to other fields stay."""
        changed = self._users.change(user_id, lambda user: _merged(user, change))
        return self.get(user_id) if changed is None else changed

    def recognise(self, text: str, transport: Transport) -> SignedIn:
        """Whose token this is. Raises InvalidToken, ExpiredToken."""
        token = Token.parse(text)
        session, renewed = self.sessions.recognise(token, transport)
        user = self._users.get(session.owner)
        if user is None or user.erasing_since is not None:
            raise InvalidToken
        return SignedIn(user, session, token, renewed)


def _merged(user: User, change: ProfileChange) -> User | None:
    if user.erasing_since is not None:
        return None
    update = change.model_dump(exclude_unset=True)
    if "preferences" in update:
        merged = {**user.preferences, **update["preferences"]}
        update["preferences"] = _kept({name: value for name, value in merged.items() if value is not None})
    return user.model_copy(update=update)


def _kept(preferences: dict[str, object]) -> dict[str, object]:
    try:
        return bounded(preferences)
    except ValueError as error:
        raise BadPreferences(
            f"All preferences together {error}.",
            field="preferences",
            next_step="Set those you no longer need to null.",
        ) from None
