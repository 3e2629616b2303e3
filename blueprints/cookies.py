"""The cookies of a browser: the session, which scripts cannot read, the token they repeat, and a login on its way."""

from datetime import timedelta
from typing import Final

from flask import Response, after_this_request, request

from modules.identity.tokens import Token, csrf_token

SESSION: Final = "museaika_session"
CSRF: Final = "museaika_csrf"
LOGIN: Final = "museaika_login"
LOGIN_LIFE: Final = timedelta(minutes=10)


def session_cookie() -> str | None:
    return request.cookies.get(SESSION) or None


def csrf_cookie() -> str:
    return request.cookies.get(CSRF, "")


def login_secret() -> str | None:
    return request.cookies.get(LOGIN) or None


def remember_login(secret: str) -> None:
    """Only this browser can finish the login that it begins now."""

    @after_this_request
    def set_it(response: Response) -> Response:
        told = {"max_age": LOGIN_LIFE, "path": "/auth", "secure": request.is_secure}
        response.set_cookie(LOGIN, secret, httponly=True, samesite="Lax", **told)
        return response


def give(token: Token, life: timedelta) -> None:
    """Set both on the answer to this request, for that much longer."""

    @after_this_request
    def set_both(response: Response) -> Response:
        _put(response, SESSION, str(token), life, httponly=True)
        _put(response, CSRF, csrf_token(token), life)
        return response


def take_back() -> None:
    """Remove both with the answer to this request."""

    @after_this_request
    def remove_both(response: Response) -> Response:
        response.delete_cookie(SESSION, httponly=True, secure=request.is_secure, samesite="Lax")
        response.delete_cookie(CSRF, secure=request.is_secure, samesite="Lax")
        return response


def _put(response: Response, name: str, value: str, life: timedelta, *, httponly: bool = False) -> None:
    response.set_cookie(name, value, max_age=life, secure=request.is_secure, httponly=httponly, samesite="Lax")
