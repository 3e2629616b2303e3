"""The guard: who sent this request or opened this socket, and whether the page that asks is ours."""

from typing import Any, Final

from flask import current_app, g, request

from blueprints import cookies
from models.account import User
from models.errors import Forbidden, Unauthenticated
from modules.identity.identity import Identity, SignedIn
from modules.identity.tokens import InvalidToken, same_csrf

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY: Final[list[str | dict[str, list[Any]]]] = ["bearer", "cookie"]
"""For @bp.doc(security=...): either is enough."""


class CsrfMissing(Forbidden):
    code = "auth.csrf"


class NotSignedIn(Unauthenticated):
    code = "auth.required"


def identify(identity: Identity) -> User | None:
    """Who sends this request; None when it brings no token. Raises Unauthenticated for a bad one, CsrfMissing."""
    found = _signed_in(identity)
    return None if found is None else found.user


def signed_in(identity: Identity) -> SignedIn:
    """Who sends this request, and with which session. Raises Unauthenticated, CsrfMissing."""
    found = _signed_in(identity)
    if found is None:
        raise NotSignedIn(
            "This needs a signed-in person or guest.",
            next_step="POST /auth/guest gives you a guest account and its token.",
        )
    return found


def arriving(identity: Identity) -> SignedIn | None:
    """Who brings a bearer token, for doors where none is needed and cookies say nothing. Raises Unauthenticated."""
    bearer = _bearer()
    return None if bearer is None else identity.recognise(bearer, "bearer")


def returning(identity: Identity) -> SignedIn | None:
    """The browser that comes back with its cookie; None when it has none, or an old one."""
    cookie = cookies.session_cookie()
    try:
        return (cookie and identity.recognise(cookie, "cookie")) or None
    except Unauthenticated:
        return None


def identify_socket(auth: Any) -> SignedIn | None:
    """Who opens this socket: by auth={"token": ...}, by header, or by cookie. Raises Unauthenticated for a bad token.

    A cookie is enough because browsers send it only with our own pages (SameSite) and the server checks the origin.
    """
    identity: Identity = current_app.extensions["museaika"].identity
    token = auth.get("token") if isinstance(auth, dict) else None
    if token is None:
        token = _bearer()
    if token is not None:
        return identity.recognise(str(token), "bearer")
    cookie = cookies.session_cookie()
    return identity.recognise(cookie, "cookie") if cookie else None


def _signed_in(identity: Identity) -> SignedIn | None:
    if "signed_in" not in g:
        g.signed_in = _recognised(identity)
    found: SignedIn | None = g.signed_in
    return found


def _recognised(identity: Identity) -> SignedIn | None:
    bearer = _bearer()
    if bearer is not None:
        return identity.recognise(bearer, "bearer")
    cookie = cookies.session_cookie()
    if cookie is None:
        return None
    found = identity.recognise(cookie, "cookie")
    _check_csrf(found)
    if found.renewed:
        cookies.give(found.token, identity.sessions.lifetimes.cookie)
    return found


def _bearer() -> str | None:
    """The token of the Authorization header; other schemes are somebody else's business, such as a proxy's."""
    found = request.authorization
    if found is None or found.type != "bearer":
        return None
    if found.token is None:
        raise InvalidToken
    return found.token


def _check_csrf(found: SignedIn) -> None:
    """Raise CsrfMissing unless the page that asks can read our cookies, which only our own pages can."""
    if request.method in SAFE_METHODS:
        return
    repeated = request.headers.get("X-CSRF-Token", "")
    if not same_csrf(found.token, repeated) or repeated != cookies.csrf_cookie():
        raise CsrfMissing(
            "A request with a cookie must prove that it comes from our own page.",
            field="X-CSRF-Token",
            next_step="Send the value of the museaika_csrf cookie in the X-CSRF-Token header.",
        )
