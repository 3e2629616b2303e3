import base64
import io
import secrets
from types import SimpleNamespace

import pytest
from apiflask import APIFlask
from werkzeug.datastructures import FileStorage

from blueprints import errors
from blueprints.uploads import uploads as door
from models.schema import utc_now
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.identity.collection import SESSIONS, USERS
from modules.identity.identity import Identity
from modules.uploads.collection import UPLOADS
from modules.uploads.uploads import Uploads
from tests.sounds import midi, sound

SONG = sound("ogg", seconds=0.5)


def new_id():
    return secrets.token_urlsafe(16)


def directly(function, *arguments):
    return function(*arguments)


class House:
    """A door with a real store behind it, two people, and a look at what lies on disk."""

    def __init__(self, folder, **limits):
        self.folder = folder
        self.documents = SQLiteDocuments(folder / "documents.sqlite", utc_now)
        self.documents.prepare([USERS, SESSIONS, UPLOADS])
        identity = Identity(self.documents, utc_now)
        files = LocalFiles(folder / "files")
        uploads = Uploads(self.documents, files, utc_now, new_id, scratch=folder / "scratch", **limits)
        app = APIFlask("uploads")
        app.extensions["museaika"] = SimpleNamespace(identity=identity, uploads=uploads, offload=directly)
        errors.register(app)
        app.register_blueprint(door)
        self.client = app.test_client()
        self.mine, self.theirs = (self.headers(identity) for _ in range(2))

    def headers(self, identity):
        return {"Authorization": f"Bearer {identity.sessions.open(identity.guest().id, 'bearer').access}"}

    def send(self, content=SONG, name="song.ogg", part="file", **more):
        form = {part: FileStorage(io.BytesIO(content), name), **more}
        return self.client.post("/uploads", data=form, headers=self.mine, content_type="multipart/form-data")

    def raw(self, body, content_type="multipart/form-data; boundary=B"):
        return self.client.post("/uploads", data=body, headers=self.mine, content_type=content_type)

    def left(self):
        places = [self.folder / "files", self.folder / "scratch"]
        return [path for place in places if place.exists() for path in place.rglob("*") if path.is_file()]


class Watched(io.BytesIO):
    """A body that counts what is read of it."""

    read_bytes = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.read_bytes += len(piece)
        return piece

    def readinto(self, buffer):
        count = super().readinto(buffer)
        self.read_bytes += count
        return count


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


def problem(answer, status, code, field=None):
    """A refusal in the form everybody gets, with the next step."""
    assert (answer.status_code, answer.json.get("code"), answer.json.get("field")) == (status, code, field)
    assert answer.content_type == "application/problem+json"
    assert answer.json["next_step"]


def test_a_file_is_handed_in_seen_listed_and_taken_back(house):
    answer = house.send(name="My Song.ogg")

    made = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/uploads/{made['id']}"
    assert (made["name"], made["kind"], made["format"], made["size"]) == ("My Song.ogg", "audio", "ogg", len(SONG))
    assert made["seconds"] == pytest.approx(0.5, abs=0.05)
    assert "owner" not in made
    assert house.client.get(answer.headers["Location"], headers=house.mine).json == made
    assert house.client.get("/uploads", headers=house.mine).json == {"items": [made], "next_cursor": None}
    gone = house.client.delete(answer.headers["Location"], headers=house.mine)
    assert (gone.status_code, gone.data) == (204, b"")
    problem(house.client.get(answer.headers["Location"], headers=house.mine), 404, "upload.not_found")
    assert house.left() == []


def test_json_with_base64_does_the_same(house):
    body = {"name": "a.mid", "content_base64": base64.b64encode(midi()).decode()}

    answer = house.client.post("/uploads", json=body, headers=house.mine)

    assert (answer.status_code, answer.json["kind"], answer.json["name"]) == (201, "midi", "a.mid")


def test_a_part_without_a_file_name_is_a_file_too(house):
    answer = house.raw(b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + SONG + b"\r\n--B--\r\n")

    assert (answer.status_code, answer.json["name"]) == (201, "upload.ogg")


def test_pages_follow_each_other(house):
    made = [house.send(midi(), name=f"{number}.mid").json["id"] for number in range(5)]

    found, cursor = [], ""
    while cursor is not None:
        page = house.client.get(
            f"/uploads?limit=2&cursor={cursor}" if cursor else "/uploads?limit=2", headers=house.mine
        )
        found += [item["id"] for item in page.json["items"]]
        cursor = page.json["next_cursor"]

    assert sorted(found) == sorted(made)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=rubbish", "owner=other", "limit[$gt]=1"])
def test_a_query_that_makes_no_sense_is_refused(house, query):
    answer = house.client.get(f"/uploads?{query}", headers=house.mine)

    assert (answer.status_code, bool(answer.json["next_step"])) == (422, True)


def test_a_stranger_gets_not_found_and_harms_nothing(house):
    place = house.send().headers["Location"]

    problem(house.client.get(place, headers=house.theirs), 404, "upload.not_found")
    problem(house.client.delete(place, headers=house.theirs), 404, "upload.not_found")
    assert house.client.get("/uploads", headers=house.theirs).json["items"] == []
    assert house.client.get(place, headers=house.mine).status_code == 200


@pytest.mark.parametrize("wrong", ["nothing", "..", "%00", "a%2Fb", "x" * 300, "{'$gt':''}", "日本"])
def test_a_wrong_id_is_not_found(house, wrong):
    assert house.client.get(f"/uploads/{wrong}", headers=house.mine).status_code == 404
    assert house.client.delete(f"/uploads/{wrong}", headers=house.mine).status_code == 404


def test_nobody_is_heard_before_they_say_who_they_are(house):
    body = Watched(bytes(10_000))
    for headers in ({}, {"Authorization": "Bearer rubbish"}):
        answer = house.client.post("/uploads", input_stream=body, content_type="application/json", headers=headers)
        assert answer.status_code == 401
    assert body.read_bytes == 0


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "audio/ogg", "", "rubbish"]
)
def test_a_wrong_content_type_is_refused(house, content_type):
    problem(house.raw(SONG, content_type), 415, "content_type.unsupported", "Content-Type")
    assert house.left() == []


HEAD = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "application/json"])
def test_a_body_that_says_it_is_too_large_is_not_read(house, kind):
    body = Watched(HEAD + bytes(70_000_000))

    answer = house.client.post("/uploads", input_stream=body, content_type=kind, headers=house.mine)

    problem(answer, 413, "upload.too_large", "file")
    assert body.read_bytes == 0


def test_fifty_one_megabytes_are_refused_at_the_cap(house):
    body = Watched(HEAD + bytes(50_060_000))

    answer = house.client.post(
        "/uploads",
        input_stream=body,
        content_type="multipart/form-data; boundary=B",
        headers=house.mine,
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


def test_what_is_no_sound_is_refused_by_its_content(house):
    problem(house.send(b"PK\3\4" + bytes(1000), name="song.wav"), 415, "upload.unsupported", "file")
    problem(house.send(midi(notes=0), name="song.mid"), 422, "midi.no_notes", "file")
    assert house.left() == []


def test_a_full_storage_says_so(tmp_path):
    house = House(tmp_path, storage_limit=2 * len(SONG))
    assert [house.send().status_code for _ in range(2)] == [201, 201]

    problem(house.send(), 507, "storage.full")
    house.documents.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("x" * 300 + ".ogg", "x" * 196 + ".ogg"),
        ("Lied für 日本 🎵.ogg", "Lied für 日本 🎵.ogg"),
        ("a%2F..%2Fb.ogg", "a%2F..%2Fb.ogg"),
        ("..", "upload.ogg"),
    ],
)
def test_tricks_in_a_file_name_end_at_the_name(house, name, shown):
    body = {"name": name, "content_base64": base64.b64encode(SONG).decode()}
    as_json = house.client.post("/uploads", json=body, headers=house.mine)
    as_form = house.send(name=name)

    assert as_json.json["name"] == shown
    assert as_form.json["name"] == shown
    assert all(path.is_relative_to(house.folder) for path in house.left())


def test_nul_and_control_characters_never_reach_a_name(house):
    body = {"name": "a\0b\r\n\x1b.ogg", "content_base64": base64.b64encode(SONG).decode()}

    assert house.client.post("/uploads", json=body, headers=house.mine).json["name"] == "ab.ogg"
