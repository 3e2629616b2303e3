"""/auth/login and /auth/callback: over Spotify's own page and back, for browsers and for apps."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from apiflask import APIBlueprint
from flask import Response, redirect, request

from blueprints import cookies
from blueprints.caching import never_cached
from blueprints.current import services
from blueprints.guard import returning
from blueprints.refusal_page import shown
from models.account import Session, User
from models.errors import Conflict, MuseaikaError
from models.spotify import LoginReturn, LoginWish
from modules.identity.sessions import Grant, SessionNotFound
from modules.spotify.logins import Finished

login = APIBlueprint("login", __name__, url_prefix="/auth", tag="Identity")
login.register_error_handler(MuseaikaError, shown)
AWAY = {302: "The way to Spotify, or back to where the login began", 404: "No Spotify app", 422: "Not valid"}


class OtherHost(Conflict):
    code = "login.other_host"
    title = "This address cannot log in"


class OtherPerson(Conflict):
    code = "login.other_person"
    title = "Somebody else is signed in"


login.after_request(never_cached)


@login.get("/login")
@login.input(LoginWish, location="query", arg_name="wish")
@login.doc(responses=AWAY)
def begin(wish: LoginWish) -> Response:
    """Log in with Spotify, or connect it to the guest you are: open this in a browser.

    `access=write` also asks for writing playlists. Apps open it in the system's browser with `app_link` and
    `code_challenge`, and swap the code that comes back at POST /auth/token.
    """
    here = returning(services.identity) if wish.app_link is None else None
    if elsewhere := _where_it_works(begun_by_somebody=here is not None):
        return elsewhere
    owner = here.user.id if here else None
    begun = services.spotify.logins.begin(wish, owner, cookies.login_secret(), _granted(owner))
    cookies.remember_login(begun.browser)
    return _to(begun.address)


@login.get("/callback")
@login.input(LoginReturn, location="query", arg_name="told")
@login.doc(responses={**AWAY, 403: "Not allowed", 409: "Finished before", 503: "Spotify is away"})
def callback(told: LoginReturn) -> Response:
    """Where Spotify sends the browser back to; nobody else has anything to do here."""
    finished = services.spotify.logins.finish(told, cookies.login_secret())
    return _to_app(finished) if finished.login.challenge else _to_page(finished)


def _to_app(finished: Finished) -> Response:
    """A code for the app that began it; what it is worth depends on the app's own verifier."""
    own, challenge = finished.login.app_state, finished.login.challenge
    if finished.agreed is None or challenge is None:
        told = {"error": "access_denied"}
    else:
        told = {"code": services.spotify.handoffs.leave(finished.agreed, challenge)}
    return _to(finished.login.return_to, **told, **({"state": own} if own else {}))


def _to_page(finished: Finished) -> Response:
    """The browser is signed in as the person with the account, in a session of its own."""
    if finished.agreed is None:
        return _to(finished.login.return_to, spotify="denied")
    here = returning(services.identity)
    if finished.login.owner not in {None, here.user.id if here else None}:
        raise OtherPerson(
            "You were somebody else here when this login began.", next_step="Begin again: GET /auth/login."
        )
    user = services.linking.connect(here.user if here else None, finished.agreed)
    services.syncing.connected(user.id)
    grant = new_session(user, "cookie", here.session if here else None)
    cookies.give(grant.access, services.identity.sessions.lifetimes.cookie)
    return _to(finished.login.return_to, spotify="linked")


def new_session(user: User, transport: str, old: Session | None) -> Grant:
    """A fresh one for whoever just logged in, in place of the one they had here."""
    kind = "cookie" if transport == "cookie" else "bearer"
    grant = services.identity.sessions.open(user.id, kind, request.user_agent.string)
    if old is not None:
        try:
            services.identity.sessions.revoke(old.owner, old.id)
        except SessionNotFound:  # it went with the guest
            return grant
    return grant


def _where_it_works(*, begun_by_somebody: bool) -> Response | None:
    """The same on 127.0.0.1 for who came by the name localhost: Spotify returns to the former, cookies stay apart."""
    app = services.spotify.app
    app.ready()
    if urlsplit(request.host_url).hostname != "localhost" or urlsplit(app.origin).hostname == "localhost":
        return None
    if begun_by_somebody:
        raise OtherHost(
            "Spotify does not return to the name localhost, and you would be another guest at its number.",
            next_step=f"Open {app.origin} instead and connect Spotify there.",
        )
    return _to(f"{app.origin}{request.full_path.rstrip('?')}")


def _granted(owner: str | None) -> list[str]:
    link = services.spotify.links.get(owner) if owner else None
    return link.scopes if link else []


def _to(address: str, **told: str) -> Response:
    parts = urlsplit(address)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()]) if told else parts.query
    return redirect(urlunsplit(parts._replace(query=query)), 302, Response)
