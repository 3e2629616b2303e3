"""The JSON of a request, looked at before any view: its type, its size in depth, and whether a store could keep it."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest

from models.errors import Invalid, Unsupported
from models.schema import storable

Kind = TypeVar("Kind", bound=BaseModel)
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
    check_storable(body)


def check_storable(body: Any) -> None:
    """Raises Unkeepable for what JSON can say and a store cannot keep."""
    for field, value in body.items() if isinstance(body, dict) else [("body", body)]:
        try:
            storable([field, value])
        except ValueError as error:
            raise Unkeepable(
                f"{field} {error}.", field=field, next_step="Send plain text, numbers and lists."
            ) from None


def read(kind: type[Kind]) -> Kind:
    """The body as this schema, for views that do without one: none at all means the defaults."""
    return fitted(kind, request.get_json() if request.content_length else {})


def fitted(kind: type[Kind], given: Any) -> Kind:
    """What was given, as this schema, however it came. Raises Unkeepable, naming every field that does not fit."""
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        found = [{"field": ".".join(map(str, one["loc"])) or "body", "message": one["msg"]} for one in error.errors()]
        raise Unkeepable(
            f"{found[0]['field']}: {found[0]['message']}",
            field=found[0]["field"],
            next_step="Correct the fields named in errors; /docs shows the schema.",
            errors=found,
        ) from None
