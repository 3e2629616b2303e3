"""/playlists: lists of music to make, fill for a mood, change together, share by a link and take away."""

from typing import Any, Literal
from urllib.parse import quote

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field

from blueprints.current import me, services
from blueprints.guard import SECURITY
from blueprints.idempotency import IdempotencyHeader
from blueprints.preconditions import CHANGES, PARAMETER, agreed, tag, unchanged
from models.playlist import (
    NewItems,
    NewOrder,
    Playlist,
    PlaylistChange,
    PlaylistPage,
    PlaylistRequest,
    PlaylistView,
    SharedPlaylist,
    ShareLink,
)
from modules.playlists.cover import cover
from modules.playlists.exporting import FORMS

playlists = APIBlueprint("playlists", __name__, url_prefix="/playlists", tag="Playlists")
CHANGING: dict[str, Any] = {"parameters": [PARAMETER]}
BODY = [400, 415]
Told = tuple[PlaylistView, int, dict[str, str]]


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


class InForm(BaseModel):
    model_config = ConfigDict(extra="forbid")
    form: Literal["m3u8", "csv", "jspf"] = "m3u8"


@playlists.after_request
def never_stored(response: Response) -> Response:
    """Asked anew each time, with the ETag they have."""
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


@playlists.post("")
@playlists.input(PlaylistRequest, location="json", arg_name="wanted")
@playlists.input(IdempotencyHeader, location="headers", arg_name="header")
@playlists.output(PlaylistView, status_code=201)
@playlists.doc(responses=[400, 401, 403, 404, 409, 413, 415, 429, 503], security=SECURITY)
def create(wanted: PlaylistRequest, header: IdempotencyHeader) -> Told:
    """Make a list: of what you name, or filled for a mood, a goal and a length."""
    made = services.playlists.create(me().id, wanted, header.idempotency_key)
    return made.view(), 201, tag(made.version) | {"Location": url_for("playlists.one", playlist_id=made.id)}


@playlists.get("")
@playlists.input(Which, location="query", arg_name="which")
@playlists.output(PlaylistPage)
@playlists.doc(responses=[401], security=SECURITY)
def many(which: Which) -> PlaylistPage:
    """Your lists, the one you changed last first."""
    found, cursor = services.playlists.page(me().id, limit=which.limit, cursor=which.cursor)
    return PlaylistPage(items=[one.summary() for one in found], next_cursor=cursor)


@playlists.get("/<playlist_id>")
@playlists.output(PlaylistView)
@playlists.doc(responses={304: "As you have it", 401: "Not signed in", 404: "Not found"}, security=SECURITY)
def one(playlist_id: str) -> Response | Told:
    """One list with all that is in it; its ETag is the version that a change must name."""
    found = services.playlists.get(me().id, playlist_id)
    return Response(status=304, headers=tag(found.version)) if unchanged(found.version) else _told(found)


@playlists.patch("/<playlist_id>")
@playlists.input(PlaylistChange, location="json", arg_name="wish")
@playlists.output(PlaylistView)
@playlists.doc(responses=[*CHANGES, *BODY], security=SECURITY, extensions=CHANGING)
def change(playlist_id: str, wish: PlaylistChange) -> Told:
    """Call it something else, describe it, or give it another mood."""
    return _told(services.playlists.change(me().id, playlist_id, agreed(), wish))


@playlists.delete("/<playlist_id>")
@playlists.output({}, status_code=204)
@playlists.doc(responses=CHANGES, security=SECURITY, extensions=CHANGING)
def remove(playlist_id: str) -> Response:
    """Throw a list away; the music in it stays where it is."""
    services.playlists.delete(me().id, playlist_id, agreed())
    return Response(status=204)


@playlists.post("/<playlist_id>/items")
@playlists.input(NewItems, location="json", arg_name="new")
@playlists.output(PlaylistView)
@playlists.doc(responses=[*CHANGES, *BODY, 413], security=SECURITY, extensions=CHANGING)
def add(playlist_id: str, new: NewItems) -> Told:
    """Put tracks, files of the collection and works of yours into it, at the end or in between."""
    return _told(services.playlists.add(me().id, playlist_id, agreed(), new))


@playlists.delete("/<playlist_id>/items/<item_id>")
@playlists.output(PlaylistView)
@playlists.doc(responses=CHANGES, security=SECURITY, extensions=CHANGING)
def take_out(playlist_id: str, item_id: str) -> Told:
    """Take one item out."""
    return _told(services.playlists.remove(me().id, playlist_id, agreed(), item_id))


@playlists.put("/<playlist_id>/order")
@playlists.input(NewOrder, location="json", arg_name="new")
@playlists.output(PlaylistView)
@playlists.doc(responses=[*CHANGES, *BODY], security=SECURITY, extensions=CHANGING)
def reorder(playlist_id: str, new: NewOrder) -> Told:
    """Let the items follow each other as you say."""
    return _told(services.playlists.reorder(me().id, playlist_id, agreed(), new))


@playlists.get("/<playlist_id>/cover.png")
@playlists.output(FileSchema, content_type="image/png")
@playlists.doc(responses=[401, 404], security=SECURITY)
def picture(playlist_id: str) -> Response:
    """A cover in the colours of its mood."""
    return _cover(services.playlists.get(me().id, playlist_id))


@playlists.get("/<playlist_id>/export")
@playlists.input(InForm, location="query", arg_name="asked")
@playlists.doc(responses={200: "The list", 401: "Not signed in", 404: "Not found"}, security=SECURITY)
def export(playlist_id: str, asked: InForm) -> Response:
    """The list as a file: m3u8 for players, csv for tables, jspf for other services."""
    return _file(services.playlists.get(me().id, playlist_id), asked.form)


@playlists.post("/<playlist_id>/share")
@playlists.output(ShareLink, status_code=201)
@playlists.doc(responses=[401, 403, 404], security=SECURITY)
def share(playlist_id: str) -> tuple[ShareLink, int]:
    """A link by which anybody may look at this list; an older one ends. It is told this once."""
    token = services.playlists.share(me().id, playlist_id)
    return ShareLink(token=token, url=url_for("playlists.shared", token=token, _external=True)), 201


@playlists.delete("/<playlist_id>/share")
@playlists.output({}, status_code=204)
@playlists.doc(responses=[401, 403, 404], security=SECURITY)
def unshare(playlist_id: str) -> Response:
    """End the link at once."""
    services.playlists.unshare(me().id, playlist_id)
    return Response(status=204)


@playlists.get("/shared/<token>")
@playlists.output(SharedPlaylist)
@playlists.doc(responses=[404])
def shared(token: str) -> SharedPlaylist:
    """What somebody shared with you; nobody needs to sign in for it, and nothing can be changed."""
    return services.playlists.shared(token).shared()


@playlists.get("/shared/<token>/cover.png")
@playlists.output(FileSchema, content_type="image/png")
@playlists.doc(responses=[404])
def shared_picture(token: str) -> Response:
    """Its cover."""
    return _cover(services.playlists.shared(token))


def _told(found: Playlist) -> Told:
    return found.view(), 200, tag(found.version)


def _cover(found: Playlist) -> Response:
    """Drawn only for who has not seen this version: drawing takes a third of a second."""
    headers = {**tag(found.version), "Cache-Control": "private, no-cache"}
    if unchanged(found.version):
        return Response(status=304, headers=headers)
    return Response(services.offload(cover, found.id, found.mood, found.to), mimetype="image/png", headers=headers)


def _file(found: Playlist, form: str) -> Response:
    named = f"attachment; filename=\"playlist.{form}\"; filename*=UTF-8''{quote(f'{found.name}.{form}', safe='')}"
    text = FORMS[form].write(found, request.host_url)
    return Response(text, content_type=FORMS[form].media_type, headers={"Content-Disposition": named})
