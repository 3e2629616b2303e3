"""/ and the addresses of the page's rooms: the one document, as strict as it can be, and the files it is made of."""

from mimetypes import guess_type
from pathlib import Path
from typing import Final

from apiflask import APIBlueprint
from flask import Response, current_app, request, send_from_directory

page = APIBlueprint("page", __name__, enable_openapi=False)
ROOMS: Final = "feel,hear,make,listen,studio,history"
"""web/src/router.ts knows the same names."""
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
"""Nothing of anybody else's, nothing inline. WebAssembly is for what computes in the browser: faces and sound."""
ALLOWED: Final = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()"
FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
"""The name of such a file changes with its content."""
PRESSED: Final = {"Content-Encoding": "gzip"}
UNBUILT: Final = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>MuseAIka</title>
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/page.css">
<main><h1>The server runs, its page is not built yet</h1>
<p>Run <code>make web</code> in the folder of the project and load this page anew. It needs the network once, and Node
20.19 or newer; without one it fetches one into <code>.venv</code>.</p>
<p>Everything else works without it: <a href="/docs">the HTTP interface</a>, the sockets, and
<code>museaika --help</code> in a terminal.</p></main></html>
"""


@page.get("/")
@page.get(f"/<any({ROOMS}):_room>")
@page.get(f"/<any({ROOMS}):_room>/<path:_rest>")
def index(_room: str = "", _rest: str = "") -> Response:
    """The same document everywhere; the page itself looks at its address."""
    built = _folder() / "index.html"
    content = built.read_text("utf-8") if built.is_file() else UNBUILT
    response = Response(content, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = ALLOWED
    response.headers["Cache-Control"] = "no-cache"
    return response


@page.get("/static/app/assets/<path:name>")
def asset(name: str) -> Response:
    """A file of the page, pressed where the browser takes that and the build made it."""
    pressed = "gzip" in request.accept_encodings and (_folder() / "assets" / f"{name}.gz").is_file()
    kind = guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(_folder() / "assets", f"{name}.gz" if pressed else name, mimetype=kind)
    response.headers.update(PRESSED if pressed else {})
    response.headers.update({"Vary": "Accept-Encoding", "Cache-Control": FOR_A_YEAR})
    return response


def _folder() -> Path:
    """Where `make web` puts the page."""
    return Path(current_app.static_folder or "") / "app"
