"""/auth: become a guest, stay signed in, see and end the sessions."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from blueprints import cookies
from blueprints.caching import never_cached
from blueprints.current import services
from blueprints.guard import SECURITY, arriving, returning, signed_in
from blueprints.login import new_session
from models.account import GuestRequest, SessionPage, SessionView, SignIn, TokenRequest, Tokens, User, UserView
from models.errors import Invalid
from models.schema import Schema
from modules.identity.sessions import Grant
from modules.identity.tokens import Token, csrf_token

auth = APIBlueprint("auth", __name__, url_prefix="/auth", tag="Identity")
ANSWERS: dict[int | str, Any] = {
    200: {
        "description": "Who this browser is already",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SignIn"}}},
    },
    400: "Malformed",
    415: "Not JSON",
    429: "Too many",
}


class Incomplete(Invalid):
    code = "request.invalid"


class Which(Schema):
    limit: int = Field(default=50, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=500)


auth.after_request(never_cached)


@auth.post("/guest")
@auth.input(GuestRequest, location="json", arg_name="wish")
@auth.output(SignIn, status_code=201)
@auth.doc(responses=ANSWERS)
def guest(wish: GuestRequest) -> SignIn | tuple[SignIn, int]:
    """Become a guest: a real user about whom nothing is known.

    With `transport: cookie` a browser that has been somebody gets the same person again.
    """
    known = returning(services.identity) if wish.transport == "cookie" else None
    if known is not None:
        return _welcomed(known.user, known.token), 200
    user = services.identity.guest(wish.display_name)
    grant = services.identity.sessions.open(user.id, wish.transport, request.user_agent.string)
    return _welcomed(user, grant.access) if grant.refresh is None else _entrusted(user, grant)


@auth.post("/token")
@auth.input(TokenRequest, location="json", arg_name="asked")
@auth.output(Tokens)
@auth.doc(responses=[400, 401, 415, 429])
def token(asked: TokenRequest) -> Tokens:
    """Change a refresh token, or the code of a login with Spotify, for new tokens.

    Each works once: a used refresh token that comes again ends the session for everybody who has its tokens. An app
    that sends the code together with its guest's bearer token connects that guest, who keeps everything.
    """
    return _tokens(GRANTS[asked.grant_type](asked))


@auth.post("/logout")
@auth.output({}, status_code=204)
@auth.doc(responses=[401, 403], security=SECURITY)
def logout() -> Response:
    """Sign this device out."""
    here = signed_in(services.identity)
    services.identity.sessions.revoke(here.user.id, here.session.id)
    cookies.take_back()
    return Response(status=204)


@auth.get("/sessions")
@auth.input(Which, location="query", arg_name="which")
@auth.output(SessionPage)
@auth.doc(responses=[401], security=SECURITY)
def sessions(which: Which) -> SessionPage:
    """Where you are signed in, newest first."""
    here = signed_in(services.identity)
    found, cursor = services.identity.sessions.list(here.user.id, limit=which.limit, cursor=which.cursor)
    return SessionPage(items=[SessionView.of(one, here.session.id) for one in found], next_cursor=cursor)


@auth.delete("/sessions/<session_id>")
@auth.output({}, status_code=204)
@auth.doc(responses=[401, 403, 404], security=SECURITY)
def revoke(session_id: str) -> Response:
    """Sign one of your devices out."""
    services.identity.sessions.revoke(signed_in(services.identity).user.id, session_id)
    return Response(status=204)


def _welcomed(user: User, cookie: Token) -> SignIn:
    """For a browser: the cookies are set, for a returning one again."""
    cookies.give(cookie, services.identity.sessions.lifetimes.cookie)
    return SignIn(user=UserView.of(user), csrf_token=csrf_token(cookie))


def _entrusted(user: User, grant: Grant) -> SignIn:
    return SignIn(user=UserView.of(user), **_tokens(grant).model_dump())


def _refreshed(asked: TokenRequest) -> Grant:
    return services.identity.sessions.refresh(Token.parse(_needed(asked, "refresh_token")))


def _logged_in(asked: TokenRequest) -> Grant:
    code, verifier = _needed(asked, "code"), _needed(asked, "code_verifier")
    here = arriving(services.identity)
    user = services.linking.connect(here.user if here else None, services.spotify.handoffs.take(code, verifier))
    services.syncing.connected(user.id)
    return new_session(user, "bearer", here.session if here else None)


GRANTS = {"refresh_token": _refreshed, "authorization_code": _logged_in}


def _needed(asked: TokenRequest, field: str) -> str:
    found = getattr(asked, field)
    if found is None:
        raise Incomplete(
            f"{field}: a grant of {asked.grant_type} needs it.", field=field, next_step=f"Send {field} in the body."
        )
    return str(found)


def _tokens(grant: Grant) -> Tokens:
    seconds = int(services.identity.sessions.lifetimes.access.total_seconds())
    return Tokens(access_token=str(grant.access), refresh_token=str(grant.refresh), expires_in=seconds)
