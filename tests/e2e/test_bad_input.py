"""What clients should not send: refused with a problem document that names the field, and nothing changes."""

import pytest
import requests
from benching.guest import Guest

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def ask(guest):
    """The answer, refusals included."""

    def ask(method, path, **options):
        return guest.http.request(method, guest.url + path, timeout=30, **options)

    return ask


def refused(answer, status, code=None, field=None):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["next_step"]
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    if code:
        assert problem["code"] == code
    if field:
        assert problem["field"] == field
    return problem


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 5000])
def test_a_body_that_is_no_order(ask, body):
    refused(ask("POST", "/generations", data=body, headers=JSON), 422 if body in {b"[]", b"null", b'"text"'} else 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_another_content_type(ask, kind):
    answer = ask("POST", "/generations", data=b'{"engine": "render"}', headers={"Content-Type": kind})
    refused(answer, 415, "content_type.unsupported")


@pytest.mark.parametrize(
    ("brief", "field"),
    [
        ({}, "engine"),
        ({"engine": "render", "speed": 1}, "speed"),
        ({"engine": {"$gt": ""}}, "engine"),
        ({"engine": "render' OR 1=1 --"}, "engine"),
        ({"engine": "render", "seconds": -1}, "seconds"),
        ({"engine": "render", "seconds": "NaN"}, "seconds"),
        ({"engine": "render", "seed": 2**60}, "seed"),
        ({"engine": "render", "seed": 1.5}, "seed"),
        ({"engine": "render", "options": {}}, "options.midi"),
        ({"engine": "render", "options": {"midi": {"$ne": None}}}, "options.midi"),
        ({"engine": "render", "options": {"midi": ["a"]}}, "options.midi"),
        ({"engine": "render", "options": {"midi": "x", "colour": 1}}, "options.colour"),
        ({"engine": "render", "options": {"midi": "x", "transpose": 99}}, "options.transpose"),
        ({"engine": "render", "options": {"midi": "x", "$where": "1"}}, "options.$where"),
    ],
)
def test_an_order_that_does_not_fit(ask, brief, field):
    problem = refused(ask("POST", "/generations", json=brief), 422)
    assert problem["field"] == field
    assert ask("GET", "/generations").json()["items"] == []


@pytest.mark.parametrize("midi", ["nothing", "../../etc/passwd", "a\0b", "ä" * 10, "%2e%2e", "' OR ''='"])
def test_an_upload_that_is_not_there(ask, midi):
    brief = {"engine": "render", "options": {"midi": midi}}
    problem = refused(ask("POST", "/generations", json=brief), 422)
    assert problem["code"] in {"upload.unusable", "request.invalid"}


@pytest.mark.parametrize("wrong", ["nothing", "%00", "%2e%2e%2f%2e%2e", "a" * 5000, "{$gt:''}", "ünïcode", "1;DROP"])
@pytest.mark.parametrize("path", ["/generations/{}", "/uploads/{}", "/generations/{}/bundle.zip"])
def test_ids_that_are_none(ask, path, wrong):
    answer = ask("GET", path.format(wrong))
    assert answer.status_code in {404, 414}, answer.text
    if answer.status_code == 404:
        refused(answer, 404)


@pytest.mark.parametrize(
    "name", ["../record.json", "..%2f..%2fmuseaika.sqlite", "%00", "mix.exe", "mix.flac/", "a" * 4000]
)
def test_files_that_are_none(ask, guest, short, name):
    job = guest.order(short)
    guest.wait(job)
    refused(ask("GET", f"/generations/{job}/files/{name}"), 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": "   "}, "question"),
        ({"question": "x" * 2001}, "question"),
        ({"question": ["why?"]}, "question"),
        ({"question": "why?", "song": 0}, "song"),
        ({"question": "why?", "song": 2}, "song"),
        ({"question": "why?", "tone": "warm"}, "tone"),
    ],
)
def test_a_question_that_is_none(ask, guest, short, body, field):
    job = guest.order(short)
    guest.wait(job)
    refused(ask("POST", f"/generations/{job}/questions", json=body), 422, field=field)


def test_a_question_before_there_is_anything_to_tell(ask, guest, long):
    job = guest.order(long)
    refused(ask("POST", f"/generations/{job}/questions", json={"question": "why?"}), 409, "question.not_finished")
    guest.call("DELETE", f"/generations/{job}")


def test_a_range_outside_of_the_file(ask, guest, short):
    made = guest.wait(guest.order(short))
    answer = ask("GET", made["files"]["mix.flac"], headers={"Range": "bytes=999999999-"})
    refused(answer, 416)
    assert answer.headers["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "state=lost", "cursor=nonsense", "$where=1"])
def test_a_page_that_cannot_be(ask, query):
    refused(ask("GET", f"/generations?{query}"), 422)


def test_a_key_used_for_another_order(ask, guest, short):
    guest.order(short, key="mine")
    brief = {"engine": "render", "seed": 1, "options": {"midi": short, "transpose": 5}}
    answer = ask("POST", "/generations", json=brief, headers={"Idempotency-Key": "mine"})
    refused(answer, 409, "idempotency.reused")
    assert len(ask("GET", "/generations").json()["items"]) == 1


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_that_is_none(ask, short, key):
    brief = {"engine": "render", "options": {"midi": short}}
    refused(ask("POST", "/generations", json=brief, headers={"Idempotency-Key": key}), 422)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "x" * 5000, "' OR 1=1", "ünïcode"])
def test_a_token_that_is_none(house, token):
    headers = {"Authorization": f"Bearer {token}".encode()}
    refused(requests.get(f"{house.url}/user/me", headers=headers, timeout=10), 401)


def test_the_token_of_somebody_who_left(ask, guest):
    guest.call("POST", "/auth/logout")
    answer = ask("GET", "/user/me")
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_replayed_refresh_token_ends_the_session(house):
    first = requests.post(f"{house.url}/auth/guest", json={"transport": "bearer"}, timeout=10).json()

    def refresh(token):
        body = {"grant_type": "refresh_token", "refresh_token": token}
        return requests.post(f"{house.url}/auth/token", json=body, timeout=10)

    second = refresh(first["refresh_token"]).json()
    refused(refresh(first["refresh_token"]), 401)
    refused(refresh(second["refresh_token"]), 401)
    headers = {"Authorization": f"Bearer {second['access_token']}"}
    refused(requests.get(f"{house.url}/user/me", headers=headers, timeout=10), 401)


def test_routes_and_methods_that_are_none(ask):
    refused(ask("GET", "/nowhere"), 404, "route.not_found")
    answer = ask("PUT", "/generations")
    refused(answer, 405, "method.not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_more_json_than_anybody_needs(ask):
    refused(ask("POST", "/generations", data=b" " * 1_100_000, headers=JSON), 413)


def test_an_upload_of_51_megabytes_leaves_nothing(house, ask, guest):
    files = {"file": ("long.wav", b"RIFF" + bytes(51_000_000), "audio/wav")}
    refused(ask("POST", "/uploads", files=files), 413)
    assert ask("GET", "/uploads").json()["items"] == []
    assert not list((house.data / "scratch" / "uploads").glob("*"))


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "a\0b.mid", "n" * 300 + ".mid", "Ω≈ç√.mid", "", ".."])
def test_file_names_are_only_words(house, ask, name, tune_of_a_second):
    answer = ask("POST", "/uploads", files={"file": (name or "x", tune_of_a_second, "audio/midi")})
    assert answer.status_code == 201, answer.text
    told = answer.json()["name"]
    assert "/" not in told
    assert "\0" not in told
    assert 0 < len(told) <= 255
    kept = house.data / "files" / "objects" / "uploads" / answer.json()["id"]
    assert [path.name for path in kept.iterdir()] == ["original"]


def test_the_server_is_still_well(house):
    parts = requests.get(f"{house.url}/readyz", timeout=10).json()
    assert parts["ready"], parts
    assert "Traceback" not in house.log("web")
    with Guest(house.url) as guest:
        assert guest.call("GET", "/user/me").json()["guest"]
