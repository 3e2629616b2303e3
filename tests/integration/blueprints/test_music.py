"""The doors to a person's tracks and to matching, in the whole app."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from models.track import MOST_TRACKS


@pytest.fixture
def mine(client):
    token = client.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
    return {"Authorization": f"Bearer {token}"}


def track(number=0, **more):
    return {"name": f"Song {number}", "artist": "Somebody"} | more


def test_a_list_is_kept_whole_in_its_order_and_each_track_once(client, mine):
    listed = [track(2), track(1, spotify_id="spotify:track:abc"), track(2), {"name": "🎵", "artist": ""}]

    answer = client.put("/music/tracks", json={"tracks": listed}, headers=mine)
    items = client.get("/music/tracks", headers=mine).json["items"]

    assert (answer.status_code, answer.json) == (200, {"count": 3, "added": 3, "duplicates": 1, "skipped": []})
    assert [(one["name"], one["spotify_id"]) for one in items] == [("Song 2", None), ("Song 1", "abc"), ("🎵", None)]


def test_pages_follow_each_other_even_when_a_track_goes_in_between(client, mine):
    client.put("/music/tracks", json={"tracks": [track(k) for k in range(5)]}, headers=mine)

    first = client.get("/music/tracks?limit=2", headers=mine).json
    client.delete(f"/music/tracks/{first['items'][0]['id']}", headers=mine)
    second = client.get(f"/music/tracks?limit=2&cursor={first['next_cursor']}", headers=mine).json
    third = client.get(f"/music/tracks?limit=2&cursor={second['next_cursor']}", headers=mine).json

    assert [one["name"] for page in (first, second, third) for one in page["items"]] == [f"Song {k}" for k in range(5)]
    assert third["next_cursor"] is None


def test_ten_thousand_tracks_come_in_at_once_and_not_one_more(client, mine):
    many = [track(k) for k in range(MOST_TRACKS)]

    answer = client.put("/music/tracks", json={"tracks": many}, headers=mine)
    refused = client.put("/music/tracks", json={"tracks": [*many, track(MOST_TRACKS)]}, headers=mine)

    assert (answer.status_code, answer.json["count"]) == (200, MOST_TRACKS)
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (413, "tracks.too_many", "tracks")
    assert refused.json["next_step"]
    assert len(client.get("/music/tracks?limit=1000", headers=mine).json["items"]) == 1000


@pytest.mark.parametrize(
    "name", ["x" * 1000, "\U0001f3b5" * 1000, "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u202e\u0301"]
)
def test_names_of_any_kind_go_in_are_looked_for_and_come_out_again(client, mine, name):
    told = {"name": name, "artist": name, "spotify_id": "1"}
    client.put("/music/tracks", json={"tracks": [told, told | {"spotify_id": None}, told]}, headers=mine)

    kept = client.get("/music/tracks", headers=mine).json["items"]
    matched = client.post("/music/matches", json={}, headers=mine)
    found = client.get("/music/recommendations?mood=calm&limit=1", headers=mine)
    csv = client.get("/music/tracks.csv", headers=mine).data
    again = client.post("/music/tracks/import", data=csv, headers=mine, content_type="text/csv")

    assert [(one["name"], one["spotify_id"]) for one in kept] == [(name, "1"), (name, None)]
    assert (matched.status_code, found.status_code) == (200, 200)
    assert (again.status_code, again.json["added"], again.json["duplicates"]) == (200, 0, 2)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"tracks": [{"artist": "x"}]}, "tracks.0.name"),
        ({"tracks": [{"name": "x" * 1001}]}, "tracks.0.name"),
        ({"tracks": [{"name": "  "}]}, "tracks.0.name"),
        ({"tracks": [{"name": "x", "spotify_id": "a b"}]}, "tracks.0.spotify_id"),
        ({"tracks": "x"}, "tracks"),
        ({}, "tracks"),
    ],
)
def test_what_is_no_track_is_refused_and_changes_nothing(client, mine, body, field):
    client.put("/music/tracks", json={"tracks": [track()]}, headers=mine)

    answer = client.put("/music/tracks", json=body, headers=mine)

    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert len(client.get("/music/tracks", headers=mine).json["items"]) == 1


def test_lists_belong_to_their_owners(client, mine):
    client.put("/music/tracks", json={"tracks": [track()]}, headers=mine)
    client.delete_cookie("museaika_session")
    other = {"Authorization": f"Bearer {client.post('/auth/guest', json={}).json['access_token']}"}

    assert client.get("/music/tracks", headers=other).json["items"] == []
    assert client.get("/music/tracks").status_code == 401
    [held] = client.get("/music/tracks", headers=mine).json["items"]
    assert client.delete(f"/music/tracks/{held['id']}", headers=other).status_code == 404


def test_files_go_in_and_out_and_in_again(client, mine):
    csv = b'\xef\xbb\xbfArtist;Title\r\nQueen;Radio Ga Ga\r\nABBA;\r\n"Earth; Wind";September\r\n'

    took = client.post("/music/tracks/import", data=csv, headers=mine, content_type="text/csv")
    given = client.get("/music/tracks.csv", headers=mine)
    head = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    form = head + given.data + b"\r\n--B--\r\n"
    again = client.post("/music/tracks/import", data=form, headers=mine, content_type="multipart/form-data; boundary=B")

    assert took.json == {
        "count": 2, "added": 2, "duplicates": 0, "skipped": [{"row": 3, "why": "the title is missing"}],
    }  # fmt: skip
    assert given.mimetype == "text/csv"
    assert (again.status_code, again.json["added"], again.json["duplicates"]) == (200, 0, 2)


def test_a_file_with_wrong_columns_is_refused_by_row(client, mine):
    answer = client.post("/music/tracks/import", data=b"a,b,c\n1,2,3\n", headers=mine, content_type="text/csv")

    assert (answer.status_code, answer.json["code"], answer.json["rows"]) == (422, "tracks.unreadable", [1])
    assert "artist" in answer.json["next_step"]
    assert client.post("/music/tracks/import", data=b"{}", headers=mine, content_type="x/y").status_code == 415


def test_a_key_that_comes_again_with_other_tracks_is_refused(client, mine):
    keyed = mine | {"Idempotency-Key": "k1"}
    codes = [
        client.post("/music/tracks/import", data=data, headers=keyed, content_type="text/csv").status_code
        for data in (b"Queen,One\n", b"Queen,One\n", b"Queen,Two\n")
    ]
    assert codes == [200, 200, 409]


def test_matches_say_how_sure_they_are_and_why(client, mine):
    asked = [{"name": "Morgen", "artist": "Strauss, Richard"}, {"name": "No Such Song", "artist": "Franz Schubert"}]

    answer = client.post("/music/matches", json={"tracks": [*asked, track()]}, headers=mine)

    first, second, third = answer.json["matches"]
    assert (first["level"], first["file"]["title"], first["file"]["playable"]) == ("exact", "Morgen!", True)
    assert second["level"] == "artist"
    assert second["score"] < first["score"]
    assert third["level"] == "neighbour"
    assert all(one["evidence"] for one in (first, second, third))
    assert answer.json["levels"] == {"exact": 1, "version": 0, "artist": 1, "neighbour": 1, "none": 0}


def test_without_any_ground_a_stranger_is_none_and_with_a_mood_a_neighbour(client, mine):
    client.put("/music/tracks", json={"tracks": [track()]}, headers=mine)

    plain = client.post("/music/matches", json={}, headers=mine).json["matches"]
    moody = client.post("/music/matches", json={"mood": "calm"}, headers=mine).json["matches"]

    assert (plain[0]["level"], plain[0]["file"]) == ("none", None)
    assert moody[0]["level"] == "neighbour"
    assert moody[0]["score"] <= 0.3


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", None])
def test_the_old_door_takes_json_whatever_it_is_called(client, app, content_type):
    app.config["COMPAT_OPEN"] = True
    body = json.dumps({"tracks": [track(1, popularity=3), {"name": "Two", "artist": ["A", "B"]}], "user": "x"})

    answer = client.post("/api/ml/save-spotify-tracks", data=body, content_type=content_type)

    assert (answer.status_code, answer.json["count"]) == (200, 2)
    assert [one.artist for one in app.extensions["museaika"].tracks.all_of("local")] == ["Somebody", "A, B"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"tracks": 3}', b'{"tracks": [{"artist": "x"}]}'])
def test_the_old_door_refuses_in_the_old_shape(client, app, body):
    app.config["COMPAT_OPEN"] = True

    answer = client.post("/api/ml/save-spotify-tracks", data=body)

    assert answer.status_code in {400, 422}
    assert list(answer.json) == ["error"]


def test_an_export_holds_the_tracks_and_an_erasure_takes_them(client, mine, app):
    client.put("/music/tracks", json={"tracks": [track()]}, headers=mine)
    me = client.get("/user/me", headers=mine).json["id"]

    assert b"tracks.json" in client.get("/user/export", headers=mine).data
    client.delete("/user/me", headers=mine)
    assert app.extensions["museaika"].tracks.all_of(me) == []


def test_lists_and_matches_are_worked_on_by_native_threads(client, mine, app):
    with ThreadPoolExecutor(1) as native:
        offload = lambda function, *arguments: native.submit(function, *arguments).result()
        app.extensions["museaika"] = replace(app.extensions["museaika"], offload=offload)

        took = client.post("/music/tracks/import", data=b"Strauss,Morgen\n", headers=mine, content_type="text/csv")
        matched = client.post("/music/matches", json={}, headers=mine)

    assert (took.status_code, matched.status_code) == (200, 200)
    assert matched.json["matches"][0]["track"]["name"] == "Morgen"
