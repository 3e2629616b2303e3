"""/verify: whose work is this file, and is it still as it was made."""

import io

from apiflask import APIBlueprint
from flask import request

from blueprints.current import services
from blueprints.multipart import file_part
from blueprints.uploads import FILE, MULTIPART, WrongContentType, check_length, let_finish
from models.provenance import Verdict
from modules.uploads.holding import capped

verify = APIBlueprint("verify", __name__, url_prefix="/verify", tag="Verify")
verify.after_request(let_finish)
MOST_BYTES = 50_000_000
BODY = {"required": True, "content": {MULTIPART: {"schema": FILE}}}


@verify.post("")
@verify.output(Verdict)
@verify.doc(responses=[413, 415, 422, 429], extensions={"requestBody": BODY})
def look() -> Verdict:
    """Send a sound, MIDI, PNG or JSON file of a work: is it, byte for byte, as it was signed, and did AI make it?

    Nobody needs to sign in, and nothing of the file is kept. A file that is not valid is answered with the reason.
    """
    verdict: Verdict = services.offload(services.provenance.verify, _received())
    return verdict


def _received() -> bytes:
    if request.mimetype != MULTIPART:
        raise WrongContentType(
            f"A body of the type {request.mimetype or 'nothing'} is no file.",
            field="Content-Type",
            next_step=f"Send {MULTIPART} with the part 'file'.",
        )
    check_length(MOST_BYTES)
    held = io.BytesIO()
    held.writelines(capped(file_part(request, "file").chunks, MOST_BYTES))
    return held.getvalue()
