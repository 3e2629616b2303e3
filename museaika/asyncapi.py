"""The socket surface as an AsyncAPI 3.0 document, made from the event classes themselves."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from models.events import EVENTS
from models.job import JobView
from models.live_stream import LiveStart, LiveSteering, LiveStop, LiveView, LiveWhich
from models.mood import Mood
from models.mood_requests import FrameMessage, TextMessage
from museaika import __version__

DESCRIPTION = """\
Socket.IO 5 (Engine.IO 4). Connect with `auth: {token}`, or with the session cookie of the page.
Events that the server sends are hints: they carry ids and small facts, come at most four times a second for a job,
and may be missed; `GET /generations/{id}` is always the truth. Events that a client sends are answered by the
acknowledgement, `{ok: true, ...}` or `{ok: false, error}` with the same codes that HTTP uses.
Pictures go as binary attachments of at most 500,000 bytes; a message of more than 1,000,000 bytes ends the connection.
"""
Json = dict[str, Any]


class WatchJob(BaseModel):
    """Hear about one job of yours from now on."""

    id: str = Field(description="The job's id, as POST /generations gave it")


class SocketError(BaseModel):
    """Why an event was refused."""

    code: str
    detail: str
    next_step: str | None = None


class Refused(BaseModel):
    """The event changed nothing."""

    ok: bool = Field(False, json_schema_extra={"const": False})
    error: SocketError


class Watching(BaseModel):
    """How the job stands at this moment, so that nothing is missed."""

    ok: bool = Field(True, json_schema_extra={"const": True})
    job: JobView


class FrameTaken(BaseModel):
    """The frame waits for its turn; mood:observed tells what was seen, unless a newer one takes its place."""

    ok: bool = Field(True, json_schema_extra={"const": True})
    dropped: int = Field(description="Frames of this socket that gave way to newer ones, all in all")


class TextRead(BaseModel):
    """What was read; mood:observed says the same."""

    ok: bool = Field(True, json_schema_extra={"const": True})
    mood: Mood
    seen: Mood
    certain: bool
    entry: str | None


class LiveStanding(BaseModel):
    """How the stream stands; from now on its bars come as live:bar to this socket."""

    ok: bool = Field(True, json_schema_extra={"const": True})
    id: str
    began: float | None = Field(description="When bar 0 sounded, on the server's clock; null until it is written")
    now: float = Field(description="The server's clock, to hold your own against: seconds since 1970")
    stream: LiveView


class LiveFollowed(BaseModel):
    """The mood is taken; a bar that was sent before is sent again with a higher revision."""

    ok: bool = Field(True, json_schema_extra={"const": True})
    index: int = Field(description="The first bar that will follow it")


class Left(BaseModel):
    """Its bars come to this socket no more."""

    ok: bool = Field(True, json_schema_extra={"const": True})


@dataclass(frozen=True)
class Inbound:
    """An event that clients send, and what its acknowledgement carries when all is well."""

    name: str
    message: type[BaseModel]
    answer: type[BaseModel]


INBOUND: tuple[Inbound, ...] = (
    Inbound("job:watch", WatchJob, Watching),
    Inbound("mood:frame", FrameMessage, FrameTaken),
    Inbound("mood:text", TextMessage, TextRead),
    Inbound("live:start", LiveStart, LiveStanding),
    Inbound("live:mood", LiveSteering, LiveFollowed),
    Inbound("live:listen", LiveWhich, LiveStanding),
    Inbound("live:leave", LiveWhich, Left),
    Inbound("live:stop", LiveStop, LiveStanding),
)


def asyncapi() -> Json:
    """Plain data, the same every time."""
    sent = {event.name: event for event in EVENTS}
    received = {inbound.name: inbound for inbound in INBOUND}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "MuseAIka",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "local": {
                "host": "127.0.0.1:8000",
                "pathname": "/socket.io/",
                "protocol": "ws",
                "description": "Socket.IO on the same host and port as the page",
            }
        },
        "channels": {
            **{_key(name): _channel(name, [event]) for name, event in sent.items()},
            **{_key(name): _channel(name, [one.message, one.answer, Refused]) for name, one in received.items()},
        },
        "operations": {
            **{f"send.{_key(name)}": _sends(name, event) for name, event in sent.items()},
            **{f"receive.{_key(name)}": _receives(one) for name, one in received.items()},
        },
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _key(name: str) -> str:
    return name.replace(":", ".")


def _kinds() -> list[type[BaseModel]]:
    answers = {kind for one in INBOUND for kind in (one.message, one.answer, Refused)}
    return sorted({*EVENTS, *answers}, key=lambda kind: kind.__name__)


def _channel(name: str, kinds: list[type[BaseModel]]) -> Json:
    messages = {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"} for kind in kinds}
    return {"address": name, "messages": messages}


def _message_of(name: str, kind: type[BaseModel]) -> Json:
    return {"$ref": f"#/channels/{_key(name)}/messages/{kind.__name__}"}


def _sends(name: str, kind: type[BaseModel]) -> Json:
    channel = {"$ref": f"#/channels/{_key(name)}"}
    return {"action": "send", "channel": channel, "summary": _summary(kind), "messages": [_message_of(name, kind)]}


def _receives(one: Inbound) -> Json:
    channel = {"$ref": f"#/channels/{_key(one.name)}"}
    return {
        "action": "receive",
        "channel": channel,
        "summary": _summary(one.message),
        "messages": [_message_of(one.name, one.message)],
        "reply": {"channel": channel, "messages": [_message_of(one.name, kind) for kind in (one.answer, Refused)]},
    }


def _messages() -> Json:
    return {
        kind.__name__: {
            "name": getattr(kind, "name", kind.__name__),
            "summary": _summary(kind),
            "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
        }
        for kind in _kinds()
    }


def _schemas() -> Json:
    """Without the rooms, which say who hears an event and are never sent."""
    _, found = models_json_schema(
        [(kind, "serialization") for kind in _kinds()], ref_template="#/components/schemas/{model}"
    )
    schemas: Json = found["$defs"]
    for event in EVENTS:
        schema = schemas[event.__name__]
        schema["properties"].pop("rooms", None)
        schema["required"] = [name for name in schema["required"] if name != "rooms"]
    return dict(sorted(schemas.items()))


def _summary(kind: type[BaseModel]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]
