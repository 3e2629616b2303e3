from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from apiflask import APIFlask

from blueprints import errors
from blueprints.downloads import send_file
from modules.files.local import LocalFiles

CONTENT = b"0123456789"


class Signing:
    """A store with public addresses."""

    def sign(self, key, seconds):
        return f"https://files.example/{key}?for={seconds}"


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path)


@pytest.fixture
def app(files):
    app = APIFlask("downloads")
    errors.register(app)
    app.extensions["museaika"] = SimpleNamespace(offload=lambda function, *arguments: function(*arguments))
    files.put("a/digits", [CONTENT], "audio/flac")
    files.put("a/empty", [], "audio/flac")
    files.put("a/page", [b"<script>"], "text/html")

    @app.get("/<name>")
    def fetch(name):
        return send_file(files, files.info(f"a/{name}"), "digits.flac")

    return app


@pytest.fixture
def client(app):
    return app.test_client()


def test_the_whole_file_with_its_name_and_type(client, files):
    answer = client.get("/digits")

    assert (answer.status_code, answer.data) == (200, CONTENT)
    assert answer.headers["Content-Type"] == "audio/flac"
    assert answer.headers["Content-Length"] == "10"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"] == f'"{files.info("a/digits").etag}"'
    assert answer.headers["Content-Disposition"] == "inline; filename=digits.flac"
    assert answer.last_modified <= datetime.now(UTC)


def test_head_tells_the_same_without_the_bytes(client):
    answer = client.head("/digits", headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", "10")
    assert answer.headers["ETag"]


def test_an_empty_file_is_sent(client):
    answer = client.get("/empty")

    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", "0")


@pytest.mark.parametrize(
    ("asked", "expected", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=5-", b"56789", "bytes 5-9/10"),
        ("bytes=9-9", b"9", "bytes 9-9/10"),
        ("bytes=8-999", b"89", "bytes 8-9/10"),
        ("bytes=-4", b"6789", "bytes 6-9/10"),
        ("bytes=-999", CONTENT, "bytes 0-9/10"),
        ("bytes=0-", CONTENT, "bytes 0-9/10"),
    ],
)
def test_a_range_is_sent_as_a_part(client, asked, expected, told):
    answer = client.get("/digits", headers={"Range": asked})

    assert (answer.status_code, answer.data) == (206, expected)
    assert answer.headers["Content-Range"] == told
    assert answer.headers["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-20", "bytes=999-"])
def test_a_range_outside_the_file_is_refused_with_its_size(client, asked):
    answer = client.get("/digits", headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == "bytes */10"
    assert answer.json["code"] == "range.unsatisfiable"


def test_no_range_of_an_empty_file_exists(client):
    assert client.get("/empty", headers={"Range": "bytes=0-"}).status_code == 416


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "lines=0-3", "bytes=5-2", "bytes=x", "rubbish", "bytes=-0"])
def test_a_range_we_do_not_understand_gets_the_whole_file(client, asked):
    answer = client.get("/digits", headers={"Range": asked})

    assert (answer.status_code, answer.data) == (200, CONTENT)


def test_who_has_this_version_gets_no_bytes(client):
    mark = client.get("/digits").headers["ETag"]

    for known in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        answer = client.get("/digits", headers={"If-None-Match": known})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == mark
    assert client.get("/digits", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_date_counts_only_where_no_mark_is_given(client):
    changed = client.get("/digits").headers["Last-Modified"]

    assert client.get("/digits", headers={"If-Modified-Since": changed}).status_code == 304
    assert client.get("/digits", headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200
    both = {"If-Modified-Since": changed, "If-None-Match": '"other"'}
    assert client.get("/digits", headers=both).status_code == 200


def test_a_player_that_continues_an_old_version_gets_the_new_one_whole(client):
    first = client.get("/digits")
    part = {"Range": "bytes=5-"}

    for still in (first.headers["ETag"], first.headers["Last-Modified"]):
        assert client.get("/digits", headers=part | {"If-Range": still}).status_code == 206
    for other in ('"other"', "Mon, 01 Jan 2001 00:00:00 GMT"):
        answer = client.get("/digits", headers=part | {"If-Range": other})
        assert (answer.status_code, answer.data) == (200, CONTENT)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mix.flac", "inline; filename=mix.flac"),
        ('a "b".flac', r'inline; filename="a \"b\".flac"'),
        ("Überfluß.flac", "inline; filename=Uberflu.flac; filename*=UTF-8''%C3%9Cberflu%C3%9F.flac"),
        ("日本", "inline; filename=file; filename*=UTF-8''%E6%97%A5%E6%9C%AC"),
        ("a\r\nSet-Cookie: b", 'inline; filename="aSet-Cookie: b"'),
        ("\0", "inline; filename=file"),
    ],
)
def test_any_name_is_told_safely(app, files, name, told):
    with app.test_request_context("/"):
        assert send_file(files, files.info("a/digits"), name).headers["Content-Disposition"] == told


def test_what_could_run_as_a_page_is_saved_and_not_shown(client):
    assert client.get("/page").headers["Content-Disposition"].startswith("attachment;")


def test_a_store_with_addresses_is_asked_for_one_only_on_request(app, files):
    info = files.info("a/digits")
    with app.test_request_context("/?redirect=1"):
        answer = send_file(Signing(), info, "x")
        assert (answer.status_code, answer.headers["Location"]) == (302, "https://files.example/a/digits?for=300")
        assert answer.headers["Cache-Control"] == "no-store"
    with app.test_request_context("/?redirect=1"):
        assert send_file(files, info, "x").status_code == 200


def test_a_big_file_is_streamed_in_pieces(app, files):
    files.put("a/big", [bytes(2_000_000)], "audio/wav")
    with app.test_request_context("/"):
        pieces = list(send_file(files, files.info("a/big"), "big.wav").response)

    assert sum(map(len, pieces)) == 2_000_000
    assert len(pieces) > 4
