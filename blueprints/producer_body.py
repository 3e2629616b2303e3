"""What the old producer's clients send as JSON, and how they are answered."""

import hmac
from typing import Any, Final, TypeVar

from flask import current_app, request
from pydantic import BaseModel, ValidationError
from pydantic.alias_generators import to_camel

from blueprints.current import services
from blueprints.json_body import ContentType, Unkeepable, check_storable, fitted
from blueprints.uploads import check_length
from models.errors import Unauthenticated
from models.schema import Schema

Kind = TypeVar("Kind", bound=BaseModel)
PASSWORD: Final = "x-train-password"  # noqa: S105  (the name of a field)


class WrongPassword(Unauthenticated):
    code = "producer.password"


def password_in_header() -> str | None:
    """Headers come as latin-1, whatever was meant."""
    given = request.headers.get(PASSWORD)
    return None if given is None else given.encode("latin-1", "replace").decode("utf-8", "replace")


def check_password(given: str | None, *, wanted: bool = False) -> None:
    """Where the operator set one, a wrong one is refused in constant time; none at all only where one is wanted."""
    password: str | None = current_app.config["TRAIN_PASSWORD"]
    if not password or (given is None and not wanted):
        return
    if not hmac.compare_digest((given or "").encode("utf-8", "replace"), password.encode()):
        raise WrongPassword("Invalid training password")


def read(kind: type[Kind]) -> Kind:
    """A small body as this schema."""
    _need_json()
    body = request.get_json()
    check_storable(body)
    return fitted(kind, body)


def read_large(kind: type[Kind]) -> Kind:
    """One that may hold a whole file, read where nobody has to wait for it."""
    _need_json()
    check_length(services.uploads.limit_bytes * 4 // 3)
    try:
        found: Kind = services.offload(kind.model_validate_json, request.get_data(cache=False))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "body"
        raise Unkeepable(f"{field}: {first['msg']}", field=field) from None
    return found


def with_both_spellings(answer: Schema) -> dict[str, Any]:
    """Every field as producer_id and as producerId."""
    told = answer.model_dump(mode="json")
    return told | {to_camel(name): value for name, value in told.items()}


def _need_json() -> None:
    if not request.is_json:
        raise ContentType("The body must be JSON, sent as application/json.")
