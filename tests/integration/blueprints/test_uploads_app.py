"""The upload door as it hangs in the whole app."""

import base64

import pytest

from tests.sounds import sound


@pytest.fixture
def mine(client):
    token = client.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
    return {"Authorization": f"Bearer {token}"}


def test_files_larger_than_other_bodies_come_in_both_ways(client, mine):
    song = sound("wav", seconds=20)
    assert len(song) > 1_000_000
    form = b'--B\r\nContent-Disposition: form-data; name="file"; filename="song.wav"\r\n\r\n' + song + b"\r\n--B--\r\n"
    text = {"name": "song.wav", "content_base64": base64.b64encode(song).decode()}

    answers = [
        client.post("/uploads", data=form, headers=mine, content_type="multipart/form-data; boundary=B"),
        client.post("/uploads", json=text, headers=mine),
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert {answer.json["sha256"] for answer in answers} == {answers[0].json["sha256"]}
    assert len(client.get("/uploads", headers=mine).json["items"]) == 2


def test_refusals_look_like_all_others(client, mine):
    answer = client.post("/uploads", data=b"noise", headers=mine, content_type="text/plain")

    assert (answer.status_code, answer.json["code"]) == (415, "content_type.unsupported")
    assert answer.json["request_id"]
    assert client.post("/uploads", data=b"noise").status_code == 401
    assert client.put("/uploads", headers=mine).status_code == 405


def test_the_description_names_both_ways(client):
    described = client.get("/openapi.json").json["paths"]["/uploads"]["post"]

    assert set(described["requestBody"]["content"]) == {"multipart/form-data", "application/json"}
    assert "201" in described["responses"]
