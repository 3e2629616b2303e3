"""The way over Spotify's page and back: for guests, strangers, apps, and everybody who tries something odd."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from models.generation import Brief
from models.job import Job, JobState
from models.mood import Mood
from models.track import Track
from modules.documents.shelf import Shelf
from modules.jobs.collection import JOBS
from modules.linking import Linking
from modules.spotify.oauth import challenge_of
from modules.spotify.spotify import Spotify
from museaika.app import create_app
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify
from museaika.ids import new_id
from museaika.settings import Limits, Settings
from museaika.spotify import spotify_app
from museaika.wiring import build_services
from tests.fakes import RememberingPublisher
from tests.spotify_people import APP_LINK, KEY, decide, query_of

pytestmark = pytest.mark.integration
BASE = "http://127.0.0.1:8000"
VERIFIER = "a-verifier-of-the-app-itself-that-is-long-enough"


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def settings(tmp_path, demo):
    off = Limits(orders="off", uploads="off", guests="off", requests="off")
    return Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off, spotify_client_id="demo",
        spotify_accounts_url=demo.url, spotify_api_url=demo.api_url, spotify_app_links=[APP_LINK],
    )  # fmt: skip


@pytest.fixture
def app(settings, clock):
    services = build_services(settings)
    documents, publisher = services.documents, RememberingPublisher()
    spotify = Spotify.wired(spotify_app(settings), documents, clock, publisher, [KEY])
    linking = Linking(documents, spotify.links, services.privacy, services.tracks, clock=clock, new_id=new_id)
    yield create_app(replace(services, spotify=spotify, linking=linking), settings)
    documents.close()


@pytest.fixture
def services(app):
    return app.extensions["museaika"]


class Browser:
    """With cookies, at the address people open."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, path, **more):
        return self.client.get(path, base_url=BASE, **more)

    def post(self, path, **more):
        return self.client.post(path, base_url=BASE, **more)

    def guest(self):
        return self.post("/auth/guest", json={"transport": "cookie"}).json["user"]

    @property
    def me(self):
        return self.get("/user/me").json

    def log_in(self, person="ada", decision="agree", query=""):
        """The answer of our callback."""
        return self.return_to(self.leave(person, decision, query))

    def leave(self, person="ada", decision="agree", query=""):
        """Where Spotify sends the browser, not yet gone there."""
        answer = self.get(f"/auth/login{query}")
        assert answer.status_code == 302, answer.text
        return decide(answer.headers["Location"], person, decision)

    def return_to(self, address, **more):
        return self.client.get(address, **more)

    def unsafe(self, method, path):
        token = self.client.get_cookie("museaika_csrf", "127.0.0.1").value
        return self.client.open(path, method=method, base_url=BASE, headers={"X-CSRF-Token": token})


@pytest.fixture
def browser(app):
    return Browser(app)


def refused(answer, status, code):
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.json["next_step"]
    return answer.json


# --- browsers -------------------------------------------------------------------------------------------------------


def test_a_guest_connects_an_account_and_stays_who_they_are(browser, services):
    guest = browser.guest()
    answer = browser.log_in(query="?return_to=/playlists?sort=new%23top")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/playlists?sort=new&spotify=linked#top")
    me = browser.me
    assert (me["id"], me["guest"], me["display_name"]) == (guest["id"], False, "Ada")
    assert browser.get("/user/spotify").json["state"] == "linked"
    assert services.spotify.of(guest["id"]).listening.me().display_name == "Ada"
    assert answer.headers["Cache-Control"] == "no-store"


def test_logging_in_opens_a_new_session_and_ends_the_one_before(browser):
    browser.guest()
    before = browser.client.get_cookie("museaika_session", "127.0.0.1").value
    browser.log_in()
    assert browser.client.get_cookie("museaika_session", "127.0.0.1").value != before
    assert [one["current"] for one in browser.get("/auth/sessions").json["items"]] == [True]
    stale = Browser(browser.client.application)
    stale.client.set_cookie("museaika_session", before, domain="127.0.0.1")
    refused(stale.get("/user/me"), 401, "auth.invalid")


def test_somebody_new_becomes_a_person_and_is_known_in_every_browser(app, browser):
    browser.log_in()
    first = browser.me
    other = Browser(app)
    other.log_in()
    assert other.me["id"] == first["id"]
    third = Browser(app)
    third.log_in("bob")
    assert (third.me["id"] != first["id"], third.me["display_name"]) == (True, "Bob")


def test_a_name_that_somebody_gave_themselves_stays(app):
    browser = Browser(app)
    browser.post("/auth/guest", json={"transport": "cookie", "display_name": "Countess"})
    browser.log_in()
    assert browser.me["display_name"] == "Countess"


def test_what_a_guest_made_goes_over_to_the_account_they_turn_out_to_have(app, browser, services, clock):
    browser.log_in()
    known = browser.me
    services.tracks.replace(known["id"], [])
    other = Browser(app)
    guest = other.guest()
    things_of(guest["id"], services, clock)
    other.log_in()
    assert other.me["id"] == known["id"]
    assert [track.name for track in services.tracks.all_of(known["id"])] == ["Song of the guest"]
    assert [one["mood"]["label"] for one in other.get("/mood/history").json["items"]] == ["calm"]
    assert [one["id"] for one in other.get("/generations").json["items"]] == ["job-of-the-guest"]
    assert services.identity._users.get(guest["id"]) is None
    assert other.get("/user/me").status_code == 200


def things_of(owner, services, clock):
    services.tracks.replace(owner, [Track(name="Song of the guest")])
    services.moods.record(owner, [Mood.named("calm", source="pointed", confidence=1.0)])
    job = Job(id="job-of-the-guest", owner=owner, brief=Brief(engine="render"), engine="render", queue="cpu",
              state=JobState.FINISHED, created_at=clock(), updated_at=clock())  # fmt: skip
    Shelf(services.documents, JOBS, Job).insert(job)


def test_writing_is_asked_for_only_when_wanted_and_then_kept(browser, demo):
    browser.guest()
    address = browser.get("/auth/login").headers["Location"]
    assert "playlist-modify" not in query_of(address)["scope"]
    browser.log_in(query="?access=write")
    assert browser.get("/user/spotify").json["can_write"] is True
    assert "playlist-modify-private" in query_of(browser.get("/auth/login").headers["Location"])["scope"]


def test_fewer_permissions_than_asked_are_taken_as_they_are(browser, demo):
    demo.world.withheld = frozenset({"playlist-modify-private", "playlist-modify-public"})
    browser.guest()
    browser.log_in(query="?access=write")
    assert browser.get("/user/spotify").json["can_write"] is False


def test_who_says_no_stays_a_guest(browser):
    guest = browser.guest()
    assert browser.log_in(decision="cancel").headers["Location"] == "/?spotify=denied"
    assert browser.me == guest
    assert browser.get("/user/spotify").json["state"] == "unlinked"


def test_the_address_asks_for_pkce_and_a_state_and_tells_no_secret(browser):
    asked = query_of(browser.get("/auth/login").headers["Location"])
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == 64
    assert asked["redirect_uri"] == f"{BASE}/auth/callback"
    assert browser.client.get_cookie("museaika_login", "127.0.0.1", "/auth").http_only


# --- what goes wrong ------------------------------------------------------------------------------------------------


def test_a_forged_state_is_refused(browser):
    browser.get("/auth/login")
    refused(browser.get("/auth/callback?code=x&state=made-up"), 422, "login.unknown")
    refused(browser.get("/auth/callback?code=x"), 422, "login.unknown")


def test_a_login_of_more_than_ten_minutes_is_over(browser, clock):
    address = browser.leave()
    clock.advance(minutes=11)
    refused(browser.return_to(address), 422, "login.unknown")


def test_a_login_is_finished_once(browser):
    address = browser.leave()
    assert browser.return_to(address).status_code == 302
    refused(browser.return_to(address), 409, "login.replayed")


def test_another_browser_cannot_finish_it_and_does_not_spoil_it(app, browser):
    address = browser.leave()
    thief = Browser(app)
    refused(thief.return_to(address), 403, "login.other_browser")
    thief.get("/auth/login")
    refused(thief.return_to(address), 403, "login.other_browser")
    assert browser.return_to(address).status_code == 302


def test_two_tabs_do_not_undo_each_other(browser):
    first, second = browser.leave(), browser.leave()
    assert browser.return_to(first).status_code == 302
    assert browser.return_to(second).status_code == 302


def test_who_became_somebody_else_meanwhile_begins_again(browser):
    browser.guest()
    address = browser.leave()
    browser.client.delete_cookie("museaika_session", domain="127.0.0.1")
    browser.guest()
    refused(browser.return_to(address), 409, "login.other_person")


def test_somebody_with_one_account_does_not_get_another_by_accident(app, browser):
    browser.log_in("ada")
    refused(browser.log_in("bob"), 409, "spotify.other_account")
    assert browser.me["display_name"] == "Ada"
    Browser(app).log_in("bob")
    refused(browser.log_in("bob"), 409, "spotify.other_account")
    assert browser.log_in("ada").status_code == 302


def test_a_code_that_spotify_does_not_know_is_refused(browser, demo):
    address = browser.leave()
    demo.world.codes.clear()
    refused(browser.return_to(address), 422, "login.code_refused")


@pytest.mark.parametrize("odd", ["", "&error=server_error", "&error=invalid_scope"])
def test_a_return_with_neither_a_code_nor_a_no_is_refused(browser, odd):
    state = query_of(browser.get("/auth/login").headers["Location"])["state"]
    refused(browser.get(f"/auth/callback?state={state}{odd}"), 422, "login.code_refused")


@pytest.mark.parametrize("limits", [Limits(guests="off", requests="off"), Limits()])
def test_a_limit_of_spotify_says_how_long_in_the_header_too(settings, services, demo, limits):
    browser = Browser(create_app(services, settings.model_copy(update={"limits": limits})))
    demo.faults.append(Fault("rate", path="/v1/me", seconds=30))
    answer = browser.log_in()
    assert refused(answer, 429, "spotify.rate_limited")["retry_after"] == 30
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.parametrize("kind", ["status", "cut", "odd"])
def test_a_spotify_in_trouble_is_told_and_changes_nothing(browser, demo, kind):
    guest = browser.guest()
    address = browser.leave()
    demo.faults.append(Fault(kind, path="/api/token", status=500))
    refused(browser.return_to(address), 503, "spotify.unavailable")
    assert browser.me == guest


def test_somebody_not_on_the_list_is_told_whom_to_ask(browser):
    browser.guest()
    told = refused(browser.log_in("eve"), 403, "spotify.not_registered")
    assert "User Management" in told["next_step"]
    assert browser.get("/user/spotify").json["state"] == "unlinked"


def test_an_app_whose_owner_has_no_premium_is_told(browser, demo):
    demo.world.app.premium = False
    refused(browser.log_in(), 403, "spotify.premium_required")


def test_a_wrong_client_is_the_operators_to_mend(browser, demo):
    address = browser.leave()
    demo.world.app.client_secret = "now there is one"
    told = refused(browser.return_to(address), 503, "spotify.client_refused")
    assert "SPOTIFY_CLIENT_ID" in told["next_step"]


def test_browsers_are_shown_a_page_and_programs_a_problem(browser):
    page = browser.get("/auth/callback?state=x", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (422, "text/html")
    assert "Begin again" in page.text
    assert browser.get("/auth/callback?state=x").mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\tb", "javascript:alert(1)", ""]
)
def test_a_login_returns_to_no_other_site(browser, path):
    answer = browser.get("/auth/login", query_string={"return_to": path})
    assert (answer.status_code, answer.json["field"]) == (422, "return_to")


def test_the_name_localhost_leads_to_the_number_unless_somebody_would_be_lost(app):
    client = app.test_client()
    answer = client.get("/auth/login?access=write", base_url="http://localhost:8000")
    assert answer.headers["Location"] == f"{BASE}/auth/login?access=write"
    client.post("/auth/guest", json={"transport": "cookie"}, base_url="http://localhost:8000")
    told = refused(client.get("/auth/login", base_url="http://localhost:8000"), 409, "login.other_host")
    assert BASE in told["next_step"]


def test_without_an_app_it_says_how_to_get_one(app, settings, tmp_path):
    bare = settings.model_copy(update={"spotify_client_id": None, "data": tmp_path / "bare"})
    services = build_services(bare)
    told = refused(create_app(services, bare).test_client().get("/auth/login"), 404, "spotify.not_configured")
    for word in ("developer.spotify.com/dashboard", f"{BASE}/auth/callback", "SPOTIFY_CLIENT_ID", "--demo-spotify"):
        assert word in told["next_step"]
    services.documents.close()


@pytest.mark.parametrize(
    "uri", ["http://localhost:8000/auth/callback", "http://music.example/auth/callback", "nonsense"]
)
def test_an_address_that_spotify_would_refuse_is_told_beforehand(settings, tmp_path, uri):
    wrong = settings.model_copy(update={"spotify_redirect_uri": uri, "data": tmp_path / "wrong"})
    services = build_services(wrong)
    told = refused(create_app(services, wrong).test_client().get("/auth/login"), 503, "spotify.redirect_uri")
    assert told["field"] == "SPOTIFY_REDIRECT_URI"
    services.documents.close()


# --- leaving --------------------------------------------------------------------------------------------------------


def test_who_disconnects_keeps_everything_but_the_account(browser, services):
    browser.guest()
    browser.log_in()
    me = browser.me
    assert browser.client.delete("/user/spotify", base_url=BASE).status_code == 403  # no CSRF token
    assert browser.unsafe("DELETE", "/user/spotify").status_code == 204
    assert browser.unsafe("DELETE", "/user/spotify").status_code == 204
    assert (browser.me["id"], browser.me["guest"], browser.me["display_name"]) == (me["id"], True, "Guest")
    assert browser.me["spotify_id"] is None
    assert services.spotify.links.get(me["id"]) is None
    browser.log_in("bob")
    assert (browser.me["id"], browser.me["display_name"]) == (me["id"], "Bob")


def test_who_is_erased_leaves_no_token_behind(browser, services):
    browser.log_in()
    me = browser.me["id"]
    assert browser.unsafe("DELETE", "/user/me").status_code == 204
    assert services.spotify.links.get(me) is None
    browser.log_in()
    assert browser.me["id"] != me


# --- apps -----------------------------------------------------------------------------------------------------------


def ask(state="the-apps-own", challenge=None, link=APP_LINK):
    return f"?app_link={link}&code_challenge={challenge or challenge_of(VERIFIER)}&state={state}"


def swap(app, code, verifier=VERIFIER, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
    return app.test_client().post("/auth/token", json=body, headers=headers)


@pytest.fixture
def code(browser):
    back = browser.log_in(query=ask()).headers["Location"]
    assert urlsplit(back)[:2] == ("museaika", "auth")
    assert query_of(back)["state"] == "the-apps-own"
    return query_of(back)["code"]


def test_an_app_swaps_its_code_for_tokens(app, code, services):
    told = swap(app, code).json
    me = app.test_client().get("/user/me", headers={"Authorization": f"Bearer {told['access_token']}"}).json
    assert (me["display_name"], me["guest"]) == ("Ada", False)
    assert services.spotify.of(me["id"]).listening.me()
    again = {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]}
    assert app.test_client().post("/auth/token", json=again).status_code == 200


def test_the_guest_of_an_app_keeps_everything(app, code, services):
    guest = app.test_client().post("/auth/guest", json={}).json
    told = swap(app, code, token=guest["access_token"]).json
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    me = app.test_client().get("/user/me", headers=headers).json
    assert (me["id"], me["guest"]) == (guest["user"]["id"], False)
    old = {"Authorization": f"Bearer {guest['access_token']}"}
    refused(app.test_client().get("/user/me", headers=old), 401, "auth.invalid")


def test_a_code_is_worth_something_once_and_for_a_minute(app, browser, code, clock):
    assert swap(app, code).status_code == 200
    refused(swap(app, code), 422, "login.code")
    late = query_of(browser.log_in(query=ask()).headers["Location"])["code"]
    clock.advance(seconds=61)
    refused(swap(app, late), 422, "login.code")


def test_who_caught_the_code_has_not_the_verifier_and_spoils_it(app, code):
    refused(swap(app, code, verifier="another-verifier-that-is-also-long-enough-to-be-one"), 422, "login.code")
    refused(swap(app, code), 422, "login.code")


def test_the_cookie_of_the_systems_browser_says_nothing_about_the_app(app, browser):
    guest = browser.guest()
    code = query_of(browser.log_in(query=ask()).headers["Location"])["code"]
    told = swap(app, code).json
    me = app.test_client().get("/user/me", headers={"Authorization": f"Bearer {told['access_token']}"}).json
    assert me["id"] != guest["id"]
    assert browser.me == guest


def test_an_app_hears_of_a_no(browser):
    back = query_of(browser.log_in(decision="cancel", query=ask()).headers["Location"])
    assert back == {"error": "access_denied", "state": "the-apps-own"}


def test_an_app_must_be_known_and_bring_a_challenge(browser):
    told = refused(browser.get(f"/auth/login{ask(link='evil://x')}"), 422, "login.app_link")
    assert told["field"] == "app_link"
    told = refused(browser.get(f"/auth/login?app_link={APP_LINK}"), 422, "login.app_link")
    assert told["field"] == "code_challenge"


def test_an_app_always_asks_the_person(browser):
    assert query_of(browser.get(f"/auth/login{ask()}").headers["Location"])["show_dialog"] == "true"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"grant_type": "authorization_code", "code": "x"}, "code_verifier"),
        ({"grant_type": "authorization_code", "code_verifier": "x"}, "code"),
        ({"grant_type": "refresh_token"}, "refresh_token"),
        ({"grant_type": "password"}, "grant_type"),
    ],
)
def test_a_grant_without_what_it_needs_names_the_field(app, body, field):
    assert refused(app.test_client().post("/auth/token", json=body), 422, "request.invalid")["field"] == field
