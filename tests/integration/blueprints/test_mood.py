"""The mood doors of the whole app, with readers that see the same in everything."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from models.errors import Invalid
from modules.mood.collection import MOODS
from tests.fakes import FixedReaders

PICTURE = b"\xff\xd8 the bytes of a picture"


class NoFace(Invalid):
    code = "mood.no_face"


class Unreadable(Invalid):
    code = "mood.unreadable"


@pytest.fixture
def readers(app):
    readers = FixedReaders()
    app.extensions["museaika"] = replace(app.extensions["museaika"], readers=readers)
    return readers


@pytest.fixture
def guest(client, readers):
    def guest():
        token = client.post("/auth/guest", json={}).json["access_token"]
        return {"Authorization": f"Bearer {token}"}

    return guest


@pytest.fixture
def ada(client, guest):
    headers = guest()
    client.put("/user/consents/face", headers=headers)
    return headers


def form(**parts):
    return {name: (io.BytesIO(part), "me.jpg") if isinstance(part, bytes) else part for name, part in parts.items()}


def refused(answer, status, code, field=None):
    assert (answer.status_code, answer.json["code"], answer.json.get("field")) == (status, code, field), answer.json
    assert answer.content_type == "application/problem+json"
    assert answer.json["next_step"]
    return answer.json


# Consent


@pytest.mark.parametrize("path", ["/mood/image", "/mood"])
def test_a_picture_needs_consent_and_the_refusal_says_how_to_give_it(client, guest, readers, path):
    bob = guest()
    told = refused(client.post(path, data=form(image=PICTURE), headers=bob), 403, "consent.required")
    assert "PUT /user/consents/face" in told["next_step"]
    asked = told["consent"]
    assert asked["text"]
    assert client.open(asked["path"], method=asked["method"], json={"wording": asked["wording"]}, headers=bob).json[
        "given"
    ]
    assert client.post(path, data=form(image=PICTURE), headers=bob).status_code == 201
    client.delete("/user/consents/face", headers=bob)
    refused(client.post(path, data=form(image=PICTURE), headers=bob), 403, "consent.required")
    assert readers.read == [PICTURE]


def test_words_and_points_need_none(client, guest):
    assert client.post("/mood/text", json={"text": "oh no"}, headers=guest()).status_code == 201
    assert client.post("/mood", json={"valence": 0.5, "arousal": -0.5}, headers=guest()).status_code == 201


def test_nobody_is_read_without_saying_who_they_are(client, readers):
    assert client.post("/mood/image", data=form(image=PICTURE)).status_code == 401
    assert client.post("/mood/text", json={"text": "oh"}).status_code == 401
    assert client.get("/mood/history").status_code == 401
    assert readers.read == []


# Reading


@pytest.mark.parametrize("kind", ["form", "image/jpeg", "image/webp", "application/octet-stream"])
def test_a_picture_comes_as_a_form_or_as_itself(client, ada, readers, kind):
    how = {"data": form(image=PICTURE)} if kind == "form" else {"data": PICTURE, "content_type": kind}
    answer = client.post("/mood/image", headers=ada, **how)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["mood"]["label"], answer.json["mood"]["source"]) == ("happy", "face")
    assert answer.json["readings"][0]["boxes"]
    kept = client.get(answer.headers["Location"], headers=ada).json
    assert kept.items() >= {name: value for name, value in answer.json.items() if name != "readings"}.items()
    assert readers.read == [PICTURE]


def test_what_is_not_to_be_remembered_is_answered_all_the_same(client, ada):
    for path, how in (
        ("/mood/image", {"data": form(image=PICTURE)}),
        ("/mood/text", {"json": {"text": "oh"}}),
        ("/mood", {"json": {"valence": 1, "arousal": 0}}),
    ):
        answer = client.post(f"{path}?remember=false", headers=ada, **how)
        assert (answer.status_code, answer.json["id"], "Location" in answer.headers) == (200, None, False)
        assert answer.json["mood"]["label"]
    assert client.get("/mood/history", headers=ada).json == {"items": [], "next_cursor": None}


def test_everything_together_is_one_mood(client, ada, readers):
    parts = form(image=PICTURE, text="well", valence="0.8", arousal="0.4")
    answer = client.post("/mood", data=parts, headers=ada)
    assert answer.status_code == 201
    assert [one["mood"]["source"] for one in answer.json["evidence"]] == ["face", "text", "pointed"]
    assert answer.json["mood"]["valence"] > 0.3
    assert len(readers.read) == len(answer.json["readings"]) == 2


def test_what_the_browser_computed_says_how_sure_it_is(client, ada):
    body = {"valence": -0.5, "arousal": 0.5, "confidence": 0.4}
    mood = client.post("/mood", json=body, headers=ada).json["mood"]
    assert (mood["source"], mood["confidence"]) == ("device", 0.4)
    pointed = client.post("/mood", json={"valence": -0.5, "arousal": 0.5}, headers=ada).json["mood"]
    assert (pointed["source"], pointed["confidence"]) == ("pointed", 1.0)


def test_the_same_key_is_answered_with_the_same_mood(client, ada):
    headers = ada | {"Idempotency-Key": "once"}
    answers = [client.post("/mood/text", json={"text": "oh"}, headers=headers).json for _ in range(2)]
    assert answers[0]["id"] == answers[1]["id"]
    assert len(client.get("/mood/history", headers=ada).json["items"]) == 1


# Refusals


@pytest.mark.parametrize("size", [15_000_001, 15_600_000, 40_000_000])
def test_a_picture_that_is_too_large_is_not_taken_in(client, ada, readers, size):
    body = b'--B\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n' + bytes(size) + b"\r\n--B--\r\n"
    answer = client.post("/mood/image", data=body, headers=ada, content_type="multipart/form-data; boundary=B")
    refused(answer, 413, "mood.picture_too_large", "image")
    assert readers.read == []


def test_a_body_that_is_too_large_is_not_taken_in_either(client, ada, readers):
    answer = client.post("/mood/image", data=bytes(15_000_001), content_type="image/png", headers=ada)
    refused(answer, 413, "mood.picture_too_large", "body")
    assert readers.read == []


@pytest.mark.parametrize(
    ("path", "parts", "code", "field"),
    [
        ("/mood/image", {}, "mood.picture_missing", "image"),
        ("/mood/image", {"image": PICTURE, "text": "oh"}, "request.wrong_part", "text"),
        ("/mood/image", {"picture": PICTURE}, "request.wrong_part", "picture"),
        ("/mood", {}, "mood.nothing_given", None),
        ("/mood", {"valence": "0.5"}, "request.invalid", "body"),
        ("/mood", {"valence": "2", "arousal": "0"}, "request.invalid", "valence"),
        ("/mood", {"valence": "NaN", "arousal": "0"}, "request.invalid", "valence"),
        ("/mood", {"valence": "high", "arousal": "0"}, "request.invalid", "valence"),
        ("/mood", {"valence": "true", "arousal": "0"}, "request.invalid", "valence"),
        ("/mood", {"text": b"\xff\xfe"}, "mood.not_utf8", "text"),
        ("/mood", {"text": "a\0b"}, "request.invalid", "text"),
        ("/mood", {"text": b"x" * 400_001}, "mood.part_too_large", "text"),
        ("/mood", {"text": b"x" * 100_001}, "request.invalid", "text"),
        ("/mood", {"mood": "calm"}, "request.wrong_part", "mood"),
    ],
)
def test_forms_that_do_not_fit(client, ada, readers, path, parts, code, field):  # noqa: PLR0917 - a table's columns
    answer = client.post(path, data=form(**parts), headers=ada, content_type="multipart/form-data")
    refused(answer, 413 if code == "mood.part_too_large" else 422, code, field)
    assert readers.read == []
    assert client.get("/mood/history", headers=ada).json["items"] == []


def test_a_part_may_come_once(client, ada):
    twice = form(image=PICTURE) | {"text": ["one", "two"]}
    refused(client.post("/mood", data=twice, headers=ada), 422, "request.wrong_part", "text")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, None),
        ({"valence": 0.5}, "body"),
        ({"confidence": 0.5}, "body"),
        ({"source": "pointed"}, "body"),
        ({"text": ""}, "text"),
        ({"text": "x" * 100_001}, "text"),
        ({"text": "\0"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": 1}, "text"),
        ({"image": "data:image/png;base64,AAAA"}, "image"),
        ({"valence": 0, "arousal": 0, "source": "face"}, "source"),
        ([], "body"),
    ],
)
def test_json_that_does_not_fit(client, ada, readers, body, field):
    answer = client.post("/mood", json=body, headers=ada)
    assert (answer.status_code, answer.json.get("field")) == (422, field), answer.json
    assert readers.read == []


@pytest.mark.parametrize("path", ["/mood/text", "/mood"])
def test_a_hundred_thousand_characters_of_any_kind_are_a_text(client, ada, path):
    assert client.post(path, json={"text": "\N{PILE OF POO}" * 100_000}, headers=ada).status_code == 201


@pytest.mark.parametrize("body", [b"{", b'{"text": "\xff"}', b"\xff\xfe\x00"])
def test_bytes_that_are_no_json(client, ada, body):
    for path in ("/mood/text", "/mood"):
        answer = client.post(path, data=body, content_type="application/json", headers=ada)
        refused(answer, 400, "request.malformed")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mood/image", "application/json"),
        ("/mood/image", "text/plain"),
        ("/mood", "image/png"),
        ("/mood/text", "text/plain"),
    ],
)
def test_another_content_type(client, ada, path, kind):
    answer = client.post(path, data=b"{}", content_type=kind, headers=ada)
    assert (answer.status_code, answer.json["code"]) == (415, "content_type.unsupported")


@pytest.mark.parametrize("path", ["/mood/image?remember=perhaps", "/mood/image?keep=1"])
def test_a_query_that_makes_no_sense(client, ada, readers, path):
    assert client.post(path, data=form(image=PICTURE), headers=ada).status_code == 422
    assert readers.read == []


def test_what_a_reader_refuses_is_told_and_not_remembered(client, ada, readers):
    def refuse(_):
        raise Unreadable("This is no picture.", field="image", next_step="Send a JPEG.")

    readers.during = refuse
    refused(client.post("/mood/image", data=form(image=PICTURE), headers=ada), 422, "mood.unreadable", "image")
    assert client.get("/mood/history", headers=ada).json["items"] == []


def test_a_picture_without_a_face_does_not_spoil_what_else_was_said(client, ada, readers):
    def refuse(given):
        if given == PICTURE:
            raise NoFace("There is no face.", next_step="Look into the camera.")

    readers.during = refuse
    answer = client.post("/mood", data=form(image=PICTURE, text="oh no"), headers=ada)
    assert answer.status_code == 201
    assert [one["mood"]["source"] for one in answer.json["evidence"]] == ["text"]
    assert answer.json["notes"] == ["There is no face. The picture did not count."]
    refused(client.post("/mood", data=form(image=PICTURE), headers=ada), 422, "mood.no_face")


# Looking back


@pytest.fixture
def remembered(client, ada):
    return [client.post("/mood/text", json={"text": str(n)}, headers=ada).json["id"] for n in range(5)]


def test_the_history_comes_in_pages_newest_first(client, ada, remembered):
    found, cursor = [], None
    while True:
        page = client.get(
            "/mood/history", query_string={"limit": 2, **({"cursor": cursor} if cursor else {})}, headers=ada
        )
        found += [entry["id"] for entry in page.json["items"]]
        cursor = page.json["next_cursor"]
        if cursor is None:
            break
    assert sorted(found) == sorted(remembered)
    since = {"since": "2100-01-01T00:00:00Z"}
    assert client.get("/mood/history", query_string=since, headers=ada).json["items"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "cursor=nonsense", "since=2026-01-01T00:00:00", "until=x", "$where=1"]
)
def test_a_page_that_cannot_be(client, ada, query):
    assert client.get(f"/mood/history?{query}", headers=ada).status_code == 422


@pytest.mark.parametrize("query", ["days=0", "days=367", "offset=841", "days=x", "day=1"])
def test_a_summary_that_cannot_be(client, ada, query):
    assert client.get(f"/mood/history/daily?{query}", headers=ada).status_code == 422


def test_a_day_is_summed_up(client, ada, remembered):
    [day] = client.get("/mood/history/daily", headers=ada).json["items"]
    assert (day["count"], day["mood"]["source"]) == (5, "mean")


@pytest.mark.parametrize(
    "body", [{"label": "calm"}, {"mood": "calm"}, {"mood": {"label": "calm"}}, {"valence": 0.55, "arousal": -0.65}]
)
def test_a_correction_counts_and_can_be_taken_back(client, ada, remembered, body):
    path = f"/mood/{remembered[0]}"
    before = client.get(path, headers=ada).json
    corrected = client.patch(path, json=body, headers=ada)
    assert corrected.status_code == 200, corrected.json
    assert (corrected.json["mood"]["label"], corrected.json["observed"]) == ("calm", before["observed"])
    assert corrected.json["corrected_at"]
    assert client.delete(f"{path}/correction", headers=ada).json == before


@pytest.mark.parametrize(
    "body", [{}, {"label": "hungry"}, {"valence": 0.5}, {"valence": 2, "arousal": 0}, {"mood": None}, [], "calm"]
)
def test_a_correction_that_is_none(client, ada, remembered, body):
    assert client.patch(f"/mood/{remembered[0]}", json=body, headers=ada).status_code == 422


def test_a_mood_can_be_forgotten(client, ada, remembered):
    path = f"/mood/{remembered[0]}"
    assert client.delete(path, headers=ada).status_code == 204
    refused(client.get(path, headers=ada), 404, "mood.not_found")


def test_strangers_find_nothing(client, guest, remembered):
    bob, path = guest(), f"/mood/{remembered[0]}"
    for answer in (
        client.get(path, headers=bob),
        client.patch(path, json={"label": "calm"}, headers=bob),
        client.delete(path, headers=bob),
        client.delete(f"{path}/correction", headers=bob),
    ):
        refused(answer, 404, "mood.not_found")


def test_an_export_holds_them_and_an_erasure_takes_them(client, app, ada, remembered):
    with zipfile.ZipFile(io.BytesIO(client.get("/user/export", headers=ada).data)) as archive:
        kept = json.loads(archive.read("moods.json"))
    assert sorted(entry["id"] for entry in kept) == sorted(remembered)
    assert "owner" not in kept[0]
    client.delete("/user/me", headers=ada)
    assert app.extensions["museaika"].documents.count(MOODS) == 0


def test_the_description_names_the_ways_to_send_a_picture(client):
    paths = client.get("/openapi.json").json["paths"]
    assert set(paths["/mood/image"]["post"]["requestBody"]["content"]) == {"multipart/form-data", "image/*"}
    assert set(paths["/mood"]["post"]["requestBody"]["content"]) == {"multipart/form-data", "application/json"}


def test_the_history_is_drawn(client, ada, remembered):
    answer = client.get("/mood/history.png?days=7", headers=ada)
    assert (answer.status_code, answer.content_type, answer.data[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert client.get("/mood/history.png?days=0", headers=ada).status_code == 422
