"""Socket.IO: who connects, which jobs they watch, and what they show. Nothing here emits; modules.realtime does."""

import logging
import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, disconnect, join_room

from blueprints.current import services, socket_id
from blueprints.guard import identify_socket
from blueprints.live_sockets import LiveSockets
from blueprints.mood_sockets import MoodSockets
from models.account import User
from models.errors import MuseaikaError, NotFound, TooMany, Unauthenticated
from models.events import job_room, user_room
from models.job import Job
from modules.identity.identity import SignedIn
from modules.identity.sessions import Sessions

logger = logging.getLogger(__name__)
Answer = dict[str, Any]
LOOK_AGAIN = 5.0
PATIENCE = 10
"""A client that sends this many times the allowed rate is shown the door."""


class SlowDown(TooMany):
    code = "events.limited"


class EventUnknown(NotFound):
    code = "event.unknown"


class Clients:
    """Who sits behind each socket, and how fast they talk."""

    def __init__(self, events_a_second: int) -> None:
        self._rate = events_a_second
        self._users: dict[str, SignedIn] = {}
        self._counts: dict[str, tuple[int, float]] = {}

    def enter(self, sid: str, who: SignedIn | None) -> None:
        """None for somebody who did not sign in: they hear nothing and are counted all the same."""
        self._counts[sid] = (0, 0)
        if who is not None:
            self._users[sid] = who

    def leave(self, sid: str) -> None:
        self._users.pop(sid, None)
        self._counts.pop(sid, None)

    def anybody(self, sid: str) -> User | None:
        return self._users[sid].user if sid in self._users else None

    def user(self, sid: str) -> User:
        if sid not in self._users:
            raise Unauthenticated("This socket is not signed in.", next_step="Connect with auth={token}.")
        return self._users[sid].user

    def by_session(self) -> dict[str, list[str]]:
        """The sockets of each session."""
        found: dict[str, list[str]] = {}
        for sid, who in self._users.items():
            found.setdefault(who.session.id, []).append(sid)
        return found

    def count(self, sid: str, cost: float = 1.0) -> None:
        """Raises SlowDown above the rate; far above it the socket is closed."""
        if sid not in self._counts:
            raise SlowDown("This socket is closed already.", next_step="Connect again, and send fewer.")
        second = int(time.monotonic())
        begun, seen = self._counts[sid]
        seen = seen + cost if begun == second else cost
        self._counts[sid] = (second, seen)
        if seen > self._rate * PATIENCE:
            disconnect(sid)
        if seen > self._rate:
            raise SlowDown(f"More than {self._rate} events a second.", next_step="Send fewer.")


def register(
    socketio: SocketIO, sessions: Sessions, moods: MoodSockets, live: LiveSockets, events_a_second: int
) -> None:
    clients = Clients(events_a_second)
    socketio.on_event("connect", lambda auth=None: _connect(clients, auth))
    socketio.on_event("disconnect", lambda *_: _leave(clients, moods, live))
    socketio.on_event("job:watch", _answering(clients, _watch, who=clients.anybody))
    socketio.on_event("mood:frame", _answering(clients, moods.frame))
    socketio.on_event("mood:text", _answering(clients, moods.text))
    live.register(socketio, partial(_answering, clients))
    socketio.on_event("*", _answering(clients, _unknown))
    socketio.on_error_default(_accident)
    socketio.start_background_task(_watch_sessions, socketio, sessions, clients)


def _connect(clients: Clients, auth: Any) -> None:
    try:
        who = identify_socket(auth if isinstance(auth, dict) else None)
    except MuseaikaError as error:
        raise Refused(_told(error)) from None
    clients.enter(socket_id(), who)
    if who is not None:
        join_room(user_room(who.user.id))


def _leave(clients: Clients, moods: MoodSockets, live: LiveSockets) -> None:
    clients.leave(socket_id())
    moods.leave(socket_id())
    live.leave(socket_id())


def _watch_sessions(socketio: SocketIO, sessions: Sessions, clients: Clients) -> None:
    """A person who signed a device out, or was erased, hears nothing more there."""
    while True:
        socketio.sleep(LOOK_AGAIN)
        for session_id, sids in clients.by_session().items():
            socketio.sleep(0)  # thousands of looks in one go would hold everybody up
            for sid in sids if _has_ended(sessions, session_id) else ():
                socketio.server.disconnect(sid)


def _has_ended(sessions: Sessions, session_id: str) -> bool:
    """False while nobody can tell."""
    try:
        return not sessions.alive(session_id)
    except MuseaikaError as error:
        logger.warning("a session could not be looked up: %s", error.detail)
        return False


def _watch(user: User | None, message: Answer) -> Answer:
    """Hear about one job; the answer is how it stands, so that nothing is missed. What came through an old door is
    for everybody who knows its id.
    """
    job: Job = services.jobs.watched(user.id if user else None, str(message.get("id", "")))
    join_room(job_room(job.id))
    return {"ok": True, "job": services.jobs.view(job).model_dump(mode="json")}


def _unknown(_user: User, _message: Answer) -> Answer:
    """Counted like every other, and told, so that a slip of the pen is seen."""
    raise EventUnknown("There is no such event.", next_step="docs/asyncapi.yaml lists them.")


def _answering(
    clients: Clients,
    handler: Callable[[Any, Answer], Answer],
    cost: float = 1.0,
    who: Callable[[str], User | None] | None = None,
) -> Callable[..., Answer]:
    """The acknowledgement is the answer, or the same problem that HTTP would give. cost: how many events it counts.

    who: for an event that one need not be signed in for.
    """
    asker = who or clients.user

    @wraps(handler)
    def answer(message: Any = None, *_: Any) -> Answer:
        try:
            clients.count(socket_id(), cost)
            return handler(asker(socket_id()), message if isinstance(message, dict) else {})
        except MuseaikaError as error:
            return {"ok": False, "error": _told(error)}

    return answer


def _told(error: MuseaikaError) -> Answer:
    return {"code": error.code, "detail": error.detail, "next_step": error.next_step}


def _accident(error: Exception) -> Answer:
    logger.error("a socket event failed", exc_info=error)
    return {"ok": False, "error": {"code": "internal", "detail": "The server made a mistake; it is in its log."}}
