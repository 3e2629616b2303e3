import pytest

from blueprints.guard import identify_socket
from models.errors import Unauthenticated
from modules.documents.store import Query
from modules.identity.collection import SESSIONS, USERS
from modules.identity.tokens import InvalidToken


@pytest.fixture
def services(app):
    return app.extensions["museaika"]


def become_guest(client, **wish):
    answer = client.post("/auth/guest", json=wish)
    assert answer.status_code == 201, answer.text
    return answer.json


def bearing(told):
    return {"Authorization": f"Bearer {told['access_token']}"}


def refresh(client, token):
    return client.post("/auth/token", json={"grant_type": "refresh_token", "refresh_token": token})


def cookies_of(answer):
    return {one.split("=")[0]: one for one in answer.headers.getlist("Set-Cookie")}


def refused(answer, status, code):
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["next_step"]
    return answer


# --- guests ---------------------------------------------------------------------------------------------------------


def test_a_guest_gets_tokens_that_open_the_doors(client):
    told = become_guest(client, display_name="Ada")
    assert set(told) == {"user", "access_token", "refresh_token", "token_type", "expires_in"}
    assert (told["token_type"], told["expires_in"]) == ("bearer", 900)
    assert client.get("/user/me", headers=bearing(told)).json == told["user"]
    assert told["user"]["display_name"] == "Ada"


def test_tokens_are_never_cached_and_bearers_get_no_cookies(client):
    answer = client.post("/auth/guest", json={})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not cookies_of(answer)


def test_a_browser_gets_a_hidden_session_and_a_readable_csrf_cookie(client):
    answer = client.post("/auth/guest", json={"transport": "cookie"})
    assert answer.status_code == 201
    assert set(answer.json) == {"user", "csrf_token"}
    given = cookies_of(answer)
    assert set(given) == {"museaika_session", "museaika_csrf"}
    assert "HttpOnly" in given["museaika_session"]
    assert "HttpOnly" not in given["museaika_csrf"]
    for cookie in given.values():
        assert "SameSite=Lax" in cookie
        assert f"Max-Age={30 * 24 * 3600}" in cookie
        assert "Secure" not in cookie
    assert answer.json["csrf_token"] in given["museaika_csrf"]


def test_cookies_are_secure_where_the_page_is(app):
    answer = app.test_client().post("/auth/guest", json={"transport": "cookie"}, base_url="https://music.example")
    assert all("Secure" in cookie for cookie in cookies_of(answer).values())


def test_reloading_the_page_makes_no_new_person(client, services):
    first = become_guest(client, transport="cookie", display_name="Ada")
    for _ in range(3):
        again = client.post("/auth/guest", json={"transport": "cookie", "display_name": "Other"})
        assert (again.status_code, again.json) == (200, first)
    assert services.documents.count(USERS, Query()) == services.documents.count(SESSIONS, Query()) == 1


def test_a_browser_with_a_dead_cookie_becomes_somebody_new(client, clock):
    first = become_guest(client, transport="cookie")
    clock.advance(days=31)
    second = become_guest(client, transport="cookie")
    assert first["user"]["id"] != second["user"]["id"]
    assert client.get("/user/me").json["id"] == second["user"]["id"]


# --- who is asking --------------------------------------------------------------------------------------------------


def test_without_a_token_you_are_told_how_to_get_one(client):
    answer = refused(client.get("/user/me"), 401, "auth.required")
    assert "/auth/guest" in answer.json["next_step"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "token", ["", "x", "x.y", "a b", "{'$ne': 1}", "../../x.y", "%00.x", "é.é", "x" * 5000, "a.b.c"]
)
def test_a_malformed_token_is_refused(client, token):
    refused(client.get("/user/me", headers={"Authorization": f"Bearer {token}"}), 401, "auth.invalid")


def test_an_expired_token_is_refused_with_the_way_to_refresh(client, clock):
    told = become_guest(client)
    clock.advance(minutes=15)
    answer = refused(client.get("/user/me", headers=bearing(told)), 401, "auth.expired")
    assert "/auth/token" in answer.json["next_step"]


def test_a_tampered_token_is_refused(client):
    told = become_guest(client)
    told["access_token"] = told["access_token"][:-2] + ("AA" if told["access_token"][-2:] != "AA" else "BB")
    refused(client.get("/user/me", headers=bearing(told)), 401, "auth.invalid")


def test_a_refresh_token_or_a_cookie_is_no_access_token(client, app):
    told = become_guest(client)
    refused(client.get("/user/me", headers={"Authorization": f"Bearer {told['refresh_token']}"}), 401, "auth.invalid")
    browser = app.test_client()
    become_guest(browser, transport="cookie")
    cookie = browser.get_cookie("museaika_session").value
    refused(client.get("/user/me", headers={"Authorization": f"Bearer {cookie}"}), 401, "auth.invalid")
    client.set_cookie("museaika_session", told["access_token"])
    refused(client.get("/user/me"), 401, "auth.invalid")


def test_the_password_of_a_proxy_is_not_our_business(client):
    become_guest(client, transport="cookie")
    assert client.get("/user/me", auth=("proxy", "password")).status_code == 200


def test_a_header_counts_more_than_a_cookie(client):
    bearer = become_guest(client, display_name="Bearer")
    become_guest(client, transport="cookie", display_name="Cookie")
    assert client.get("/user/me").json["display_name"] == "Cookie"
    assert client.get("/user/me", headers=bearing(bearer)).json["display_name"] == "Bearer"
    assert client.patch("/user/me", json={}, headers=bearing(bearer)).status_code == 200


# --- refreshing -----------------------------------------------------------------------------------------------------


def test_a_refresh_gives_new_tokens_and_retires_the_old_ones(client, clock):
    old = become_guest(client)
    clock.advance(minutes=20)
    answer = refresh(client, old["refresh_token"])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert client.get("/user/me", headers=bearing(answer.json)).json == old["user"]
    refused(client.get("/user/me", headers=bearing(old)), 401, "auth.invalid")


def test_a_replayed_refresh_token_signs_the_device_out_and_no_other(client, services):
    stolen = become_guest(client)
    elsewhere = services.identity.sessions.open(stolen["user"]["id"], "bearer")
    newest = refresh(client, stolen["refresh_token"]).json
    refused(refresh(client, stolen["refresh_token"]), 401, "auth.refresh_replayed")
    refused(client.get("/user/me", headers=bearing(newest)), 401, "auth.invalid")
    refused(refresh(client, newest["refresh_token"]), 401, "auth.invalid")
    other = {"Authorization": f"Bearer {elsewhere.access}"}
    assert client.get("/user/me", headers=other).status_code == 200
    assert [one["id"] for one in client.get("/auth/sessions", headers=other).json["items"]] == [elsewhere.session.id]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "grant_type"),
        ({"grant_type": "password", "refresh_token": "x"}, "grant_type"),
        ({"grant_type": "refresh_token"}, "refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": {"$gt": ""}}, "refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": "x" * 401}, "refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": "\ud800.x"}, "refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": "x.y", "scope": "all"}, "scope"),
    ],
)
def test_a_token_request_that_does_not_fit_names_the_field(client, body, field):
    answer = refused(client.post("/auth/token", json=body), 422, "request.invalid")
    assert answer.json["field"] == field


def test_a_refresh_token_that_never_was_is_refused(client):
    for token in ("x", "x.y", "x.y.z", "{}", "' OR 1=1 --.x"):
        refused(refresh(client, token), 401, "auth.invalid")


# --- cookies need proof ---------------------------------------------------------------------------------------------


def test_reading_with_a_cookie_needs_no_proof(client):
    become_guest(client, transport="cookie")
    assert client.get("/user/me").status_code == 200
    assert client.get("/auth/sessions").status_code == 200


@pytest.mark.parametrize("wrong", [None, "", "wrong", "é"])
def test_writing_with_a_cookie_needs_the_csrf_token(client, wrong):
    become_guest(client, transport="cookie", display_name="Ada")
    headers = {} if wrong is None else {"X-CSRF-Token": wrong.encode("latin-1")}
    answer = refused(client.patch("/user/me", json={"display_name": "X"}, headers=headers), 403, "auth.csrf")
    assert answer.json["field"] == "X-CSRF-Token"
    assert client.get("/user/me").json["display_name"] == "Ada"
    refused(client.delete("/user/me", headers=headers), 403, "auth.csrf")
    refused(client.post("/auth/logout", headers=headers), 403, "auth.csrf")


def test_with_the_csrf_token_writing_works(client):
    csrf = become_guest(client, transport="cookie")["csrf_token"]
    answer = client.patch("/user/me", json={"display_name": "Ada"}, headers={"X-CSRF-Token": csrf})
    assert (answer.status_code, answer.json["display_name"]) == (200, "Ada")


def test_a_csrf_token_of_another_session_proves_nothing_even_as_a_planted_cookie(client, app):
    become_guest(client, transport="cookie")
    foreign = become_guest(app.test_client(), transport="cookie")["csrf_token"]
    client.set_cookie("museaika_csrf", foreign)
    refused(client.patch("/user/me", json={}, headers={"X-CSRF-Token": foreign}), 403, "auth.csrf")


def test_the_header_alone_without_the_cookie_proves_nothing(client):
    csrf = become_guest(client, transport="cookie")["csrf_token"]
    client.delete_cookie("museaika_csrf")
    refused(client.patch("/user/me", json={}, headers={"X-CSRF-Token": csrf}), 403, "auth.csrf")


def test_bearers_need_no_proof(client):
    told = become_guest(client)
    assert client.patch("/user/me", json={"display_name": "Ada"}, headers=bearing(told)).status_code == 200


def test_a_used_cookie_is_renewed_once_a_minute(client, clock):
    become_guest(client, transport="cookie")
    assert not cookies_of(client.get("/user/me"))
    clock.advance(minutes=1)
    assert set(cookies_of(client.get("/user/me"))) == {"museaika_session", "museaika_csrf"}
    assert not cookies_of(client.get("/user/me"))
    for _ in range(3):
        clock.advance(days=29)
        assert client.get("/user/me").status_code == 200
    clock.advance(days=30)
    refused(client.get("/user/me"), 401, "auth.invalid")


# --- sessions -------------------------------------------------------------------------------------------------------


def test_logging_out_ends_this_session_only(client, services):
    here = become_guest(client)
    there = services.identity.sessions.open(here["user"]["id"], "bearer")
    assert client.post("/auth/logout", headers=bearing(here)).status_code == 204
    refused(client.get("/user/me", headers=bearing(here)), 401, "auth.invalid")
    refused(refresh(client, here["refresh_token"]), 401, "auth.invalid")
    assert client.get("/user/me", headers={"Authorization": f"Bearer {there.access}"}).status_code == 200


def test_logging_out_takes_the_cookies_back(client):
    csrf = become_guest(client, transport="cookie")["csrf_token"]
    answer = client.post("/auth/logout", headers={"X-CSRF-Token": csrf})
    assert answer.status_code == 204
    assert client.get_cookie("museaika_session") is None
    assert client.get_cookie("museaika_csrf") is None
    refused(client.get("/user/me"), 401, "auth.required")


def test_sessions_are_listed_newest_first_without_secrets(client, services, clock):
    here = become_guest(client)
    clock.advance(seconds=1)
    services.identity.sessions.open(here["user"]["id"], "cookie", "a laptop")
    answer = client.get("/auth/sessions", headers=bearing(here))
    laptop, this = answer.json["items"]
    assert (laptop["user_agent"], laptop["transport"], laptop["current"]) == ("a laptop", "cookie", False)
    assert (this["transport"], this["current"]) == ("bearer", True)
    assert "hash" not in answer.text
    first = client.get("/auth/sessions?limit=1", headers=bearing(here)).json
    rest = client.get(f"/auth/sessions?limit=1&cursor={first['next_cursor']}", headers=bearing(here)).json
    assert (first["items"], rest["items"], rest["next_cursor"]) == ([laptop], [this], None)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=wrong", "cursor=%00", "nonsense=1"])
def test_a_list_that_cannot_be_is_refused(client, query):
    answer = client.get(f"/auth/sessions?{query}", headers=bearing(become_guest(client)))
    assert answer.status_code == 422
    assert answer.json["field"] == query.split("=")[0]


def test_a_lost_device_is_signed_out(client, services):
    here = become_guest(client)
    lost = services.identity.sessions.open(here["user"]["id"], "bearer")
    assert client.delete(f"/auth/sessions/{lost.session.id}", headers=bearing(here)).status_code == 204
    refused(client.get("/user/me", headers={"Authorization": f"Bearer {lost.access}"}), 401, "auth.invalid")
    refused(client.delete(f"/auth/sessions/{lost.session.id}", headers=bearing(here)), 404, "session.not_found")


def test_strangers_and_wrong_ids_are_told_the_same(client):
    ada, bob = become_guest(client), become_guest(client)
    told = set()
    for session_id in (ada["access_token"].partition(".")[0], "nothing", "%00", "$ne", "x" * 500):
        answer = refused(client.delete(f"/auth/sessions/{session_id}", headers=bearing(bob)), 404, "session.not_found")
        told.add(answer.json["detail"])
    assert len(told) == 1
    assert client.get("/user/me", headers=bearing(ada)).status_code == 200


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"guest"', "application/json", 422),
        (b'{"transport": "pigeon"}', "application/json", 422),
        (b'{"transport": {"$ne": 1}}', "application/json", 422),
        (b'{"display_name": "\\ud800"}', "application/json", 422),
        (b'{"display_name": "\\u0000"}', "application/json", 422),
        (b'{"admin": true}', "application/json", 422),
        (b'{"transport": "cookie"}', "text/plain", 415),
        (b"transport=cookie", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_bad_order_for_a_guest_is_refused_and_makes_nobody(client, services, body, content_type, status):
    answer = client.post("/auth/guest", data=body, content_type=content_type)
    assert answer.status_code == status, answer.text
    assert answer.json["next_step"]
    assert not cookies_of(answer)
    assert services.documents.count(USERS, Query()) == 0


# --- sockets --------------------------------------------------------------------------------------------------------


def test_a_socket_opens_with_a_token_a_header_or_a_cookie(app, client):
    told = become_guest(client)
    with app.test_request_context():
        assert identify_socket({"token": told["access_token"]}).user.id == told["user"]["id"]
        assert identify_socket(None) is None
        assert identify_socket({}) is None
    with app.test_request_context(headers=bearing(told)):
        assert identify_socket(None).user.id == told["user"]["id"]
    browser = app.test_client()
    guest = become_guest(browser, transport="cookie")["user"]
    with app.test_request_context(
        headers={"Cookie": f"museaika_session={browser.get_cookie('museaika_session').value}"}
    ):
        assert identify_socket(None).user.id == guest["id"]


@pytest.mark.parametrize("token", ["", "x.y", 7, {"$ne": 1}, ["a"], True, "x" * 5000, "\ud800.x"])
def test_a_socket_with_a_bad_token_is_refused(app, token):
    with app.test_request_context(), pytest.raises(InvalidToken):
        identify_socket({"token": token})


def test_a_socket_with_an_expired_token_is_refused(app, client, clock):
    told = become_guest(client)
    clock.advance(minutes=15)
    with app.test_request_context(), pytest.raises(Unauthenticated) as error:
        identify_socket({"token": told["access_token"]})
    assert error.value.code == "auth.expired"
