"""The doors to playlists, in the whole app."""

import json

import pytest


@pytest.fixture
def guest(client):
    def enter():
        client.delete_cookie("museaika_session")
        token = client.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
        return {"Authorization": f"Bearer {token}"}

    return enter


@pytest.fixture
def mine(guest):
    return guest()


@pytest.fixture
def made(client, mine):
    items = [{"name": name, "artist": "A"} for name in "abc"]
    return client.post("/playlists", json={"name": "Mine", "items": items}, headers=mine)


@pytest.fixture
def path(made):
    return made.headers["Location"]


def at(headers, answer):
    return headers | {"If-Match": answer.headers["ETag"]}


def names(answer):
    return "".join(one["name"] for one in answer.json["items"])


def test_a_list_is_made_looked_at_and_listed(client, mine, made, path):
    assert (made.status_code, made.headers["ETag"], names(made)) == (201, '"1"', "abc")
    one = client.get(path, headers=mine)
    assert (one.headers["ETag"], one.json) == ('"1"', made.json)
    assert client.get(path, headers=mine | {"If-None-Match": '"1"'}).status_code == 304
    [listed] = client.get("/playlists", headers=mine).json["items"]
    assert (listed["name"], listed["count"], "items" in listed) == ("Mine", 3, False)


def test_a_list_is_filled_for_a_mood(client, mine):
    wanted = {"mood": "sad", "goal": "journey", "to": "happy", "length": 7, "seed": 5}

    made = client.post("/playlists", json=wanted, headers=mine).json

    assert (made["name"], made["count"], made["goal"], made["seed"]) == ("From sad to happy", 7, "journey", 5)
    assert all(one["why"] and one["kind"] == "file" and one["seconds"] for one in made["items"])


def test_a_list_without_a_mood_takes_the_last_one_shared(client, mine):
    refused = client.post("/playlists", json={"goal": "lift"}, headers=mine)
    assert (refused.status_code, refused.json["code"]) == (422, "recommendation.no_mood")
    client.post("/mood", json={"valence": -0.8, "arousal": -0.35}, headers=mine)
    assert client.post("/playlists", json={"goal": "lift"}, headers=mine).json["name"] == "Up from sad"


def test_every_change_needs_the_version_that_was_read(client, mine, made, path):
    changes = (
        ("PATCH", path, {"name": "Other"}),
        ("POST", f"{path}/items", {"items": [{"name": "x"}]}),
        ("DELETE", f"{path}/items/{made.json['items'][0]['id']}", None),
        ("PUT", f"{path}/order", {"order": [one["id"] for one in made.json["items"]]}),
        ("DELETE", path, None),
    )
    for method, where, body in changes:
        for headers, status, code in (
            (mine, 428, "version.missing"),
            (mine | {"If-Match": '"7"'}, 412, "version.outdated"),
        ):
            answer = client.open(where, method=method, json=body, headers=headers)
            assert (answer.status_code, answer.json["code"], answer.json["field"]) == (status, code, "If-Match")
            assert answer.json["next_step"]
    for weird in ("7", 'W/"1"', '"1', "\x7f"):
        assert client.patch(path, json={"name": "Other"}, headers=mine | {"If-Match": weird}).status_code == 412
    assert names(client.get(path, headers=mine)) == "abc"


def test_items_come_go_and_change_places(client, mine, made, path):
    added = client.post(f"{path}/items", json={"items": [{"name": "x"}], "at": 1}, headers=at(mine, made))
    assert (names(added), added.headers["ETag"]) == ("axbc", '"2"')
    gone = client.delete(f"{path}/items/{added.json['items'][0]['id']}", headers=at(mine, added))
    assert names(gone) == "xbc"
    order = [one["id"] for one in gone.json["items"]][::-1]
    turned = client.put(f"{path}/order", json={"order": order}, headers=at(mine, gone))
    assert names(turned) == "cbx"
    renamed = client.patch(path, json={"name": "New"}, headers=mine | {"If-Match": "*"})
    assert renamed.json["name"] == "New"
    assert client.delete(path, headers=at(mine, renamed)).status_code == 204
    assert client.get(path, headers=mine).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"items": [{}]}, "items.0"),
        ({"items": [{"name": "x" * 1001}]}, "items.0.name"),
        ({"items": [{"name": "x", "spotify_id": "a b"}]}, "items.0.spotify_id"),
        ({"items": [{"file": "collection:00"}]}, "items.0.file"),
        ({"mood": "furious-ish"}, "mood"),
        ({"mood": "calm", "goal": "journey"}, "to"),
        ({"mood": "calm", "length": 0}, "length"),
        ({"name": "x", "other": 1}, "other"),
    ],
)
def test_what_cannot_be_a_list_is_refused_by_field(client, mine, body, field):
    answer = client.post("/playlists", json=body, headers=mine)
    assert (answer.status_code, answer.json["field"]) == (422, field)
    assert client.get("/playlists", headers=mine).json["items"] == []


def test_emoji_and_other_alphabets_are_names(client, mine):
    made = client.post("/playlists", json={"name": "🎧 Вечер", "items": [{"name": "🎵"}]}, headers=mine)
    given = client.get(f"{made.headers['Location']}/export?form=m3u8", headers=mine)
    assert "🎵" in given.text
    assert "UTF-8''%F0%9F%8E%A7" in given.headers["Content-Disposition"]


@pytest.mark.parametrize(("form", "kind"), [("m3u8", "mpegurl"), ("csv", "text/csv"), ("jspf", "application/json")])
def test_a_list_goes_out_in_three_forms(client, mine, path, form, kind):
    given = client.get(f"{path}/export?form={form}", headers=mine)
    assert kind in given.content_type
    assert "attachment" in given.headers["Content-Disposition"]
    assert "A" in given.text
    assert client.get(f"{path}/export?form=exe", headers=mine).status_code == 422


def test_a_link_opens_the_list_for_everybody_and_nothing_else(client, mine, path, guest):
    link = client.post(f"{path}/share", headers=mine).json
    where = "/playlists/shared/" + link["token"]
    assert link["url"].endswith(where)
    assert client.get(path, headers=mine).json["shared"] is True

    client.delete_cookie("museaika_session")
    seen = client.get(where)
    assert (seen.status_code, seen.json["name"], names(seen)) == (200, "Mine", "abc")
    assert "id" not in seen.json
    assert client.get(f"{where}/cover.png").mimetype == "image/png"
    assert client.patch(where, json={"name": "x"}).status_code == 405
    assert client.delete(f"{path}/share", headers=guest()).status_code == 404
    assert client.delete(f"{path}/share", headers=mine).status_code == 204
    assert client.get(where).status_code == 404


def test_somebody_elses_list_is_not_there(client, path, guest):
    other = guest()
    for method, where in (
        ("GET", path), ("GET", f"{path}/cover.png"), ("GET", f"{path}/export"), ("POST", f"{path}/share"),
        ("DELETE", path),
    ):  # fmt: skip
        answer = client.open(where, method=method, headers=other | {"If-Match": "*"})
        assert (answer.status_code, answer.json["code"]) == (404, "playlist.not_found")
    assert client.get(path).status_code == 401


def test_a_cover_is_a_picture(client, mine, path):
    answer = client.get(f"{path}/cover.png", headers=mine)
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "image/png", b"\x89PNG")


def test_a_cover_is_drawn_once_for_who_keeps_it(client, mine, path):
    seen = client.get(f"{path}/cover.png", headers=mine).headers["ETag"]
    again = client.get(f"{path}/cover.png", headers=mine | {"If-None-Match": seen})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", seen)
    client.patch(path, json={"name": "Other"}, headers=mine | {"If-Match": "*"})
    assert client.get(f"{path}/cover.png", headers=mine | {"If-None-Match": seen}).status_code == 200


def test_the_same_key_makes_one_list(client, mine):
    keyed = mine | {"Idempotency-Key": "k"}
    first, second = (client.post("/playlists", json={"mood": "calm"}, headers=keyed) for _ in range(2))
    assert first.json == second.json
    assert client.post("/playlists", json={"mood": "sad"}, headers=keyed).status_code == 409


def test_an_export_holds_the_lists_and_an_erasure_takes_them(client, mine, made, app):
    client.post(f"/playlists/{made.json['id']}/share", headers=mine)
    exported = client.get("/user/export", headers=mine).data
    assert b"playlists.json" in exported
    client.delete("/user/me", headers=mine)
    assert app.extensions["museaika"].playlists.page(made.json["id"])[0] == []


def ordered(client, mine, like):
    options = {"like": like, "sounds": "none", "material": "rules"}
    order = {"engine": "composer", "mood": "calm", "seconds": 8, "seed": 5, "options": options}
    return client.post("/generations", json=order, headers=mine)


def test_music_can_be_like_a_playlist(client, mine, app):
    filled = client.post("/playlists", json={"mood": "calm", "length": 3, "seed": 1}, headers=mine).json
    client.post(
        f"/playlists/{filled['id']}/items",
        json={"items": [{"name": "Morgen", "artist": "Richard Strauss"}]},
        headers=mine | {"If-Match": "*"},
    )

    job = ordered(client, mine, {"playlist": filled["id"]})

    assert job.status_code == 202, job.json
    options = job.json["brief"]["options"]
    assert set(options["like"]) > {one["file"] for one in filled["items"]}
    assert "Richard Strauss - Morgen" in {one["track"] for one in options["matched"].values()}
    assert set(options["matched"]) == set(options["like"])
    services = app.extensions["museaika"]
    run = services.workshop.claim(job.json["id"], "a worker")
    parts = {part.name for part in services.workshop.make(run).parts}
    assert "record.json" in parts
    record = json.loads(b"".join(services.files.read(f"{run.job.folder}record.json")))
    assert len(record["inputs"]["references"]) == len(options["like"])


def test_a_playlist_that_is_not_there_or_has_no_music_to_go_by_is_refused(client, mine, guest, path, made):
    empty = client.post("/playlists", json={"name": "Empty"}, headers=mine).json["id"]

    assert ordered(client, mine, {"playlist": "nothing"}).json["code"] == "playlist.not_found"
    assert ordered(client, mine, {"playlist": empty}).json["code"] == "tracks.none"
    assert ordered(client, guest(), {"playlist": made.json["id"]}).json["code"] == "playlist.not_found"
    for odd in ({"playlist": 3}, {"playlists": "x"}, {}, [{}]):
        assert ordered(client, mine, odd).status_code == 422
