"""/music: the tracks a person listens to, and which files of the collection they are."""

from hashlib import sha256
from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from blueprints import list_body
from blueprints.compat import OldRequest, door, local_user
from blueprints.current import me, services
from blueprints.guard import SECURITY
from blueprints.idempotency import IdempotencyHeader
from models.errors import Invalid
from models.mood import Mood
from models.track import Kept, MatchReport, Track, TrackPage
from modules.jobs.likings import basis_of
from modules.library.exchange import read_list, write_list

music = APIBlueprint("music", __name__, url_prefix="/music", tag="Music")
old_ml = door("old_ml", "/api/ml")
MOST_MATCHED = 500
"""Tracks that one request may ask for: about half a second in a collection of the size of Lakh."""


class OldBody(Invalid):
    code = "request.invalid"


class MyTracks(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tracks: list[Track] = Field(
        description="The whole list: what is not in it any more goes, but for what your Spotify account told"
    )


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=100, ge=1, le=1000)
    cursor: str | None = Field(default=None, max_length=500)


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    tracks: list[Track] | None = Field(
        default=None, max_length=MOST_MATCHED, description="Left out: your own, a page at a time"
    )
    mood: Mood | None = Field(default=None, description="What neighbours should be near, where not one track is there")
    limit: int = Field(default=100, ge=1, le=MOST_MATCHED)
    cursor: str | None = Field(default=None, max_length=500)


class Matches(MatchReport):
    next_cursor: str | None = None


class OldTrack(OldRequest, Track):
    """As the old client sends it: several artists as a list, and more than we know."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @field_validator("artist", mode="before")
    @classmethod
    def _joined(cls, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value or ""


class OldTracks(OldRequest):
    tracks: list[OldTrack]


@music.put("/tracks")
@music.input(MyTracks, location="json", arg_name="mine")
@music.output(Kept)
@music.doc(responses=[401, 413, 415], security=SECURITY)
def put(mine: MyTracks) -> Kept:
    """Say what you listen to: the whole list, 10,000 at most, each track once."""
    return services.tracks.replace(me().id, mine.tracks)


@music.get("/tracks")
@music.input(Which, location="query", arg_name="which")
@music.output(TrackPage)
@music.doc(responses=[401], security=SECURITY)
def many(which: Which) -> TrackPage:
    """Your tracks, in the order of your list, and where each is known from."""
    return services.tracks.page(me().id, limit=which.limit, cursor=which.cursor)


@music.delete("/tracks")
@music.output({}, status_code=204)
@music.doc(responses=[401], security=SECURITY)
def clear() -> Response:
    """Forget all your tracks. What your Spotify account has comes back when it is read again."""
    services.tracks.clear(me().id)
    return Response(status=204)


@music.delete("/tracks/<track_id>")
@music.output({}, status_code=204)
@music.doc(responses=[401, 404], security=SECURITY)
def remove(track_id: str) -> Response:
    """Forget one. What your Spotify account has comes back when it is read again."""
    services.tracks.remove(me().id, track_id)
    return Response(status=204)


@music.post("/tracks/import")
@music.input(IdempotencyHeader, location="headers", arg_name="header")
@music.output(Kept)
@music.doc(responses=[401, 409, 413, 415, 422], security=SECURITY, extensions={"requestBody": list_body.LIST})
def take_list(header: IdempotencyHeader) -> Kept:
    """Add the tracks of a file: Exportify's CSV, columns artist and title, or lines of Artist - Title."""
    owner, data = me().id, list_body.taken()
    services.tracks.once(owner, header.idempotency_key, sha256(data).hexdigest())
    found = services.offload(read_list, data)
    return services.tracks.add(owner, found.tracks, found.skipped)


@music.get("/tracks.csv")
@music.doc(responses={200: "Your tracks as CSV, as Exportify writes them", 401: "Not signed in"}, security=SECURITY)
def give_list() -> Response:
    """Your tracks as a file that other programs read, and this one again."""
    named = {"Content-Disposition": 'attachment; filename="tracks.csv"'}
    return Response(write_list(services.tracks.all_of(me().id)), content_type="text/csv; charset=utf-8", headers=named)


@music.post("/matches")
@music.input(Wanted, location="json", arg_name="wanted")
@music.output(Matches)
@music.doc(responses=[401, 415, 503], security=SECURITY)
def match(wanted: Wanted) -> Matches:
    """Which files of the collection these tracks are: how surely, and what speaks for it."""
    tracks, cursor = _asked(me().id, wanted)
    basis = basis_of((wanted.mood.valence, wanted.mood.arousal)) if wanted.mood else None
    report = services.offload(services.matching.report, tracks, basis)
    return Matches(**dict(report), next_cursor=cursor)


@old_ml.post("/save-spotify-tracks")
@old_ml.doc(responses={200: "Saved", 404: "The old doors are closed"})
def save_spotify_tracks() -> dict[str, Any]:
    """Keep the tracks of whoever uses the old client; the body is JSON whatever its Content-Type says."""
    request.max_content_length = 8_000_000
    kept = services.tracks.replace(local_user().id, _old_tracks(request.get_json(force=True)))
    return {"success": True, "message": f"Saved {kept.count} tracks", "count": kept.count}


def _asked(owner: str, wanted: Wanted) -> tuple[list[Track], str | None]:
    if wanted.tracks is not None:
        return wanted.tracks, None
    page = services.tracks.page(owner, limit=wanted.limit, cursor=wanted.cursor)
    return [Track(**one.model_dump(include=set(Track.model_fields))) for one in page.items], page.next_cursor


def _old_tracks(body: Any) -> list[OldTrack]:
    try:
        return OldTracks.model_validate(body).tracks
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise OldBody(f"{place or 'body'}: {first['msg']}", field=place, next_step="Send {tracks: [...]}.") from None
