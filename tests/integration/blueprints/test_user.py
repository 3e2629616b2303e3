import io
import json
import zipfile

import pytest

from modules.documents.store import Query
from modules.identity.collection import SESSIONS, USERS


@pytest.fixture
def services(app):
    return app.extensions["museaika"]


@pytest.fixture
def ada(client):
    told = client.post("/auth/guest", json={"display_name": "Ada"}).json
    return {"Authorization": f"Bearer {told['access_token']}"}


def test_a_person_sees_themselves(client, ada):
    answer = client.get("/user/me", headers=ada)
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(answer.json) == {"id", "spotify_id", "display_name", "email", "created_at", "preferences", "guest"}
    assert (answer.json["email"], answer.json["spotify_id"], answer.json["preferences"]) == (None, None, {})


def test_a_person_changes_what_they_name_and_the_rest_stays(client, ada):
    wish = {"email": "ada@example.org", "preferences": {"theme": "dark", "$set": {"a.b": [1, None]}}}
    assert client.patch("/user/me", json=wish, headers=ada).status_code == 200
    told = client.patch("/user/me", json={"preferences": {"theme": None}}, headers=ada).json
    assert (told["display_name"], told["email"]) == ("Ada", "ada@example.org")
    assert told["preferences"] == {"$set": {"a.b": [1, None]}}
    assert client.get("/user/me", headers=ada).json == told


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": None}, "display_name"),
        ({"display_name": "x" * 81}, "display_name"),
        ({"email": "nobody"}, "email"),
        ({"preferences": "dark"}, "preferences"),
        ({"preferences": {"x": "y" * 20_000}}, "preferences"),
        ({"id": "somebody"}, "id"),
        ({"guest": False}, "guest"),
        ({"spotify_id": "mine"}, "spotify_id"),
        ({"version": 9}, "version"),
        ({"erasing_since": None}, "erasing_since"),
    ],
)
def test_a_change_that_does_not_fit_names_the_field_and_changes_nothing(client, ada, body, field):
    before = client.get("/user/me", headers=ada).json
    answer = client.patch("/user/me", json=body, headers=ada)
    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert answer.json["next_step"]
    assert client.get("/user/me", headers=ada).json == before


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9223372036854775808"])
def test_numbers_no_store_can_keep_are_refused(client, ada, number):
    body = f'{{"preferences": {{"n": {number}}}}}'
    answer = client.patch("/user/me", data=body, content_type="application/json", headers=ada)
    assert (answer.status_code, answer.json["field"]) == (422, "preferences")


def test_preferences_that_grew_too_large_are_refused(client, ada):
    for name in "abc":
        client.patch("/user/me", json={"preferences": {name: "x" * 5000}}, headers=ada)
    answer = client.patch("/user/me", json={"preferences": {"d": "x" * 5000}}, headers=ada)
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, "user.preferences", "preferences")
    assert set(client.get("/user/me", headers=ada).json["preferences"]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/user/me"), ("PATCH", "/user/me"), ("DELETE", "/user/me"), ("GET", "/user/export")]
)
def test_nobody_gets_in_without_a_token(client, method, path):
    body = {"json": {}} if method == "PATCH" else {}
    answer = client.open(path, method=method, **body)
    assert (answer.status_code, answer.json["code"]) == (401, "auth.required")


def test_an_export_is_a_zip_of_all_that_is_theirs(client, ada):
    client.post("/auth/guest", json={"display_name": "Bob"})
    answer = client.get("/user/export", headers=ada)
    assert answer.status_code == 200
    assert answer.content_type == "application/zip"
    assert 'filename="museaika-export.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert json.loads(archive.read("user.json")) == {**client.get("/user/me", headers=ada).json, **created(archive)}
        assert len(json.loads(archive.read("sessions.json"))) == 1
        assert not [
            name for name in archive.namelist() if b"Bob" in archive.read(name) or b"hash" in archive.read(name)
        ]


def created(archive):
    return {"created_at": json.loads(archive.read("user.json"))["created_at"]}


def test_whoever_is_erased_is_gone_with_all_their_sessions(client, ada, services):
    user_id = client.get("/user/me", headers=ada).json["id"]
    other = services.identity.sessions.open(user_id, "bearer")
    assert client.delete("/user/me", headers=ada).status_code == 204
    for headers in (ada, {"Authorization": f"Bearer {other.access}"}):
        answer = client.get("/user/me", headers=headers)
        assert (answer.status_code, answer.json["code"]) == (401, "auth.invalid")
    assert services.documents.count(USERS, Query()) == services.documents.count(SESSIONS, Query()) == 0


def test_a_browser_that_is_erased_loses_its_cookies_and_can_start_anew(client):
    first = client.post("/auth/guest", json={"transport": "cookie"}).json
    assert client.delete("/user/me", headers={"X-CSRF-Token": first["csrf_token"]}).status_code == 204
    assert client.get_cookie("museaika_session") is None
    second = client.post("/auth/guest", json={"transport": "cookie"})
    assert second.status_code == 201
    assert second.json["user"]["id"] != first["user"]["id"]
