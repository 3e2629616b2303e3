"""/music/sync: reading what you listen to at Spotify into your tracks, and how that stands."""

from apiflask import APIBlueprint
from flask import url_for
from pydantic import BaseModel, ConfigDict, Field

from blueprints.caching import never_cached
from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.errand import ErrandView
from models.sync import SyncView

sync = APIBlueprint("sync", __name__, url_prefix="/music/sync", tag="Music")
sync.after_request(never_cached)


class How(BaseModel):
    model_config = ConfigDict(extra="forbid")
    force: bool = Field(default=False, description="Read it again, however lately that was")


@sync.post("")
@sync.input(How, location="query", arg_name="how")
@sync.output(ErrandView, status_code=202)
@sync.doc(responses=[401, 403, 409, 429], security=SECURITY)
def begin(how: How) -> tuple[ErrandView, int, dict[str, str]]:
    """Read your Spotify account: top, recent and saved tracks. While that goes on, asking again answers the same.

    It begins by itself when you connect an account. Your tracks then say where each is known from; what an account
    alone told goes with it (DELETE /user/spotify).
    """
    errand = services.syncing.begin(me().id, force=how.force)
    return ErrandView.of(errand), 202, {"Location": url_for("errands.one", errand_id=errand.id)}


@sync.get("")
@sync.output(SyncView)
@sync.doc(responses=[401], security=SECURITY)
def stands() -> SyncView:
    """How far it is, or what came of the last one: each list, what was left out of it, and what stood in the way."""
    return services.syncing.view(me().id)
