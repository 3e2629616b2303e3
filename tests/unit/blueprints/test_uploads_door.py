import base64

import pytest

from tests.sounds import midi
from tests.unit.blueprints.upload_house import SONG, House, Watched, problem


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.documents.close()


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
    for token in ({}, {"Authorization": "Bearer rubbish"}):
        headers = token | {"Expect": "100-continue"}
        answer = house.client.post("/uploads", input_stream=body, content_type="application/json", headers=headers)
        assert answer.status_code == 401
    assert body.read_bytes == 0


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
