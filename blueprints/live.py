"""/live: streams of music that follow the mood: begin one, look at it, steer it, end it, keep what was played."""

from typing import Annotated, Literal

from apiflask import APIBlueprint
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from blueprints.current import me, services
from models.live_stream import LiveList, LiveStart, LiveView
from models.mood import Point
from models.mood_requests import Coordinate
from models.schema import Schema

live = APIBlueprint("live", __name__, url_prefix="/live", tag="Live")


class Ending(BaseModel):
    model_config = ConfigDict(extra="forbid")
    keep: bool = Field(default=False, description="Make a work of what was played")


class Listening(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Literal["opus", "mp3"] = Field(default="opus", description="Ogg Opus, or MP3 for players that want it")
    key: str | None = Field(default=None, max_length=100, description="As `audio` of the stream has it; or sign in")


class Steering(Schema):
    valence: Coordinate
    arousal: Coordinate


class Followed(BaseModel):
    index: Annotated[int, Field(description="The first bar that will follow the mood")]


@live.post("")
@live.input(LiveStart, location="json", arg_name="start")
@live.output(LiveView, status_code=201)
@live.doc(responses=[401, 404, 415, 429, 503])
def begin(start: LiveStart) -> tuple[LiveView, int, dict[str, str]]:
    """Begin a stream, as live:start does; it ends by itself when nobody listens, over a socket or at its audio."""
    view = services.live.streams.start(me().id, start.order)
    return view, 201, {"Location": url_for("live.one", stream_id=view.id)}


@live.get("")
@live.output(LiveList)
@live.doc(responses=[401])
def many() -> LiveList:
    """Your streams, newest first: those that play, and those that ended lately."""
    return LiveList(items=services.live.streams.all_of(me().id))


@live.get("/<stream_id>")
@live.output(LiveView)
@live.doc(responses=[401, 404])
def one(stream_id: str) -> LiveView:
    """How a stream stands, with its last and its coming bars: always the truth."""
    return services.live.streams.view(me().id, stream_id)


@live.put("/<stream_id>/mood")
@live.input(Steering, location="json", arg_name="steering")
@live.output(Followed)
@live.doc(responses=[401, 404, 415])
def steer(stream_id: str, steering: Steering) -> Followed:
    """A new mood, as live:mood; the newest one wins."""
    mood = Point(steering.valence, steering.arousal)
    return Followed(index=services.live.streams.steer(me().id, stream_id, mood))


@live.delete("/<stream_id>")
@live.input(Ending, location="query", arg_name="ending")
@live.output(LiveView)
@live.doc(responses=[401, 404, 409])
def end(stream_id: str, ending: Ending) -> LiveView:
    """End a stream; one that has ended stays as it is."""
    return services.live.streams.stop(me().id, stream_id, keep=ending.keep)


@live.post("/<stream_id>/keep")
@live.output(LiveView)
@live.doc(responses=[401, 404, 409, 503])
def keep(stream_id: str) -> LiveView:
    """Make a work of a stream that ended within the last day; `work` is the job that does, at /generations."""
    return services.live.streams.keep(me().id, stream_id)


@live.get("/<stream_id>/audio")
@live.input(Listening, location="query", arg_name="how")
@live.doc(responses={200: "Sound without an end", 401: "Not signed in", 404: "Not found", 429: "Too many listeners"})
def audio(stream_id: str, how: Listening) -> Response:
    """The stream as sound, for players without a synthesiser; it ends with the stream. Whoever listens keeps it on."""
    ear = services.live.streams.ear(stream_id, how.key, lambda: me().id)
    media_type = {"opus": "audio/ogg; codecs=opus", "mp3": "audio/mpeg"}[how.format]
    sound = () if request.method == "HEAD" else services.live.broadcasting().listen(ear, how.format)
    return Response(sound, content_type=media_type, headers={"Cache-Control": "no-store", "Accept-Ranges": "none"})
