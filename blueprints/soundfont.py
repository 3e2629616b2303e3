"""/soundfont: the instruments that this server plays with, for whoever makes the sound of a live stream themselves."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from apiflask import APIBlueprint
from flask import Response, current_app, request

from blueprints.current import services
from models.errors import Unavailable

soundfont = APIBlueprint("soundfont", __name__, tag="Live")
FOR_A_WEEK: Final = "public, max-age=604800"
"""Another soundfont of the same server sounds a little different, that is all."""


class SoundfontMissing(Unavailable):
    code = "soundfont.missing"


@soundfont.get("/soundfont")
@soundfont.doc(
    responses={200: "An .sf2 file", 206: "A part of it", 304: "The copy you have is still good", 503: "None"}
)
def instruments() -> Response:
    """The soundfont of this server, an .sf2 file of some megabytes: fetch it once."""
    content, version = services.offload(_read, Path(current_app.config["SOUNDFONT"]))
    response = Response(content, content_type="audio/x-sfbk")
    response.headers["Cache-Control"] = FOR_A_WEEK
    response.set_etag(version)
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


def _read(path: Path) -> tuple[bytes, str]:
    """All of it, and its version. Raises SoundfontMissing."""
    try:
        return path.read_bytes(), _digest(path, path.stat().st_mtime_ns)
    except OSError:
        raise SoundfontMissing(
            "This server's soundfont cannot be read.",
            next_step="Listen to GET /live/{id}/audio instead; its operator can set MUSEAIKA_SOUNDFONT.",
        ) from None


@lru_cache(maxsize=2)
def _digest(path: Path, _changed: int) -> str:
    """Read again when the file was changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]
