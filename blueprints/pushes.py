"""/playlists/<id>/spotify: take a list to Spotify, and see what differs there."""

from apiflask import APIBlueprint
from flask import url_for

from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.errand import ErrandView
from models.push import PushWish, SpotifyDifferences

pushes = APIBlueprint("pushes", __name__, url_prefix="/playlists/<playlist_id>/spotify", tag="Playlists")
REFUSALS = [401, 403, 404, 409, 422, 503]


@pushes.post("")
@pushes.input(PushWish, location="json", arg_name="wish")
@pushes.output(ErrandView, status_code=202)
@pushes.doc(responses=[400, 415, *REFUSALS], security=SECURITY)
def push(playlist_id: str, wish: PushWish) -> tuple[ErrandView, int, dict[str, str]]:
    """Take it to Spotify, or make its copy there the same again; an errand does it, and tells what had to stay out.

    It needs the permission to write playlists: GET /auth/login?access=write asks for it.
    """
    errand = services.pushes.order(me().id, playlist_id, wish)
    return ErrandView.of(errand), 202, {"Location": url_for("errands.one", errand_id=errand.id)}


@pushes.get("")
@pushes.output(SpotifyDifferences)
@pushes.doc(responses=[*REFUSALS, 429], security=SECURITY)
def differences(playlist_id: str) -> SpotifyDifferences:
    """What differs between the list and its copy at Spotify at this moment, and what can be done about it."""
    return services.pushes.differences(me().id, playlist_id)
