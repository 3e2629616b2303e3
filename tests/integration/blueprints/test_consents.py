"""Consent as clients see it: the words, a yes, a no, and what an export tells of it."""

import io
import json
import zipfile

import pytest


@pytest.fixture
def ada(client):
    token = client.post("/auth/guest", json={"display_name": "Ada"}).json["access_token"]
    return {"Authorization": f"Bearer {token}"}


def test_the_words_can_be_read_before_anything_is_agreed_to(client, ada):
    answer = client.get("/user/consents/face", headers=ada)
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["given"], answer.json["given_at"]) == (False, None)
    for word in ("memory", "never written", "take this back", "correct it"):
        assert word in answer.json["text"]


@pytest.mark.parametrize("body", [None, {}, {"given": True}, {"given": True, "wording": "face-1"}])
def test_a_yes_counts_with_or_without_a_body_until_it_is_taken_back(client, ada, body):
    told = (
        client.put("/user/consents/face", json=body, headers=ada)
        if body is not None
        else client.put("/user/consents/face", headers=ada)
    )
    assert (told.status_code, told.json["given"], told.json["agreed_wording"]) == (200, True, "face-1")
    assert client.get("/user/consents/face", headers=ada).json == told.json
    gone = client.delete("/user/consents/face", headers=ada)
    assert (gone.status_code, gone.json["given"], bool(gone.json["withdrawn_at"])) == (200, False, True)


def test_a_no_can_be_put_too(client, ada):
    assert not client.put("/user/consents/face", json={"given": False}, headers=ada).json["given"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"given": "perhaps"}, 422, "given"),
        ({"granted": True}, 422, "granted"),
        ({"wording": "face-0"}, 409, "wording"),
        ([], 422, "body"),
        ("yes", 422, "body"),
    ],
)
def test_what_is_no_answer_is_refused_and_counts_as_none(client, ada, body, status, field):
    answer = client.put("/user/consents/face", json=body, headers=ada)
    assert (answer.status_code, answer.json["field"]) == (status, field)
    assert answer.json["next_step"]
    assert not client.get("/user/consents/face", headers=ada).json["given"]


def test_nobody_agrees_without_saying_who_they_are(client):
    assert [client.open("/user/consents/face", method=how).status_code for how in ("GET", "PUT", "DELETE")] == [401] * 3


def test_an_export_tells_what_was_agreed_to(client, ada):
    client.put("/user/consents/face", headers=ada)
    with zipfile.ZipFile(io.BytesIO(client.get("/user/export", headers=ada).data)) as archive:
        [consent] = json.loads(archive.read("consents.json"))
    assert set(consent) == {"purpose", "wording", "given", "given_at", "withdrawn_at"}
    assert (consent["purpose"], consent["given"]) == ("face", True)
