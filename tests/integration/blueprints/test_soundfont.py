"""/soundfont: the instruments for browsers."""

import hashlib

import pytest

pytestmark = pytest.mark.integration


@pytest.fixture
def font(app, tmp_path):
    font = tmp_path / "small.sf2"
    font.write_bytes(b"RIFF" + bytes(range(200)))
    app.config["SOUNDFONT"] = font
    return font


def test_the_built_in_soundfont_is_there_for_everybody(client):
    answer = client.get("/soundfont")
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data) > 1_000_000
    assert answer.data[8:12] == b"sfbk"


def test_it_is_kept_for_long_and_asked_for_again_by_its_content(client, font):
    first = client.get("/soundfont")
    assert "max-age=604800" in first.headers["Cache-Control"]
    assert first.headers["ETag"] == f'"{hashlib.sha256(font.read_bytes()).hexdigest()[:32]}"'
    assert client.get("/soundfont", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    font.write_bytes(b"RIFF another")
    assert client.get("/soundfont", headers={"If-None-Match": first.headers["ETag"]}).data == b"RIFF another"


def test_a_part_can_be_asked_for(client, font):
    answer = client.get("/soundfont", headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.data) == (206, bytes(range(4)))
    assert client.get("/soundfont", headers={"Range": "bytes=9000-"}).status_code == 416


def test_a_missing_one_is_said_with_what_to_do(client, app, tmp_path):
    app.config["SOUNDFONT"] = tmp_path / "none.sf2"
    answer = client.get("/soundfont")
    assert answer.status_code == 503
    assert answer.json["code"] == "soundfont.missing"
    assert "audio" in answer.json["next_step"]
