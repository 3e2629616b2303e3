"""/errands: what is done for you in the background, such as a playlist on its way to Spotify."""

from apiflask import APIBlueprint
from pydantic import BaseModel, ConfigDict, Field

from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.errand import ErrandPage, ErrandView

errands = APIBlueprint("errands", __name__, url_prefix="/errands", tag="Errands")


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=20, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


@errands.get("")
@errands.input(Which, location="query", arg_name="which")
@errands.output(ErrandPage)
@errands.doc(responses=[401], security=SECURITY)
def many(which: Which) -> ErrandPage:
    """Your errands, newest first; they are forgotten a week after they ended."""
    found, cursor = services.errands.page(me().id, limit=which.limit, cursor=which.cursor)
    return ErrandPage(items=[ErrandView.of(one) for one in found], next_cursor=cursor)


@errands.get("/<errand_id>")
@errands.output(ErrandView)
@errands.doc(responses=[401, 404], security=SECURITY)
def one(errand_id: str) -> ErrandView:
    """How an errand stands, and what came of it: always the truth."""
    return ErrandView.of(services.errands.get(me().id, errand_id))


@errands.delete("/<errand_id>")
@errands.output(ErrandView, status_code=202)
@errands.doc(responses=[401, 403, 404], security=SECURITY)
def cancel(errand_id: str) -> tuple[ErrandView, int]:
    """Call it off: it ends at its next step, and what was done until then stays. Twice is the same as once."""
    return ErrandView.of(services.errands.cancel(me().id, errand_id)), 202
