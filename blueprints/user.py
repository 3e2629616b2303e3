"""/user: the signed-in person's own profile, and everything they have here."""

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response

from blueprints import cookies
from blueprints.caching import never_cached
from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.account import ProfileChange, UserView

user = APIBlueprint("user", __name__, url_prefix="/user", tag="Your account")
user.after_request(never_cached)


@user.get("/me")
@user.output(UserView)
@user.doc(responses=[401], security=SECURITY)
def profile() -> UserView:
    """Who you are."""
    return UserView.of(me())


@user.patch("/me")
@user.input(ProfileChange, location="json", arg_name="wish")
@user.output(UserView)
@user.doc(responses=[400, 401, 403, 415], security=SECURITY)
def change(wish: ProfileChange) -> UserView:
    """Change what you name; a preference set to null is removed."""
    return UserView.of(services.identity.change(me().id, wish))


@user.delete("/me")
@user.output({}, status_code=204)
@user.doc(responses=[401, 403], security=SECURITY)
def erase() -> Response:
    """Erase yourself and everything you have here, at once and for good."""
    services.privacy.erase(me().id)
    cookies.take_back()
    return Response(status=204)


@user.get("/export")
@user.output(FileSchema, content_type="application/zip")
@user.doc(responses=[401], security=SECURITY)
def export() -> Response:
    """Everything you have here, as one zip."""
    name = {"Content-Disposition": 'attachment; filename="museaika-export.zip"'}
    return Response(services.privacy.export(me().id), mimetype="application/zip", headers=name)
