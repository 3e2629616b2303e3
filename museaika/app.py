"""create_app: the doors, the sockets, the limits and the refusals of one web process."""

from importlib.resources import files
from typing import Any

from apiflask import APIFlask
from flask import Flask, Response, g, request
from flask_cors import CORS
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
from blueprints import errors, json_body, sockets
from blueprints.live_sockets import LiveSockets
from blueprints.metrics import Metrics
from blueprints.mood_sockets import MoodSockets
from models.problem import Problem
from modules.audio.bundled import bundled_soundfont
from modules.realtime import CHANNEL, SocketPublisher
from modules.services import Services
from museaika import __version__
from museaika.connections import redis_url
from museaika.ids import new_id
from museaika.limits import limit
from museaika.logs import bind
from museaika.settings import Settings

BODY_LIMIT = 1_000_000
MESSAGE_LIMIT = 1_000_000
"""Bytes of one socket message, or of a picture in it: a longer one ends the connection."""
TEXT_LIMIT = 2_000_000
"""A hundred thousand characters, each written as \\ud83d\\ude00 in the worst case, and some around them."""
LIST_LIMIT = 8_000_000
"""Ten thousand tracks."""
LISTS = {"/music/tracks/import", "/music/features"}
UPLOAD_LIMIT = 70_000_000
"""Fifty megabytes are a third larger in base64; the upload itself counts exactly."""

EXPOSED = ["Location", "X-Request-ID", "Retry-After", "Content-Disposition"]
"""Headers that pages of other origins may read."""


def create_app(services: Services, settings: Settings) -> APIFlask:
    app = APIFlask(
        "museaika",
        title="MuseAIka",
        version=__version__,
        docs_path="/docs",
        static_folder=str(files("museaika") / "static"),
    )
    app.config.update(_facts(settings))
    app.extensions["museaika"] = services
    app.security_schemes = app.config["SECURITY_SCHEMES"]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    errors.register(app)
    app.before_request(_name_the_request)
    app.before_request(_insist_on_json)
    app.after_request(_sign_the_answer)
    metrics = Metrics(services)
    metrics.watch(app)
    app.extensions["metrics"] = metrics
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    if settings.cors:
        CORS(app, origins=settings.cors, supports_credentials=True, expose_headers=EXPOSED)
    limit(app, settings.limits, redis_url(settings))
    return app


def _facts(settings: Settings) -> dict[str, Any]:
    """What the doors and their description want to know."""
    return {
        "VERSION": __version__,
        "COMPAT_OPEN": settings.compat_open,
        "COMPAT_KEY": settings.api_key.get_secret_value() if settings.api_key else None,
        "TRAIN_PASSWORD": settings.train_password.get_secret_value() if settings.train_password else None,
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "PICTURE_LIMIT": settings.mood.picture_bytes,
        "SOUNDFONT": settings.soundfont or bundled_soundfont(),
        "MAX_FORM_PARTS": 20,
        "HTTP_ERROR_SCHEMA": Problem.model_json_schema(),
        "VALIDATION_ERROR_SCHEMA": Problem.model_json_schema(),
        "DESCRIPTION": "A mood in, music out. Events arrive over Socket.IO: see docs/asyncapi.yaml.",
        "SECURITY_SCHEMES": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "museaika_session"},
        },
    }


def create_socketio(app: Flask, settings: Settings) -> SocketIO:
    socketio = SocketIO(
        app,
        async_mode=settings.async_mode,
        message_queue=redis_url(settings),
        channel=CHANNEL,
        cors_allowed_origins=_origin_check(settings.cors),
        max_http_buffer_size=MESSAGE_LIMIT,
        manage_session=False,
    )
    services: Services = app.extensions["museaika"]
    nearby = SocketPublisher(Nearby(socketio))
    moods = MoodSockets(services, nearby, socketio.start_background_task, settings.mood.places)
    live = LiveSockets(services.live.streams, socketio.start_background_task, socketio.sleep)
    sockets.register(socketio, services.identity.sessions, moods, live, settings.limits.events)
    return socketio


class Nearby:
    """Reaches the sockets of this very process, without the way through the broker."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def emit(self, event: str, data: Any, *, room: Any) -> None:
        self._socketio.server.emit(event, data, room=room, ignore_queue=True)


def _name_the_request() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if 8 <= len(given) <= 64 and given.isascii() and given.isprintable() else new_id()
    bind(request_id=g.request_id)


def _insist_on_json() -> None:
    """Only uploads, pictures, lists and the old doors take anything else."""
    if request.path.startswith(("/api/", "/producer/")):
        return
    if request.path in {"/uploads", "/verify"}:
        request.max_content_length = UPLOAD_LIMIT
        return
    if request.path in {"/mood", "/mood/image", "/twins/import"} and not request.is_json:
        return
    if request.path in {"/music/tracks", *LISTS}:
        request.max_content_length = LIST_LIMIT
    if request.path in LISTS and request.method == "POST":
        return
    if request.path in {"/mood", "/mood/text"}:
        request.max_content_length = TEXT_LIMIT
    json_body.check()


def _sign_the_answer(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _origin_check(allowed: list[str]) -> Any:
    """Our own page always, others exactly as listed."""

    def check(origin: str, environ: dict[str, Any]) -> bool:
        scheme = environ.get("wsgi.url_scheme", "http")
        return origin in allowed or origin == f"{scheme}://{environ.get('HTTP_HOST', '')}"

    return check
