"""The doors to recommendations, feedback and features, in the whole app."""

import pytest

TABLE = b"artist,title,valence,energy,tempo\nMarconi Union,Weightless,.78,.17,60\nAC/DC,Thunderstruck,.6,.95,134\n"


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
def ask(client, mine):
    return lambda query="", headers=None: client.get(f"/music/recommendations?{query}", headers=headers or mine)


def ids(answer):
    return [one["id"] for one in answer.json["items"]]


def test_a_new_guest_gets_twenty_tracks_that_explain_themselves(ask):
    answer = ask("mood=calm&goal=lift&seed=3")

    assert (answer.status_code, len(answer.json["items"]), answer.json["seed"]) == (200, 20, 3)
    assert answer.headers["Cache-Control"] == "no-store"
    for item in answer.json["items"]:
        assert item["score"] == pytest.approx(sum(part["amount"] for part in item["contributions"]), abs=1e-9)
        assert item["sentence"]
        assert item["features"]["valence"] > 0.55
    assert [one["name"] for one in answer.json["sources"]] == [
        "your tracks", "open music", "Spotify search", "ListenBrainz", "ReccoBeats",
    ]  # fmt: skip
    assert answer.json["degraded"] is False
    assert ask("mood=calm&goal=lift&seed=3").json == answer.json


def test_a_mood_is_a_word_or_two_numbers_or_the_last_one_shared(client, mine, ask):
    assert ask("mood=CALM&limit=1").json["mood"]["label"] == "calm"
    assert ask("mood=-.65,.75&limit=1").json["mood"]["label"] == "angry"
    assert (ask().status_code, ask().json["code"]) == (422, "recommendation.no_mood")
    client.post("/mood", json={"valence": -0.8, "arousal": -0.35}, headers=mine)
    assert ask("limit=1").json["mood"]["label"] == "sad"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("mood=furious-ish", "mood"),
        ("mood=9,9", "mood.valence"),
        ("mood=nan,0", "mood.valence"),
        ("mood=calm&goal=journey", "to"),
        ("mood=calm&goal=journey&to=x", "to"),
        ("mood=calm&goal=up", "goal"),
        ("mood=calm&limit=0", "limit"),
        ("mood=calm&limit=101", "limit"),
        ("mood=calm&seed=-1", "seed"),
        ("mood=calm&what=1", "what"),
    ],
)
def test_wishes_that_cannot_be_are_refused_by_field(ask, query, field):
    answer = ask(query)
    assert (answer.status_code, answer.json["field"], bool(answer.json["next_step"])) == (422, field, True)


def test_feedback_changes_the_next_list_and_can_be_undone(client, mine, ask):
    before = ask("mood=calm&limit=5&seed=1")
    told = {"item": ids(before)[0], "says": "not", "mood": "calm"}

    said = client.post("/music/feedback", json=told, headers=mine)

    assert (said.status_code, said.json["name"]) == (201, before.json["items"][0]["name"])
    assert ids(before)[0] not in ids(ask("mood=calm&limit=5&seed=1"))
    assert [one["id"] for one in client.get("/music/feedback", headers=mine).json["items"]] == [said.json["id"]]
    assert client.delete(f"/music/feedback/{said.json['id']}", headers=mine).status_code == 204
    assert ask("mood=calm&limit=5&seed=1").json == before.json
    assert client.delete(f"/music/feedback/{said.json['id']}", headers=mine).status_code == 404


def test_feedback_that_says_nothing_is_refused(client, mine):
    for told in (
        {"item": "x", "says": "not"},
        {"item": "x"},
        {"item": "x", "says": "hate"},
        {"item": "", "says": "like"},
    ):
        assert client.post("/music/feedback", json=told, headers=mine).status_code == 422
    answer = client.post("/music/feedback", json={"item": "nothing", "says": "like"}, headers=mine)
    assert (answer.status_code, answer.json["code"]) == (404, "recommendation.no_item")


def test_feedback_is_nobody_elses(client, mine, guest, ask):
    said = client.post("/music/feedback", json={"item": ids(ask("mood=calm"))[0], "says": "skip"}, headers=mine)
    other = guest()
    assert client.get("/music/feedback", headers=other).json["items"] == []
    assert client.delete(f"/music/feedback/{said.json['id']}", headers=other).status_code == 404


def test_tracks_are_known_by_a_table_that_comes_in_and_goes_out(client, mine, ask):
    tracks = [{"name": "Weightless", "artist": "Marconi Union"}, {"name": "Unheard", "artist": "Nobody"}]
    client.put("/music/tracks", json={"tracks": tracks}, headers=mine)

    took = client.post("/music/features", data=TABLE, headers=mine, content_type="text/csv")
    found = ask("mood=calm&limit=5").json

    assert took.json == {"count": 2, "version": 1, "skipped": []}
    assert "Weightless" in [one["name"] for one in found["items"]]
    assert found["unknown"] == 1
    given = client.get("/music/features.csv", headers=mine)
    assert given.mimetype == "text/csv"
    again = client.post("/music/features", data=given.data, headers=mine, content_type="text/csv")
    assert again.json["count"] == 2
    assert client.delete("/music/features", headers=mine).status_code == 204
    assert ask("mood=calm&limit=5").json["unknown"] == 2


@pytest.mark.parametrize(
    ("data", "content_type", "status", "code"),
    [
        (b"a,b\n1,2\n", "text/csv", 422, "features.unreadable"),
        (b"", "text/csv", 422, "features.unreadable"),
        (b"Track Name,Artist Name(s),Danceability,Valence,Energy\nA,B,.5,.5,.5\n", "text/csv", 422, "features.spotify"),
        (b"{}", "application/json", 415, "content_type.unsupported"),
    ],
)
def test_what_is_no_table_of_features_is_refused(client, mine, data, content_type, status, code):
    answer = client.post("/music/features", data=data, headers=mine, content_type=content_type)
    assert (answer.status_code, answer.json["code"], bool(answer.json["next_step"])) == (status, code, True)


def test_strangers_get_nothing(client):
    for method, path in (
        ("GET", "/music/recommendations?mood=calm"), ("GET", "/music/feedback"), ("DELETE", "/music/feedback/x"),
        ("DELETE", "/music/features"), ("GET", "/music/features.csv"),
    ):  # fmt: skip
        assert client.open(path, method=method).status_code == 401


def test_an_export_holds_it_all_and_an_erasure_takes_it(client, mine, ask, app):
    answer = ask("mood=calm&limit=2")
    client.post("/music/feedback", json={"item": ids(answer)[0], "says": "like"}, headers=mine)
    client.post("/music/features", data=TABLE, headers=mine, content_type="text/csv")
    me = client.get("/user/me", headers=mine).json["id"]

    exported = client.get("/user/export", headers=mine).data
    assert all(name in exported for name in (b"feedback.json", b"features.json", b"shown.json"))
    client.delete("/user/me", headers=mine)

    recommending = app.extensions["museaika"].recommending
    assert recommending.feedbacks.heard(me) == []
    assert recommending.gathering.features.kept(me).version == ""
