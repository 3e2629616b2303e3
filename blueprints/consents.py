"""/user/consents: what a person may agree to, in plain words, their yes, and taking it back."""

from apiflask import APIBlueprint

from blueprints import json_body
from blueprints.caching import never_cached
from blueprints.current import me, services
from blueprints.guard import SECURITY
from models.consent import ConsentChange, ConsentView, Purpose

consents = APIBlueprint("consents", __name__, url_prefix="/user/consents", tag="Your account")
YES = {"required": False, "content": {"application/json": {"schema": ConsentChange.model_json_schema()}}}
consents.after_request(never_cached)


@consents.get("/face")
@consents.output(ConsentView)
@consents.doc(responses=[401], security=SECURITY)
def face() -> ConsentView:
    """What reading a mood from your face means, and whether you agreed."""
    return services.consents.view(me().id, Purpose.FACE)


@consents.put("/face")
@consents.output(ConsentView)
@consents.doc(responses=[400, 401, 403, 409, 415, 422], security=SECURITY, extensions={"requestBody": YES})
def agree() -> ConsentView:
    """Agree to pictures of your face being read for a mood; without a body, to the present words."""
    return services.consents.decide(me().id, Purpose.FACE, json_body.read(ConsentChange))


@consents.delete("/face")
@consents.output(ConsentView)
@consents.doc(responses=[401, 403], security=SECURITY)
def withdraw() -> ConsentView:
    """Take it back, from this moment on; doing it twice is the same as doing it once."""
    return services.consents.decide(me().id, Purpose.FACE, ConsentChange(given=False))
