"""/mood: read a mood in a face, a sentence or both, point at one, correct it, and look back."""

from datetime import UTC, datetime, timedelta
from typing import Any

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, url_for
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from blueprints import mood_form
from blueprints.caching import never_cached
from blueprints.current import me, services
from blueprints.guard import SECURITY
from blueprints.idempotency import IdempotencyHeader
from blueprints.mood_reading import Heard, Reader
from blueprints.uploads import JSON, MULTIPART, let_finish
from models.mood_answer import MoodAnswer
from models.mood_entry import MoodDays, MoodEntryView, MoodPage
from models.mood_requests import MoodCorrection, MoodRequest, Remembering, TextRequest
from models.reading import Reading
from modules.documents.store import Range
from modules.mood.days import Span

mood = APIBlueprint("mood", __name__, url_prefix="/mood", tag="Mood")
mood.after_request(let_finish)
READS = [400, 401, 403, 409, 413, 415, 422, 429, 503]
PICTURE = {"type": "string", "format": "binary"}
IMAGE_BODY = {
    "required": True,
    "content": {
        MULTIPART: {"schema": {"type": "object", "properties": {"image": PICTURE}, "required": ["image"]}},
        "image/*": {"schema": PICTURE},
    },
}
SAID = MoodRequest.model_json_schema()
FUSED_BODY = {
    "required": True,
    "content": {
        JSON: {"schema": SAID},
        MULTIPART: {"schema": {"type": "object", "properties": {"image": PICTURE, **SAID["properties"]}}},
    },
}


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    since: AwareDatetime | None = Field(default=None, description="Not older than this")
    until: AwareDatetime | None = Field(default=None, description="Older than this")
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class Period(BaseModel):
    model_config = ConfigDict(extra="forbid")
    days: int = Field(default=30, ge=1, le=366, description="So many days, today included")
    offset: int = Field(default=0, ge=-840, le=840, description="Minutes your midnight lies east of UTC: 60 in Paris")

    @property
    def span(self) -> Span:
        return Span.ending(datetime.now(UTC), self.days, timedelta(minutes=self.offset))


mood.after_request(never_cached)


@mood.post("/image")
@mood.input(Remembering, location="query", arg_name="how")
@mood.input(IdempotencyHeader, location="headers", arg_name="header")
@mood.output(MoodAnswer, status_code=201)
@mood.doc(responses=READS, security=SECURITY, extensions={"requestBody": IMAGE_BODY})
def image(how: Remembering, header: IdempotencyHeader) -> Any:
    """The mood in a face; the largest one decides. The picture is read in memory, forgotten, and never written."""
    owner, reader = me().id, Reader(services)
    reader.permit(owner)
    return _answered(owner, Heard([reader.picture(owner, mood_form.picture())], []), how, header)


@mood.post("/text")
@mood.input(TextRequest, location="json", arg_name="said")
@mood.input(Remembering, location="query", arg_name="how")
@mood.input(IdempotencyHeader, location="headers", arg_name="header")
@mood.output(MoodAnswer, status_code=201)
@mood.doc(responses=[*READS], security=SECURITY)
def text(said: TextRequest, how: Remembering, header: IdempotencyHeader) -> Any:
    """The mood in a sentence or a long text; what you wrote is not kept."""
    return _answered(me().id, Heard([Reader(services).text(said.text)], []), how, header)


@mood.post("")
@mood.input(Remembering, location="query", arg_name="how")
@mood.input(IdempotencyHeader, location="headers", arg_name="header")
@mood.output(MoodAnswer, status_code=201)
@mood.doc(responses=READS, security=SECURITY, extensions={"requestBody": FUSED_BODY})
def fused(how: Remembering, header: IdempotencyHeader) -> Any:
    """One mood from all you know: a picture, words, and a point you chose or computed on your own device."""
    owner, reader = me().id, Reader(services)
    given = mood_form.given(lambda: reader.permit(owner))
    return _answered(owner, reader.everything(owner, given.picture, given.said), how, header)


@mood.get("/history")
@mood.input(Which, location="query", arg_name="which")
@mood.output(MoodPage)
@mood.doc(responses=[401], security=SECURITY)
def history(which: Which) -> MoodPage:
    """Your moods, newest first."""
    when = Range(gte=which.since, lt=which.until)
    found, cursor = services.moods.page(me().id, when=when, limit=which.limit, cursor=which.cursor)
    return MoodPage(items=[entry.view() for entry in found], next_cursor=cursor)


@mood.get("/history/daily")
@mood.input(Period, location="query", arg_name="period")
@mood.output(MoodDays)
@mood.doc(responses=[401], security=SECURITY)
def daily(period: Period) -> MoodDays:
    """Your days: the mean of each, and how far its moods lie apart."""
    return MoodDays(items=services.moods.days(me().id, period.span))


@mood.get("/history.png")
@mood.input(Period, location="query", arg_name="period")
@mood.output(FileSchema, content_type="image/png")
@mood.doc(responses=[401], security=SECURITY)
def picture(period: Period) -> Response:
    """Your days as a picture: the path of your moods on the circle."""
    diary = services.moods.diary(me().id, period.span)
    return Response(services.offload(diary.png), mimetype="image/png")


@mood.get("/<mood_id>")
@mood.output(MoodEntryView)
@mood.doc(responses=[401, 404], security=SECURITY)
def one(mood_id: str) -> MoodEntryView:
    """One mood, with what each source said."""
    return services.moods.get(me().id, mood_id).view()


@mood.patch("/<mood_id>")
@mood.input(MoodCorrection, location="json", arg_name="correction")
@mood.output(MoodEntryView)
@mood.doc(responses=[400, 401, 403, 404, 415], security=SECURITY)
def correct(mood_id: str, correction: MoodCorrection) -> MoodEntryView:
    """Say what it really was; what is read later follows you."""
    return services.moods.correct(me().id, mood_id, correction.mood).view()


@mood.delete("/<mood_id>/correction")
@mood.output(MoodEntryView)
@mood.doc(responses=[401, 403, 404], security=SECURITY)
def restore(mood_id: str) -> MoodEntryView:
    """Take a correction back, and with it all that it taught."""
    return services.moods.restore(me().id, mood_id).view()


@mood.delete("/<mood_id>")
@mood.output({}, status_code=204)
@mood.doc(responses=[401, 403, 404], security=SECURITY)
def forget(mood_id: str) -> Response:
    """Remove a mood from your history."""
    services.moods.delete(me().id, mood_id)
    return Response(status=204)


def _answered(owner: str, heard: Heard, how: Remembering, header: IdempotencyHeader) -> Any:
    """Created with its place in the history, or just the answer."""
    readings = [one for one in heard.evidence if isinstance(one, Reading)]
    if not how.remember:
        return MoodAnswer.of(services.moods.weigh(owner, heard.evidence), readings, heard.notes), 200
    entry = services.moods.record(owner, heard.evidence, header.idempotency_key)
    return MoodAnswer.of(entry, readings, heard.notes), 201, {"Location": url_for("mood.one", mood_id=entry.id)}
