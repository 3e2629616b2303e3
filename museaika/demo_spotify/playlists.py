"""People's playlists under the names of 2026: items, their order, their snapshots and covers."""

import base64
import binascii
from typing import Any

from flask import Response, request

from museaika.demo_spotify.answers import Call, Route, answer, empty, page, refuse
from museaika.demo_spotify.listening import URI, told
from museaika.demo_spotify.world import Playlist

MOST = 100
COVER_LIMIT = 256 * 1024


def own(call: Call) -> Response:
    mine = [one for one in call.world.playlists.values() if one.owner == call.person.id and not one.forgotten]
    return answer(page(call, [_summary(call, one) for one in reversed(mine)], largest=50, usual=20))


def make(call: Call) -> Response:
    wish = call.json()
    if not isinstance(wish.get("name"), str) or not wish["name"]:
        refuse(400, "Missing required field: name")
    public = bool(wish.get("public", True))
    _allowed(call, public=public)
    made = call.world.new_playlist(
        call.person.id, wish["name"], description=str(wish.get("description") or ""), public=public
    )
    return answer(_whole(call, made), 201)


def look(call: Call, playlist_id: str) -> Response:
    return answer(_whole(call, _found(call, playlist_id, mine=False)))


def rename(call: Call, playlist_id: str) -> Response:
    playlist, wish = _found(call, playlist_id), call.json()
    _allowed(call, public=playlist.public)
    playlist.name = str(wish.get("name", playlist.name))
    playlist.description = str(wish.get("description", playlist.description))
    playlist.public = bool(wish.get("public", playlist.public))
    return empty(200)


def items(call: Call, playlist_id: str) -> Response:
    playlist = _found(call, playlist_id)
    return answer(page(call, [_row(call, playlist, row) for row in playlist.rows], largest=50, usual=20))


def add(call: Call, playlist_id: str) -> Response:
    playlist, wish = _changing(call, playlist_id), call.json()
    position = wish.get("position", len(playlist.rows))
    if not isinstance(position, int) or not 0 <= position <= len(playlist.rows):
        refuse(400, "Index out of bounds")
    playlist.rows[position:position] = _rows(call, wish.get("uris"))
    return _changed(playlist, 201)


def replace_or_reorder(call: Call, playlist_id: str) -> Response:
    playlist, wish = _changing(call, playlist_id), call.json()
    if "uris" in wish:
        playlist.rows = _rows(call, wish["uris"]) if wish["uris"] else []
        return _changed(playlist)
    _check_snapshot(playlist, wish)
    start, before, length = wish.get("range_start"), wish.get("insert_before"), wish.get("range_length", 1)
    numbers = (start, before, length)
    if not all(isinstance(one, int) and 0 <= one <= len(playlist.rows) for one in numbers) or start + length > len(
        playlist.rows
    ):
        refuse(400, "Invalid range")
    moved = playlist.rows[start : start + length]
    rest = playlist.rows[:start] + playlist.rows[start + length :]
    place = before if before <= start else max(before - length, start)
    playlist.rows = rest[:place] + moved + rest[place:]
    return _changed(playlist)


def remove(call: Call, playlist_id: str) -> Response:
    playlist, wish = _changing(call, playlist_id), call.json()
    _check_snapshot(playlist, wish)
    listed = wish.get("items")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST or not all(isinstance(one, dict) for one in listed):
        refuse(400, "No items, or more than 100")
    gone = {one.get("uri") for one in listed}
    playlist.rows = [row for row in playlist.rows if row.get("uri") not in gone]
    return _changed(playlist)


def cover(call: Call, playlist_id: str) -> Response:
    playlist = _found(call, playlist_id)
    if "ugc-image-upload" not in call.scopes:
        refuse(403, "Insufficient client scope")
    body = request.get_data()
    if len(body) > COVER_LIMIT:
        refuse(413, "Payload too large")
    try:
        playlist.cover = base64.b64decode(body, validate=True)
    except binascii.Error:
        refuse(400, "Image is not base64")
    return empty(202)


def _found(call: Call, playlist_id: str, *, mine: bool = True) -> Playlist:
    """Followers keep a playlist that its owner deleted; here it is simply gone. Contents are the owner's only."""
    playlist = call.world.playlists.get(playlist_id)
    if playlist is None or playlist.forgotten:
        refuse(404, "Resource not found")
    if mine and playlist.owner != call.person.id:
        refuse(403, "Forbidden")
    return playlist


def _changing(call: Call, playlist_id: str) -> Playlist:
    playlist = _found(call, playlist_id)
    _allowed(call, public=playlist.public)
    return playlist


def _allowed(call: Call, *, public: bool) -> None:
    if f"playlist-modify-{'public' if public else 'private'}" not in call.scopes:
        refuse(403, "Insufficient client scope")


def _rows(call: Call, uris: Any) -> list[dict[str, Any]]:
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST:
        refuse(400, "You can add a maximum of 100 items per request.")
    for uri in uris:
        found = URI.fullmatch(str(uri))
        if found is None or (found[1] == "track" and found[2] not in call.world.catalogue.by_id):
            refuse(400, f"Invalid base62 id or unknown item: {str(uri)[:80]}")
    return [{"uri": uri, "added_at": "2026-11-20T12:00:00Z"} for uri in uris]


def _check_snapshot(playlist: Playlist, wish: dict[str, Any]) -> None:
    if wish.get("snapshot_id") not in {None, playlist.snapshot}:
        refuse(400, "Snapshot id is not the current one")


def _changed(playlist: Playlist, status: int = 200) -> Response:
    playlist.revision += 1
    return answer({"snapshot_id": playlist.snapshot}, status)


def _row(call: Call, playlist: Playlist, row: dict[str, Any]) -> dict[str, Any]:
    item = row["item"] if "item" in row else told(call, call.world.catalogue.by_uri.get(row["uri"]))
    return {
        "added_at": row.get("added_at"),
        "added_by": {"id": playlist.owner, "type": "user", "uri": f"spotify:user:{playlist.owner}"},
        "is_local": bool(item and item.get("is_local")),
        "item": item,
    }


def _summary(call: Call, playlist: Playlist) -> dict[str, Any]:
    href = f"{call.api}/playlists/{playlist.id}"
    return {
        "collaborative": False,
        "description": playlist.description,
        "external_urls": {"spotify": f"https://open.spotify.com/playlist/{playlist.id}"},
        "href": href,
        "id": playlist.id,
        "images": [],
        "items": {"href": f"{href}/items", "total": len(playlist.rows)},
        "name": playlist.name,
        "owner": {"id": playlist.owner, "type": "user", "uri": f"spotify:user:{playlist.owner}"},
        "public": playlist.public,
        "snapshot_id": playlist.snapshot,
        "type": "playlist",
        "uri": f"spotify:playlist:{playlist.id}",
    }


def _whole(call: Call, playlist: Playlist) -> dict[str, Any]:
    """With the first items, for its owner only."""
    if playlist.owner != call.person.id:
        return {name: value for name, value in _summary(call, playlist).items() if name != "items"}
    rows = [_row(call, playlist, row) for row in playlist.rows[:50]]
    href = f"{call.api}/playlists/{playlist.id}/items"
    following = f"{href}?offset=50&limit=50" if len(playlist.rows) > 50 else None
    listed = {"href": href, "items": rows, "limit": 50, "next": following, "offset": 0, "previous": None}
    return _summary(call, playlist) | {"items": listed | {"total": len(playlist.rows)}}


READ = ("playlist-read-private", "playlist-modify-private", "playlist-modify-public")
WRITE = ("playlist-modify-private", "playlist-modify-public")
ROUTES = (
    Route("GET", "/me/playlists", READ, own),
    Route("POST", "/me/playlists", WRITE, make),
    Route("GET", "/playlists/<playlist_id>", (), look),
    Route("PUT", "/playlists/<playlist_id>", WRITE, rename),
    Route("GET", "/playlists/<playlist_id>/items", READ, items),
    Route("POST", "/playlists/<playlist_id>/items", WRITE, add),
    Route("PUT", "/playlists/<playlist_id>/items", WRITE, replace_or_reorder),
    Route("DELETE", "/playlists/<playlist_id>/items", WRITE, remove),
    Route("PUT", "/playlists/<playlist_id>/images", WRITE, cover),
)
