"""POST /verify answers anybody, in plain words, and keeps nothing."""

import io

import pytest

from models.provenance import Origin, SourceType
from modules.provenance.making import Making
from tests.sounds import midi, sound

MAKING = Making("composer", 7, Origin(source=SourceType.TRAINED))


@pytest.fixture
def signed(app):
    provenance = app.extensions["museaika"].provenance
    return b"".join(provenance.stamp(sound("flac", 0.5), "mix.flac", "audio/flac", MAKING))


@pytest.fixture
def ask(client):
    def ask(content, part="file", **more):
        form = {part: (io.BytesIO(content), "whatever.bin"), **more}
        return client.post("/verify", data=form, content_type="multipart/form-data")

    return ask


def test_a_file_of_ours_is_valid_and_tells_what_made_it(ask, app, signed):
    answer = ask(signed)
    assert answer.status_code == 200
    told = answer.json
    assert (told["valid"], told["code"], told["made_by_ai"]) == (True, "valid", True)
    assert told["key_id"] == app.extensions["museaika"].provenance.key_id
    assert told["record"]["engine"] == "composer"
    assert told["record"]["digital_source_type"].startswith("http://cv.iptc.org/")


def test_one_changed_byte_is_told(ask, signed):
    told = ask(signed[:-1] + bytes([signed[-1] ^ 1])).json
    assert (told["valid"], told["code"], told["made_by_ai"]) == (False, "altered_file", None)
    assert "changed" in told["reason"]


def test_a_file_without_a_record_is_told(ask):
    assert ask(midi()).json["code"] == "no_record"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x00" * 4096])
def test_other_kinds_are_refused(ask, content):
    answer = ask(content)
    assert (answer.status_code, answer.json["code"]) == (415, "provenance.unsupported_type")
    assert answer.content_type == "application/problem+json"
    assert answer.json["field"] == "file"
    assert answer.json["next_step"]


def test_a_body_that_is_no_form_is_refused(client):
    answer = client.post("/verify", json={"file": "x"})
    assert (answer.status_code, answer.json["code"]) == (415, "content_type.unsupported")


def test_another_part_is_refused(ask, signed):
    answer = ask(signed, part="sound")
    assert (answer.status_code, answer.json["code"]) == (422, "request.wrong_part")


def test_fifty_one_megabytes_are_refused(client):
    head = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.flac"\r\n\r\nfLaC'
    body = head + bytes(51_000_000) + b"\r\n--B--\r\n"
    answer = client.post("/verify", data=body, content_type="multipart/form-data; boundary=B")
    assert answer.status_code == 413
    assert answer.json["next_step"]


def test_nothing_of_the_file_is_kept(ask, signed, tmp_path):
    ask(signed)
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and signed[100:400] in path.read_bytes()]
    assert not kept


def test_the_door_is_described(app):
    door = app.spec["paths"]["/verify"]["post"]
    assert set(door["responses"]) >= {"200", "413", "415", "422", "429"}
    assert "multipart/form-data" in door["requestBody"]["content"]
    assert "security" not in door
