"""/twins: teach the server a producer's sound, look at the receipt, listen, take the twin along, forget it."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from blueprints.current import me, services
from blueprints.downloads import send_file
from blueprints.guard import SECURITY
from blueprints.multipart import file_part
from models.twin import NAME, USUAL_MODEL, TwinOrder, TwinPage, TwinView
from modules.twins.keeping import ADAPTER
from modules.twins.twins import Foreign

twins = APIBlueprint("twins", __name__, url_prefix="/twins", tag="Twins")
FILE = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
BODY = {"required": True, "content": {"multipart/form-data": {"schema": FILE}}}
AROUND = 65_536
"""Bytes a request may have besides the file."""


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class OfVersion(BaseModel):
    version: int | None = Field(default=None, ge=1, description="The newest if left out")


class Imported(BaseModel):
    model_config = ConfigDict(extra="forbid")
    producer: str = Field(pattern=NAME)
    model: str = Field(default=USUAL_MODEL, pattern=NAME)
    backend: str = Field(default="composer", max_length=40)
    rights_confirmed: bool = Field(default=False, description="true: you may use this adapter")


@twins.post("")
@twins.input(TwinOrder, location="json", arg_name="order")
@twins.output(TwinView, status_code=202)
@twins.doc(responses=[401, 404, 409, 422, 503], security=SECURITY)
def teach(order: TwinOrder) -> tuple[TwinView, int, dict[str, str]]:
    """Teach a twin from uploads of sound or MIDI; a twin of that name that is there already gets a new version."""
    twin, errand = services.twins.order(me().id, order)
    place = {"Location": url_for("twins.one", twin_id=twin.id), "X-Errand": errand.id}
    return services.twins.view(twin), 202, place


@twins.get("")
@twins.input(Which, location="query", arg_name="which")
@twins.output(TwinPage)
@twins.doc(responses=[401], security=SECURITY)
def many(which: Which) -> TwinPage:
    """Your twins, newest first."""
    found, cursor = services.twins.page(me().id, limit=which.limit, cursor=which.cursor)
    return TwinPage(items=[services.twins.view(one) for one in found], next_cursor=cursor)


@twins.get("/<twin_id>")
@twins.output(TwinView)
@twins.doc(responses=[401, 404], security=SECURITY)
def one(twin_id: str) -> TwinView:
    """A twin with its versions and its receipt, by its id or as producer:model."""
    return services.twins.view(services.twins.get(me().id, twin_id))


@twins.delete("/<twin_id>")
@twins.output({}, status_code=204)
@twins.doc(responses=[401, 404], security=SECURITY)
def remove(twin_id: str) -> Response:
    """Forget a twin with all its versions; a training of it is called off. Works made with it stay."""
    services.twins.delete(me().id, twin_id)
    return Response(status=204)


@twins.delete("/<twin_id>/versions/<int:number>")
@twins.output(TwinView)
@twins.doc(responses=[401, 404], security=SECURITY)
def forget(twin_id: str, number: int) -> TwinView:
    """Forget one version."""
    return services.twins.view(services.twins.forget(me().id, twin_id, number))


@twins.get("/<twin_id>/export")
@twins.input(OfVersion, location="query", arg_name="which")
@twins.doc(responses=[401, 404], security=SECURITY)
def export(twin_id: str, which: OfVersion) -> Response:
    """The adapter as a safetensors file, by peft's names: any server with the same network can import it."""
    twin, version, info = services.twins.file(me().id, twin_id, which.version, ADAPTER)
    return send_file(services.files, info, f"{twin.producer}_{twin.model}-{version.number}.safetensors")


@twins.get("/<twin_id>/files/<name>")
@twins.input(OfVersion, location="query", arg_name="which")
@twins.doc(responses=[401, 404], security=SECURITY)
def listen(twin_id: str, name: str, which: OfVersion) -> Response:
    """before.flac and after.flac: the same order with the same seed, without the twin and with it."""
    _, _, info = services.twins.file(me().id, twin_id, which.version, name)
    return send_file(services.files, info, name)


@twins.post("/import")
@twins.input(Imported, location="query", arg_name="given")
@twins.output(TwinView, status_code=201)
@twins.doc(responses=[401, 413, 422], security=SECURITY, extensions={"requestBody": BODY})
def bring(given: Imported) -> tuple[TwinView, int, dict[str, str]]:
    """Import an adapter: one multipart part "file", safetensors only, checked for shapes, size and rank."""
    told: dict[str, Any] = given.model_dump()
    request.max_content_length = services.twins.backends.card(given.backend).most_bytes + AROUND
    twin = services.twins.receive(me().id, Foreign(**told), file_part(request, "file").chunks)
    return services.twins.view(twin), 201, {"Location": url_for("twins.one", twin_id=twin.id)}
