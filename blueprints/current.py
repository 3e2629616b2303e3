"""The services of the app that answers this request, and who is asking."""

from typing import cast

from flask import current_app, request
from werkzeug.local import LocalProxy

from blueprints.guard import signed_in
from models.account import User
from modules.services import Services

services: Services = cast("Services", LocalProxy(lambda: current_app.extensions["museaika"]))


def me() -> User:
    """The signed-in person. Raises Unauthenticated."""
    return signed_in(services.identity).user


def socket_id() -> str:
    """The connection whose event is handled."""
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO puts it there, and Flask's types do not know
