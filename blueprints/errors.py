"""From error families to HTTP: the one table, and the problem document everybody gets."""

import logging
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, g, json

from models.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    MuseaikaError,
    NotFound,
    Outdated,
    StorageFull,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unsupported,
    VersionMissing,
)
from models.problem import Problem

logger = logging.getLogger(__name__)
STATUS: dict[type[MuseaikaError], int] = {
    TooLarge: 413,
    Unsupported: 415,
    Invalid: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    Gone: 410,
    NotFound: 404,
    Conflict: 409,
    Outdated: 412,
    VersionMissing: 428,
    TooMany: 429,
    Unavailable: 503,
    StorageFull: 507,
}
PLAIN = {
    400: ("request.malformed", "Send well-formed JSON or multipart, as /docs shows."),
    404: ("route.not_found", "See /docs for what there is."),
    405: ("method.not_allowed", "The Allow header says what works here."),
    413: ("request.too_large", "Send less; files go to POST /uploads."),
    415: ("content_type.unsupported", "Send Content-Type: application/json."),
    416: ("range.unsatisfiable", "Ask for bytes inside the file."),
    422: ("request.invalid", "Correct the fields named in errors; /docs shows the schema."),
    429: ("rate.limited", "Wait as long as Retry-After says."),
}


def status_of(error: MuseaikaError) -> int:
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def register(app: APIFlask) -> None:
    """Answer every error of this app with a problem document."""
    app.error_processor(_from_http)
    app.register_error_handler(MuseaikaError, refused)
    app.register_error_handler(Exception, _from_accident)


def refused(error: MuseaikaError) -> Response:
    """The problem document of one of our own refusals."""
    status = status_of(error)
    response = _answer(
        status, error.title, error.code, error.detail, field=error.field, next_step=error.next_step, **error.extra
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.extra:
        g.retry_after = error.extra["retry_after"]
        response.headers["Retry-After"] = str(g.retry_after)
    return response


def _from_http(error: HTTPError) -> Response:
    """Flask's and APIFlask's own refusals: unknown routes, wrong methods, bodies that do not fit the schema."""
    code, next_step = PLAIN.get(error.status_code, (f"http.{error.status_code}", None))
    found = _complaints(error.detail)
    first = found[0] if found else None
    detail = f"{first['field']}: {first['message']}" if first else str(error.message)
    response = _answer(
        error.status_code,
        str(error.message),
        code,
        detail,
        field=first["field"] if first else None,
        next_step=next_step,
        errors=found or None,
    )
    response.headers.extend(error.headers or {})
    return response


def _from_accident(error: Exception) -> Response:
    logger.error("a request failed", exc_info=error)
    return _answer(
        500,
        "Something went wrong",
        "internal",
        "The server made a mistake; it is in its log under this request id.",
        next_step="Try again, and report the request id if it happens again.",
    )


def _complaints(detail: Any) -> list[dict[str, str]]:
    """APIFlask's {location: {field: [messages]}} as a flat list."""
    if not isinstance(detail, dict):
        return []
    return [
        {"field": field, "message": message.removeprefix("Value error, ")}
        for fields in detail.values()
        if isinstance(fields, dict)
        for field, messages in fields.items()
        for message in messages
    ]


def _answer(status: int, title: str, code: str, detail: str, **more: Any) -> Response:
    problem = Problem(title=title, status=status, code=code, detail=detail, request_id=g.get("request_id"), **more)
    body = json.dumps(problem.model_dump(mode="json", exclude_none=True))
    return Response(body, status=status, content_type="application/problem+json")
