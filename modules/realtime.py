"""Telling clients what is happening: publish(event) from any process."""

from typing import Any, Protocol

from models.events import Event

CHANNEL = "museaika"
"""The message-queue channel; both sides must name it, or every event vanishes silently."""


class Publisher(Protocol):
    def publish(self, event: Event) -> None:
        """Never raises because nobody listens or the broker is away: events are hints, the document is the truth."""


class Emitter(Protocol):
    """The part of python-socketio's managers and servers that is used here."""

    def emit(self, event: str, data: Any, *, room: Any) -> Any: ...


class SocketPublisher:
    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter

    def publish(self, event: Event) -> None:
        self._emitter.emit(event.name, event.payload(), room=list(event.rooms))
