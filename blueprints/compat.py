"""Compatibility doors: routes of the old systems, without login, for clients that will not change."""

import hmac
from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint, HTTPError
from flask import Response, current_app, g, jsonify, request
from pydantic import ConfigDict
from werkzeug.exceptions import HTTPException

from blueprints.current import services
from blueprints.errors import status_of
from models.account import User
from models.errors import MuseaikaError, NotFound, Unauthenticated
from models.problem import Problem
from models.schema import Schema

TOO_MANY = 429


class DoorClosed(NotFound):
    code = "compat.closed"


class KeyWanted(Unauthenticated):
    code = "compat.key"


class OldRequest(Schema):
    """The base of what old clients send: they may say more than we understand."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def door(name: str, url_prefix: str, word: str = "error") -> APIBlueprint:
    """A blueprint that is there only while the doors are open, and refuses in the words old clients know: {word}."""
    blueprint = APIBlueprint(name, __name__, url_prefix=url_prefix, tag="Compatibility")
    blueprint.before_request(_check_open)
    blueprint.register_error_handler(DoorClosed, _problem)
    blueprint.register_error_handler(MuseaikaError, _teller(word))
    blueprint.register_error_handler(HTTPError, lambda error: _told_misfit(word, error))
    blueprint.register_error_handler(HTTPException, lambda error: _told_by_flask(word, error))
    return blueprint


def local_user() -> User:
    """Who owns what comes through a door: nobody is signed in there."""
    return services.identity.local_user()


def _check_open() -> None:
    if not current_app.config["COMPAT_OPEN"]:
        raise DoorClosed(
            "The routes of the old systems are closed on this server.",
            next_step="Use the routes in /docs, or ask the operator to set MUSEAIKA_COMPAT=on.",
        )
    _check_key()


def _check_key() -> None:
    """Where the operator set a key, whoever comes must have it; a browser that asks whether it may ask has no place
    for one.
    """
    key: str | None = current_app.config["COMPAT_KEY"]
    given = request.headers.get("x-api-key", "")
    if key and request.method != "OPTIONS" and not hmac.compare_digest(given.encode("latin-1"), key.encode()):
        raise KeyWanted("Invalid API key", next_step="Send the server's key in the header x-api-key.")


def _teller(word: str) -> Callable[[MuseaikaError], tuple[Response, int]]:
    def told(error: MuseaikaError) -> tuple[Response, int]:
        return jsonify({word: error.detail}), status_of(error)

    return told


def _told_misfit(word: str, error: HTTPError) -> tuple[Response, int]:
    """APIFlask's {location: {field: [messages]}}, down to the first message."""
    found: Any = error.detail if isinstance(error.detail, dict) else {}
    for fields in found.values():
        for field, messages in fields.items():
            return jsonify({word: f"{field}: {messages[0]}"}), error.status_code
    return jsonify({word: error.message}), error.status_code


def _told_by_flask(word: str, error: HTTPException) -> tuple[Response, int]:
    often = f"Too many requests: {error.description} and address. Wait as long as Retry-After says."
    return jsonify({word: often if error.code == TOO_MANY else error.description}), error.code or 500


def _problem(error: DoorClosed) -> Response:
    """What every other route says: a client that meets a closed door is not one of the old ones."""
    told = Problem(
        title=error.title,
        status=404,
        code=error.code,
        detail=error.detail,
        next_step=error.next_step,
        request_id=g.get("request_id"),
    )
    return Response(told.model_dump_json(exclude_none=True), 404, content_type="application/problem+json")
