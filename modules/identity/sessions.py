"""Sessions: signed-in devices, from the first token to the last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.account import Session, Transport
from models.errors import NotFound, Unauthenticated
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query, Stale
from modules.identity.collection import SESSIONS
from modules.identity.tokens import ExpiredToken, InvalidToken, Token, digest, matches

USER_AGENT_LIMIT = 200


class RefreshReplayed(Unauthenticated):
    """Somebody else has, or had, the same token: the whole family is over."""

    code = "auth.refresh_replayed"


class SessionNotFound(NotFound):
    code = "session.not_found"


@dataclass(frozen=True)
class Lifetimes:
    access: timedelta = timedelta(minutes=15)
    refresh: timedelta = timedelta(days=60)
    """Since the last refresh."""
    cookie: timedelta = timedelta(days=30)
    """Since the session was last seen."""
    seen_every: timedelta = timedelta(minutes=1)
    """How often a use is written down at most."""


@dataclass(frozen=True)
class Grant:
    """A session with the tokens that open it; the only moment they are known in clear."""

    session: Session
    access: Token
    refresh: Token | None = None


class Sessions:
    def __init__(
        self,
        documents: Documents,
        clock: Callable[[], datetime],
        new_token: Callable[[], str],
        lifetimes: Lifetimes,
    ) -> None:
        self.lifetimes = lifetimes
        self._shelf = Shelf(documents, SESSIONS, Session)
        self._clock = clock
        self._new_token = new_token

    def open(self, owner: str, transport: Transport, user_agent: str = "") -> Grant:
        """Sign a device in."""
        now, session_id = self._clock(), self._new_token()[:22]
        access = Token(session_id, self._new_token())
        session = Session(
            id=session_id,
            owner=owner,
            transport=transport,
            access_hash=digest(access.secret),
            access_until=now + self.lifetimes.access,
            user_agent=user_agent[:USER_AGENT_LIMIT],
            created_at=now,
            seen_at=now,
            expires_at=now + self.lifetimes.refresh,
        )
        if transport == "cookie":
            return Grant(self._shelf.insert(self._slid(session, now)), access)
        refresh = Token(session_id, f"{self._new_token()}.{self._new_token()}")
        hashes = {"family_hash": digest(refresh.family), "refresh_hash": digest(refresh.secret)}
        return Grant(self._shelf.insert(session.model_copy(update=hashes)), access, refresh)

    def recognise(self, token: Token, transport: Transport) -> tuple[Session, bool]:
        """The session of an access token, and whether this use was written down.

        Raises InvalidToken, ExpiredToken.
        """
        session, now = self._living(token, transport), self._clock()
        if not matches(token.secret, session.access_hash):
            raise InvalidToken
        if session.access_until <= now:
            raise ExpiredToken
        if now - session.seen_at < self.lifetimes.seen_every:
            return session, False
        try:
            return self._shelf.replace(self._slid(session, now)), True
        except Stale:
            return session, False

    def refresh(self, token: Token) -> Grant:
        """New tokens for a refresh token, which is worth nothing from then on.

        Whoever comes second with the same token, a moment or a month later, ends the session for both: nobody can
        tell which of the two is the thief. Raises RefreshReplayed, InvalidToken.
        """
        session = self._living(token, "bearer")
        if not matches(token.family, session.family_hash):
            raise InvalidToken
        access = Token(session.id, self._new_token())
        following = Token(session.id, f"{token.family}.{self._new_token()}")
        turned = self._shelf.change(session.id, lambda known: self._turned(known, token, access, following))
        if turned is not None:
            return Grant(turned, access, following)
        if not self._shelf.delete(session.id):
            raise InvalidToken
        raise RefreshReplayed(
            "This refresh token was used before. To be safe the session it belongs to is over.",
            field="refresh_token",
            next_step="Sign in again on this device, and use every refresh token only once.",
        )

    def list(self, owner: str, *, limit: int = 50, cursor: str | None = None) -> tuple[list[Session], str | None]:
        """Where the owner is signed in, newest first."""
        query = Query({"owner": owner}, order="created_at", descending=True)
        return self._shelf.find(query, limit=limit, cursor=cursor)

    def revoke(self, owner: str, session_id: str) -> None:
        """Sign a device out; its tokens open nothing from now on. Raises SessionNotFound for strangers too."""
        session = self._shelf.get(session_id)
        if session is None or session.owner != owner:
            raise SessionNotFound("You have no such session.", next_step="GET /auth/sessions lists yours.")
        self._shelf.delete(session_id)

    def alive(self, session_id: str) -> bool:
        """Whether the session was neither ended nor forgotten: what an open socket asks now and then."""
        session = self._shelf.get(session_id)
        return session is not None and session.expires_at > self._clock()

    def _living(self, token: Token, transport: Transport) -> Session:
        session = self._shelf.get(token.session_id)
        if session is None or session.transport != transport or session.expires_at <= self._clock():
            raise InvalidToken
        return session

    def _slid(self, session: Session, now: datetime) -> Session:
        """Seen now; a cookie lives that much longer."""
        until = {"access_until": now + self.lifetimes.cookie, "expires_at": now + self.lifetimes.cookie}
        return session.model_copy(update={"seen_at": now, **(until if session.transport == "cookie" else {})})

    def _turned(self, session: Session, used: Token, access: Token, following: Token) -> Session | None:
        """The session after one refresh; None when the token used is not the latest one."""
        if not matches(used.secret, session.refresh_hash):
            return None
        now = self._clock()
        return session.model_copy(
            update={
                "access_hash": digest(access.secret),
                "access_until": now + self.lifetimes.access,
                "refresh_hash": digest(following.secret),
                "seen_at": now,
                "expires_at": now + self.lifetimes.refresh,
            }
        )
