import io

import pytest

from tests.unit.blueprints.upload_house import HEAD, SONG, House, Watched, problem


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.documents.close()


@pytest.fixture
def small(tmp_path):
    house = House(tmp_path, limit_bytes=10_000)
    yield house
    house.documents.close()


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "audio/ogg", "", "rubbish"]
)
def test_a_wrong_content_type_is_refused(house, content_type):
    problem(house.raw(SONG, content_type), 415, "content_type.unsupported", "Content-Type")
    assert house.left() == []


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/json"])
def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(house, kind):
    body = Watched(HEAD + bytes(70_000_000))
    asks_first = house.mine | {"Expect": "100-continue"}

    answer = house.client.post("/uploads", input_stream=body, content_type=kind, headers=asks_first)

    problem(answer, 413, "upload.too_large", "file")
    assert body.read_bytes == 0


def test_who_sends_without_asking_is_heard_out_for_a_while_and_nothing_is_kept(house):
    short, long = Watched(HEAD + bytes(51_000_000)), Watched(HEAD + bytes(90_000_000))

    for body in (short, long):
        answer = house.client.post(
            "/uploads", input_stream=body, content_type="multipart/form-data; boundary=B", headers=house.mine
        )
        problem(answer, 413, "upload.too_large", "file")

    assert short.read_bytes == len(HEAD) + 51_000_000
    assert long.read_bytes == 64 * 1024 * 1024
    assert house.left() == []


def test_fifty_one_megabytes_are_refused_at_the_cap(house):
    body = Watched(HEAD + bytes(50_060_000))

    answer = house.client.post(
        "/uploads",
        input_stream=body,
        content_type="multipart/form-data; boundary=B",
        headers=house.mine | {"Expect": "100-continue"},
    )

    problem(answer, 413, "upload.too_large", "file")
    assert answer.json["limit_bytes"] == 50_000_000
    assert 50_000_000 <= body.read_bytes < 50_060_000
    assert house.left() == []


def test_a_body_without_a_length_is_refused(house):
    answer = house.client.post(
        "/uploads",
        input_stream=io.BytesIO(b""),
        content_type="application/json",
        headers={**house.mine, "Transfer-Encoding": "chunked"},
    )

    problem(answer, 422, "request.no_length")


def test_too_much_base64_is_refused(small):
    body = {"name": "a.wav", "content_base64": "A" * 20_000}

    problem(small.client.post("/uploads", json=body, headers=small.mine), 413, "upload.too_large", "content_base64")
    assert small.left() == []


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"rubbish", "request.bad_multipart", "file"),
        (b"--B--\r\n", "request.wrong_part", "file"),
        (HEAD + SONG, "request.bad_multipart", "file"),
        (HEAD + SONG[:100] + b"\r\n--", "request.bad_multipart", "file"),
        (HEAD + b"\r\n--B--\r\n", "upload.empty", "file"),
        (HEAD.replace(b'name="file"', b'name="song"') + SONG + b"\r\n--B--\r\n", "request.wrong_part", "song"),
        (HEAD.replace(b'name="file"; ', b"") + SONG + b"\r\n--B--\r\n", "request.wrong_part", "None"),
        (HEAD + SONG + b"\r\n" + HEAD + SONG + b"\r\n--B--\r\n", "request.wrong_part", "file"),
        (HEAD + SONG + b"\r\n" + HEAD.replace(b'"file"', b'"more"') + b"\r\n--B--\r\n", "request.wrong_part", "more"),
        (b"--B\r\nX: y\r\n\r\n\r\n--B--\r\n", "request.bad_multipart", "file"),
        (b"--B\r\n" + b"\xff" * 20 + b"\r\n\r\nx\r\n--B--\r\n", "request.bad_multipart", "file"),
        (b"--B\r\n" + b"x" * 3_000_000, "request.bad_multipart", "file"),
    ],
)
def test_a_form_that_is_not_one_whole_file_is_refused(house, body, code, field):
    problem(house.raw(body), 422, code, field)
    assert house.left() == []


def test_a_form_without_a_boundary_is_refused(house):
    problem(house.raw(HEAD + SONG, "multipart/form-data"), 422, "request.bad_multipart", "file")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"[]", None),
        (b"null", None),
        (b"\xff\xfe", None),
        (b"{}", "name"),
        (b'{"name": "a"}', "content_base64"),
        (b'{"name": {"$gt": ""}, "content_base64": "AAAA"}', "name"),
        (b'{"name": "a", "content_base64": 7}', "content_base64"),
        (b'{"name": "a", "content_base64": "AAAA", "owner": "me"}', "owner"),
        (b"[" * 100_000, None),
    ],
)
def test_json_that_does_not_fit_is_refused_with_its_field(house, body, field):
    problem(house.raw(body, "application/json"), 422, "request.invalid", field)


@pytest.mark.parametrize("text", ["!!!", "", "AAA", "aGk=\\u0000"])
def test_base64_that_is_none_or_nothing_is_refused(house, text):
    answer = house.raw(f'{{"name": "a", "content_base64": "{text}"}}'.encode(), "application/json")

    assert (answer.status_code, answer.json["field"]) == (422, "content_base64")
