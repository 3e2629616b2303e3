"""Compatibility doors: routes of the old systems, without login, for clients that will not change."""

from apiflask import APIBlueprint, HTTPError
from flask import Response, current_app, g, jsonify
from pydantic import ConfigDict
from werkzeug.exceptions import HTTPException

from blueprints.current import services
from blueprints.errors import status_of
from models.account import User
from models.errors import MuseaikaError, NotFound
from models.problem import Problem
from models.schema import Schema


class DoorClosed(NotFound):
    code = "compat.closed"


class OldRequest(Schema):
    """The base of what old clients send: they may say more than we understand."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def door(name: str, url_prefix: str) -> APIBlueprint:
    """A blueprint that is there only while the doors are open, and refuses in the words old clients know: {error}."""
    blueprint = APIBlueprint(name, __name__, url_prefix=url_prefix, tag="Compatibility")
    blueprint.before_request(_check_open)
    blueprint.register_error_handler(MuseaikaError, _told)
    blueprint.register_error_handler(HTTPError, _told_misfit)
    blueprint.register_error_handler(HTTPException, _told_by_flask)
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


def _told(error: MuseaikaError) -> tuple[Response, int]:
    if isinstance(error, DoorClosed):
        return _problem(error), 404
    return jsonify(error=error.detail), status_of(error)


def _told_misfit(error: HTTPError) -> tuple[Response, int]:
    """APIFlask's {location: {field: [messages]}}, down to the first message."""
    for fields in error.detail.values() if isinstance(error.detail, dict) else ():
        for field, messages in fields.items():
            return jsonify(error=f"{field}: {messages[0]}"), error.status_code
    return jsonify(error=error.message), error.status_code


def _told_by_flask(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or 500


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
    return Response(told.model_dump_json(exclude_none=True), content_type="application/problem+json")
