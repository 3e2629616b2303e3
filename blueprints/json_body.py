"""The JSON of a request, looked at before any view: its type, its size in depth, and whether a store could keep it."""

from flask import request
from werkzeug.exceptions import BadRequest

from models.errors import Invalid, Unsupported
from models.schema import storable

WITH_BODY = {"POST", "PUT", "PATCH"}


class ContentType(Unsupported):
    code = "content_type.unsupported"


class Unkeepable(Invalid):
    code = "request.invalid"


def check() -> None:
    """JSON that does not say so may come from another page's form, and is refused."""
    if request.method not in WITH_BODY or not request.content_length:
        return
    if not request.is_json:
        raise ContentType("The body must be JSON.", next_step="Send Content-Type: application/json.")
    try:
        body = request.get_json()
    except RecursionError:
        raise BadRequest("The body is nested too deeply.") from None
    for field, value in body.items() if isinstance(body, dict) else [("body", body)]:
        try:
            storable([field, value])
        except ValueError as error:
            raise Unkeepable(
                f"{field} {error}.", field=field, next_step="Send plain text, numbers and lists."
            ) from None
