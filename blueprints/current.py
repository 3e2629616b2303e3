"""The services of the app that answers this request, and who is asking."""

from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy

from blueprints.guard import identify
from models.account import User
from models.errors import Unauthenticated
from modules.services import Services

services: Services = cast("Services", LocalProxy(lambda: current_app.extensions["museaika"]))


def me() -> User:
    """The signed-in person. Raises Unauthenticated."""
    user = identify(services.identity)
    if user is None:
        raise Unauthenticated(
            "This needs a signed-in person or guest.",
            next_step="POST /auth/guest gives you a guest account and its token.",
        )
    return user
