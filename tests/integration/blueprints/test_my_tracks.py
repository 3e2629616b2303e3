"""Music like a person's own tracks, from the list they keep to the record of the work."""

import json

import pytest

ORDER = {"engine": "composer", "mood": "calm", "seconds": 8, "seed": 5}
OPTIONS = {"like": "my_tracks", "sounds": "none", "material": "rules"}


@pytest.fixture
def mine(client):
    token = client.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def order(client, mine):
    def ordered(**options):
        return client.post("/generations", json=ORDER | {"options": OPTIONS | options}, headers=mine)

    return ordered


@pytest.fixture
def made(app, client, mine):
    """The files of an order by name, made as a worker does it."""

    def make(job):
        services = app.extensions["museaika"]
        run = services.workshop.claim(job["id"], "a worker")
        work = services.workshop.make(run)
        return {part.name: b"".join(services.files.read(f"{run.job.folder}{part.name}")) for part in work.parts}

    return make


def listen_to(client, mine, *tracks):
    listed = [{"name": name, "artist": artist} for name, artist in tracks]
    assert client.put("/music/tracks", json={"tracks": listed}, headers=mine).status_code == 200


SOME = ("Morgen", "Richard Strauss"), ("Nocturne Op. 9 No. 2", "Chopin"), ("Ave Maria", "Franz Schubert")


def test_an_order_like_my_tracks_names_the_files_found_for_them(client, mine, order):
    listen_to(client, mine, *SOME, ("No Such Song", "Nobody At All"))

    job = order()

    assert job.status_code == 202, job.json
    options = job.json["brief"]["options"]
    assert len(options["like"]) == 3
    assert all(one.startswith("collection:") for one in options["like"])
    assert {found["track"] for found in options["matched"].values()} == {
        "Richard Strauss - Morgen", "Chopin - Nocturne Op. 9 No. 2", "Franz Schubert - Ave Maria",
    }  # fmt: skip


def test_the_record_says_which_files_shaped_it_and_for_which_tracks(client, mine, order, made):
    listen_to(client, mine, *SOME)

    record = json.loads(made(order().json)["record.json"])

    references = {one["track"]: one for one in record["inputs"]["references"]}
    assert references["Richard Strauss - Morgen"]["name"] == "Richard Strauss - Morgen!"
    assert references["Richard Strauss - Morgen"]["level"] == "exact"
    assert len(references["Franz Schubert - Ave Maria"]["sha256"]) == 64


def test_the_same_tracks_and_seed_give_the_same_notes(client, mine, order, made):
    listen_to(client, mine, *SOME)
    first = made(order().json)
    listen_to(client, mine, SOME[0])
    other = made(order().json)
    listen_to(client, mine, *SOME)
    again = made(order().json)

    assert again["score.mid"] == first["score.mid"]
    assert other["score.mid"] != first["score.mid"]


def test_tracks_that_are_not_there_give_neighbours_and_say_so(client, mine, order):
    listen_to(client, mine, ("No Such Song", "Nobody At All"))

    found = order().json["brief"]["options"]["matched"]

    assert {one["level"] for one in found.values()} == {"neighbour"}


def test_a_file_that_a_match_names_may_be_ordered_after(client, mine, order, made):
    asked = {"tracks": [{"name": "Morgen", "artist": "Richard Strauss"}]}
    [match] = client.post("/music/matches", json=asked, headers=mine).json["matches"]

    job = order(like=[match["file"]["id"]])

    assert job.status_code == 202, job.json
    [reference] = json.loads(made(job.json)["record.json"])["inputs"]["references"]
    assert reference == {"name": "Richard Strauss - Morgen!", "sha256": match["file"]["digest"]}


@pytest.mark.parametrize("like", [["collection:" + "0" * 64], ["collection:zz"], ["collection:"], ["nothing"]])
def test_files_that_are_not_there_are_refused_by_name(order, like):
    answer = order(like=like)

    assert answer.status_code in {410, 422}
    assert answer.json["field"].startswith("options")
    assert answer.json["next_step"]


def test_who_has_no_tracks_is_told_what_to_do(order):
    answer = order()

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, "tracks.none", "options.like")
    assert "/music/tracks" in answer.json["next_step"]
