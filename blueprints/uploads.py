"""/uploads: hand in sound and MIDI to make music from, see what you handed in, take it back."""

from contextlib import suppress
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import ClientDisconnected

from blueprints.current import me, services
from blueprints.guard import SECURITY
from blueprints.idempotency import IdempotencyHeader
from blueprints.multipart import file_part
from models.errors import Invalid, Unsupported
from models.upload import Upload, UploadView
from modules.uploads.holding import too_large

uploads = APIBlueprint("uploads", __name__, url_prefix="/uploads", tag="Uploads")
MULTIPART, JSON = "multipart/form-data", "application/json"
AROUND = 65_536
"""Bytes a request may have besides the file."""
READ_AWAY = 64 * 1024 * 1024
"""Bytes of a refused body that are read and dropped: many clients look for the answer only when all is sent."""


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class UploadPage(BaseModel):
    items: list[UploadView]
    next_cursor: str | None


class TextUpload(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(max_length=2000, description="For people only; what it is, is seen in the content")
    content_base64: str = Field(description="The bytes in standard base64; a data: URL is fine")


class BadUpload(Invalid):
    code = "request.invalid"


class NoLength(Invalid):
    code = "request.no_length"


class WrongContentType(Unsupported):
    code = "content_type.unsupported"


FILE = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
BODY = {
    "required": True,
    "content": {MULTIPART: {"schema": FILE}, JSON: {"schema": TextUpload.model_json_schema()}},
}


@uploads.after_request
def let_finish(response: Response, most: int = READ_AWAY) -> Response:
    """Without this, whoever is refused in the middle of sending sees a broken connection and not the reason."""
    if response.status_code >= 400 and request.method == "POST" and "Expect" not in request.headers:
        request.max_content_length = max(request.content_length or 0, most)  # None would mean the app's own
        with suppress(ClientDisconnected):
            any(not request.stream.read(AROUND) for _ in range(most // AROUND))
    return response


@uploads.post("")
@uploads.input(IdempotencyHeader, location="headers", arg_name="header")
@uploads.output(UploadView, status_code=201)
@uploads.doc(responses=[401, 409, 413, 415, 422, 429, 507], security=SECURITY, extensions={"requestBody": BODY})
def receive(header: IdempotencyHeader) -> tuple[UploadView, int, dict[str, str]]:
    """Hand in an .mp3, .m4a, .wav, .flac, .ogg or MIDI file: one multipart part "file", or base64 in JSON."""
    upload = _received(me().id, header.idempotency_key)
    return _view(upload), 201, {"Location": url_for("uploads.one", upload_id=upload.id)}


@uploads.get("")
@uploads.input(Which, location="query", arg_name="which")
@uploads.output(UploadPage)
@uploads.doc(responses=[401], security=SECURITY)
def many(which: Which) -> UploadPage:
    """Your uploads, newest first."""
    found, cursor = services.uploads.page(me().id, limit=which.limit, cursor=which.cursor)
    return UploadPage(items=[_view(upload) for upload in found], next_cursor=cursor)


@uploads.get("/<upload_id>")
@uploads.output(UploadView)
@uploads.doc(responses=[401, 404], security=SECURITY)
def one(upload_id: str) -> UploadView:
    """What is known about an upload."""
    return _view(services.uploads.get(me().id, upload_id))


@uploads.delete("/<upload_id>")
@uploads.output({}, status_code=204)
@uploads.doc(responses=[401, 404], security=SECURITY)
def remove(upload_id: str) -> Response:
    """Take an upload back; works made from it stay."""
    services.uploads.delete(me().id, upload_id)
    return Response(status=204)


def _received(owner: str, key: str | None) -> Upload:
    if request.mimetype == MULTIPART:
        check_length(services.uploads.limit_bytes)
        part = file_part(request, "file")
        return services.uploads.receive(owner, part.name, part.chunks, key)
    if request.mimetype == JSON:
        check_length(services.uploads.limit_bytes * 4 // 3)
        text = _text_upload(request.get_data(cache=False))
        return services.uploads.receive_base64(owner, text.name, text.content_base64, key)
    raise WrongContentType(
        f"A body of the type {request.mimetype or 'nothing'} is no upload.",
        field="Content-Type",
        next_step=f"Send {MULTIPART} with the part 'file', or {JSON} with name and content_base64.",
    )


def check_length(content_bytes: int) -> None:
    """Refuse before a byte is read what says itself that it is too much."""
    if "Transfer-Encoding" in request.headers and "wsgi.input_terminated" not in request.environ:
        raise NoLength("The request does not say how long it is.", next_step="Send a Content-Length header.")
    if (request.content_length or 0) > content_bytes + AROUND:
        raise too_large(services.uploads.limit_bytes)
    request.max_content_length = content_bytes + AROUND


def _text_upload(body: bytes) -> TextUpload:
    try:
        text: TextUpload = services.offload(TextUpload.model_validate_json, body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or None
        raise BadUpload(
            f"{field or 'body'}: {first['msg']}", field=field, next_step="Send {name, content_base64}; see /docs."
        ) from None
    return text


def _view(upload: Upload) -> UploadView:
    facts: dict[str, Any] = upload.model_dump(include=set(UploadView.model_fields))
    return UploadView(**facts)
