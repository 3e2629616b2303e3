"""What people listen to: profile, top, saved and recent tracks, the library by URI, and the search."""

import re
from typing import Any

from flask import Response, request

from museaika.demo_spotify.answers import Call, Route, answer, empty, number, page, refuse
from museaika.demo_spotify.catalogue import Song
from museaika.demo_spotify.world import RANGES

MOST_URIS = 40
URI = re.compile(r"spotify:(track|album|episode|show|audiobook|artist|user|playlist):([0-9A-Za-z]+)")


def told(call: Call, song: Any) -> Any:
    """A song of the catalogue in full; what tests put in its place stays as it is."""
    return song.told(call.api) if isinstance(song, Song) else song


def me(call: Call) -> Response:
    person = call.person
    return answer(
        {
            "account_id": person.account_id,
            "display_name": person.name,
            "external_urls": {"spotify": f"https://open.spotify.com/user/{person.id}"},
            "href": f"{call.api}/users/{person.id}",
            "id": person.id,
            "images": [],
            "type": "user",
            "uri": f"spotify:user:{person.id}",
        }
    )


def top(call: Call) -> Response:
    span = request.args.get("time_range", "medium_term")
    if span not in RANGES:
        refuse(400, "Invalid time range")
    return answer(page(call, [told(call, song) for song in call.person.top[span]], largest=50, usual=20))


def saved(call: Call) -> Response:
    rows = [row if row is None else row | {"track": told(call, row["track"])} for row in call.person.saved]
    return answer(page(call, rows, largest=50, usual=20))


def recent(call: Call) -> Response:
    limit = number("limit", 20, 1, 50)
    moments = [f"2026-11-{20 - place // 24:02d}T{23 - place % 24:02d}:00:00Z" for place in range(50)]
    rows = [
        {"track": told(call, song), "played_at": moment}
        for song, moment in zip(call.person.recent, moments, strict=False)
    ]
    cursors = {"after": "1795132800000", "before": "1795000000000"}
    href = f"{call.api}/me/player/recently-played?limit={limit}"
    return answer({"href": href, "items": rows[:limit], "limit": limit, "cursors": cursors})


def search(call: Call) -> Response:
    wanted, kinds = request.args.get("q", ""), request.args.get("type", "")
    if not wanted:
        refuse(400, "No search query")
    if kinds != "track":
        refuse(400, "Bad search type field")
    found = [told(call, song) for song in call.world.catalogue.search(wanted)]
    return answer({"tracks": page(call, found, largest=10, usual=5)})


def track(call: Call, track_id: str) -> Response:
    song = call.world.catalogue.by_id.get(track_id)
    return refuse(404, "Resource not found") if song is None else answer(song.told(call.api))


def save(call: Call) -> Response:
    there = {song.uri for song in _saved_songs(call)}
    for kind, identity in _uris():
        song = call.world.catalogue.by_id.get(identity)
        if kind == "track" and song is not None and song.uri not in there:
            call.person.saved.insert(0, {"added_at": "2026-11-20T12:00:00Z", "track": song})
    return empty(200)


def forget(call: Call) -> Response:
    """Saved tracks are removed; a playlist of one's own is deleted that way, too."""
    gone = {f"spotify:{kind}:{identity}" for kind, identity in _uris()}
    call.person.saved = [row for row in call.person.saved if _uri_of(row) not in gone]
    for playlist in call.world.playlists.values():
        if f"spotify:playlist:{playlist.id}" in gone and playlist.owner == call.person.id:
            playlist.forgotten = True
    return empty(200)


def contains(call: Call) -> Response:
    there = {song.uri for song in _saved_songs(call)}
    return answer([f"spotify:{kind}:{identity}" in there for kind, identity in _uris()])


def _saved_songs(call: Call) -> list[Song]:
    return [row["track"] for row in call.person.saved if row and isinstance(row["track"], Song)]


def _uri_of(row: Any) -> str | None:
    return row["track"].uri if row and isinstance(row["track"], Song) else None


def _uris() -> list[tuple[str, str]]:
    """From the query, where they belong. Refuses more than forty and what is no URI."""
    listed = [one for one in request.args.get("uris", "").split(",") if one]
    found = [URI.fullmatch(one.strip()) for one in listed]
    if not listed or len(listed) > MOST_URIS or None in found:
        refuse(400, "Invalid uris")
    return [(one[1], one[2]) for one in found if one]


LIBRARY = ("user-library-modify", "user-follow-modify", "playlist-modify-public", "playlist-modify-private")
ROUTES = (
    Route("GET", "/me", (), me),
    Route("GET", "/me/top/tracks", ("user-top-read",), top),
    Route("GET", "/me/tracks", ("user-library-read",), saved),
    Route("GET", "/me/player/recently-played", ("user-read-recently-played",), recent),
    Route("GET", "/search", (), search),
    Route("GET", "/tracks/<track_id>", (), track),
    Route("PUT", "/me/library", LIBRARY, save),
    Route("DELETE", "/me/library", LIBRARY, forget),
    Route("GET", "/me/library/contains", ("user-library-read",), contains),
)
