"""Live streams over a socket: begin one, steer it with moods, listen, end it; who listens keeps it alive."""

from collections.abc import Callable
from typing import Any, Final

from flask_socketio import SocketIO, join_room, leave_room

from blueprints.current import socket_id
from blueprints.json_body import check_storable, fitted
from blueprints.steering import Steering
from models.account import User
from models.errors import MuseaikaError
from models.events import live_room
from models.live_stream import LiveStart, LiveSteering, LiveStop, LiveView, LiveWhich
from models.mood import Point
from modules.live.streams import Streams

Answer = dict[str, Any]
HEARD_EVERY: Final = 5.0
"""Seconds between two words to the streams that somebody here listens."""


class LiveSockets:
    """`start` runs a function beside everything else, `sleep` waits there."""

    def __init__(self, streams: Streams, start: Callable[..., Any], sleep: Callable[[float], Any]) -> None:
        self._streams = streams
        self._sleep = sleep
        self._steering = Steering(streams.steer, start, sleep)
        self._listening: dict[str, set[str]] = {}

    def register(self, socketio: SocketIO, answering: Callable[..., Any]) -> None:
        """Moods may come a thousand times a second: fifty of them count as one event."""
        socketio.on_event("live:start", answering(self.start))
        socketio.on_event("live:mood", answering(self.mood, cost=0.02))
        socketio.on_event("live:listen", answering(self.listen))
        socketio.on_event("live:leave", answering(self.leave_stream))
        socketio.on_event("live:stop", answering(self.stop))
        socketio.start_background_task(self._keep_alive)

    def start(self, user: User, message: Answer) -> Answer:
        check_storable(message)
        view = self._streams.start(user.id, fitted(LiveStart, message).order)
        return self._joined(user, view.id)

    def mood(self, user: User, message: Answer) -> Answer:
        """The acknowledgement names the first bar that will follow it."""
        said = fitted(LiveSteering, message)
        return {"ok": True, "index": self._steering.steer(user.id, said.id, Point(said.valence, said.arousal))}

    def listen(self, user: User, message: Answer) -> Answer:
        """The acknowledgement is how the stream stands, so that nothing is missed."""
        return self._joined(user, fitted(LiveWhich, message).id)

    def leave_stream(self, _user: User, message: Answer) -> Answer:
        """Listen no more; the stream goes on while others do, and a little longer."""
        stream_id = fitted(LiveWhich, message).id
        self._listening.get(socket_id(), set()).discard(stream_id)
        leave_room(live_room(stream_id))
        return {"ok": True}

    def stop(self, user: User, message: Answer) -> Answer:
        said = fitted(LiveStop, message)
        return _told(self._streams.stop(user.id, said.id, keep=said.keep))

    def leave(self, sid: str) -> None:
        self._listening.pop(sid, None)

    def _joined(self, user: User, stream_id: str) -> Answer:
        """Joined before it is looked at: what is written in between comes as an event."""
        self._streams.view(user.id, stream_id)
        join_room(live_room(stream_id))
        self._listening.setdefault(socket_id(), set()).add(stream_id)
        return _told(self._streams.listen(user.id, stream_id))

    def _keep_alive(self) -> None:
        while True:
            self._sleep(HEARD_EVERY)
            self.tell_heard()

    def tell_heard(self) -> None:
        """The streams that somebody at this process listens to are heard; those that ended are forgotten."""
        listened = set().union(*self._listening.values())
        try:
            ended = listened - self._streams.heard(listened)
        except MuseaikaError:
            return  # the broker is away: the streams have other worries, and the next word comes soon
        for listening in self._listening.values():
            listening.difference_update(ended)


def _told(view: LiveView) -> Answer:
    stream = view.model_dump(mode="json")
    return {"ok": True, "id": view.id, "began": view.began, "now": view.now, "stream": stream}
