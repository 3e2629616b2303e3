"""Streams over sockets and over HTTP, on a real Valkey, with hands that play when the test says so."""

import io
import json
from types import SimpleNamespace

import pytest
from flask_socketio import SocketIO

from blueprints import sockets
from blueprints.live_sockets import LiveSockets
from blueprints.mood_sockets import MoodSockets
from modules.realtime import SocketPublisher
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS, Tempo
from museaika.app import Nearby, create_app
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.factories import small_score
from tests.integration.modules.live.conftest import stage, valkey_url  # noqa: F401 - fixtures

pytestmark = pytest.mark.integration


@pytest.fixture
def house(tmp_path, valkey_url, stage):  # noqa: F811
    off = Limits(orders="off", guests="off", requests="off")
    settings = Settings(_env_file=None, data=tmp_path, redis_url=valkey_url, limits=off)
    services = build_services(settings)
    app = create_app(services, settings)
    socketio = SocketIO(app, async_mode="threading", manage_session=False)
    nearby = SocketPublisher(Nearby(socketio))
    moods = MoodSockets(services, nearby, lambda *_: None, 1)
    live = LiveSockets(services.live.streams, socketio.start_background_task, lambda _seconds: None)
    live._keep_alive = lambda: None
    quiet = SimpleNamespace(**{name: getattr(socketio, name) for name in ("on_event", "on_error_default")})
    quiet.start_background_task = lambda *_: None
    sockets.register(quiet, services.identity.sessions, moods, live, 50)
    stage.publisher.publish = nearby.publish
    stage.shelf.documents, client = services.documents, app.test_client()

    def connect():
        token = client.post("/auth/guest", json={}).json["access_token"]
        one = socketio.test_client(app, auth={"token": token})
        one.headers = {"Authorization": f"Bearer {token}"}
        return one

    yield SimpleNamespace(connect=connect, client=client, stage=stage, live=live, services=services)
    services.documents.close()


def send(one, event, message):
    return one.emit(event, message, callback=True)


def upload(house, one, content):
    file = {"file": (io.BytesIO(content), "tune.mid")}
    return house.client.post("/uploads", data=file, headers=one.headers).json["id"]


def heard(one, name):
    return [event["args"][0] for event in one.get_received() if event["name"] == name]


def test_who_starts_a_stream_hears_its_bars_and_its_end(house):
    ann, other = house.connect(), house.connect()
    told = send(ann, "live:start", {"mood": "calm", "style": "piano", "seed": 3})
    assert told["ok"]
    assert told["began"] is None
    assert told["now"] > 1e9
    stream = told["stream"]
    assert (stream["id"], stream["state"], stream["seed"]) == (told["id"], "starting", 3)
    assert stream["order"]["valence"] == 0.55
    house.stage.turns.take(told["id"])
    bars = heard(ann, "live:bar")
    assert [bar["index"] for bar in bars] == [0, 1, 2]
    assert bars[0]["id"] == told["id"]
    assert "rooms" not in bars[0]
    assert heard(other, "live:bar") == []
    assert send(ann, "live:mood", {"id": told["id"], "valence": -0.5, "arousal": 0.8})["index"] in {1, 2}
    assert send(ann, "live:stop", {"id": told["id"]})["stream"]["state"] == "ended"
    assert house.client.get(f"/live/{told['id']}", headers=ann.headers).json["reason"] == "stopped"


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"valence": float("nan"), "arousal": 0}, "valence"),
        ({"valence": 1.2, "arousal": 0}, "valence"),
        ({"valence": 0.2, "arousal": float("-inf")}, "arousal"),
        ({"valence": "high", "arousal": 0}, "valence"),
        ({"valence": 0.5}, "arousal"),
        ({"valence": 0.5, "arousal": 0, "speed": 3}, "speed"),
    ],
)
def test_a_mood_that_is_none_changes_nothing(house, message, field):
    ann = house.connect()
    stream = send(ann, "live:start", {"mood": "calm"})["id"]
    told = send(ann, "live:mood", {"id": stream} | message)
    assert told["ok"] is False
    assert told["error"]["code"] == "request.invalid"
    assert field in told["error"]["detail"]
    assert house.client.get(f"/live/{stream}", headers=ann.headers).json["valence"] == 0.55


@pytest.mark.parametrize(
    "message",
    [
        {"mood": "calm", "valence": 0.1, "arousal": 0.1},
        {"mood": "blue-ish"},
        {"tempo": float("nan")},
        {"tempo": 1000},
        {"style": "polka"},
        {"seed": -1},
        {"references": ["x"] * 11},
        {"valence": 0.1},
    ],
)
def test_an_order_that_cannot_be_is_refused(house, message):
    told = send(house.connect(), "live:start", message)
    assert (told["ok"], told["error"]["code"]) == (False, "request.invalid")


def test_what_is_not_there_or_somebody_elses_is_not_found(house):
    ann, bob = house.connect(), house.connect()
    stream = send(ann, "live:start", {})["id"]
    for event, more in (
        ("live:mood", {"valence": 0, "arousal": 0}),
        ("live:listen", {}),
        ("live:stop", {}),
    ):
        assert send(bob, event, {"id": stream} | more)["error"]["code"] == "live.not_found"
        assert send(bob, event, {"id": "nothing"} | more)["error"]["code"] == "live.not_found"
    assert house.client.get(f"/live/{stream}", headers=bob.headers).status_code == 404
    assert house.client.delete(f"/live/{stream}", headers=bob.headers).status_code == 404
    assert house.client.get("/live", headers=bob.headers).json == {"items": []}


def test_references_must_be_uploads_of_ones_own_that_can_be_used(house):
    ann = house.connect()
    told = send(ann, "live:start", {"references": ["nothing"]})
    assert told["error"]["code"] == "upload.not_found"
    too_short = upload(house, ann, write_midi(small_score()))
    told = send(ann, "live:start", {"references": [too_short]})
    assert told["error"]["code"] == "composer.no_reference"
    assert house.client.get("/live", headers=ann.headers).json["items"] == []


def test_a_stream_leans_towards_its_references(house):
    ann = house.connect()
    notes = [Note(k * TICKS, (k + 1) * TICKS, 60 + k % 7, 80) for k in range(64)]
    slow = upload(house, ann, write_midi(Score((track_of("Tune", notes),), tempos=(Tempo.from_bpm(75),))))
    stream = send(ann, "live:start", {"references": [slow]})["id"]
    house.stage.turns.take(stream)
    opening = json.loads(house.stage.board.look(stream).opening)
    assert opening["likeness"]["tempo"] == pytest.approx(75, abs=1)


def test_a_thousand_streams_are_too_many(house):
    ann = house.connect()
    told = [send(ann, "live:start", {}) for _ in range(6)]
    assert [one["ok"] for one in told] == [True] * 4 + [False] * 2
    assert told[-1]["error"]["code"] == "live.too_many"
    assert house.client.post("/live", json={}, headers=ann.headers).status_code == 429


def test_a_thousand_moods_a_second_are_no_flood(house):
    ann = house.connect()
    stream = send(ann, "live:start", {"mood": "calm"})["id"]
    told = [send(ann, "live:mood", {"id": stream, "valence": 0.1, "arousal": number / 1000}) for number in range(1000)]
    assert all(one["ok"] for one in told)
    assert house.client.get(f"/live/{stream}", headers=ann.headers).json["arousal"] == 0.999


def test_who_comes_back_hears_how_it_stands_and_all_that_follows(house):
    ann = house.connect()
    stream = send(ann, "live:start", {"mood": "calm"})["id"]
    house.stage.turns.take(stream)
    ann.disconnect()
    assert house.live._listening == {}
    again = house.connect()
    assert send(again, "live:listen", {"id": stream})["error"]["code"] == "live.not_found"
    again = house.client.get("/live", headers=ann.headers).json["items"][0]
    assert [bar["index"] for bar in again["bars"]] == [0, 1, 2]
    assert again["began"] == again["bars"][0]["starts"]


def test_streams_are_begun_steered_ended_and_kept_over_http_too(house):
    ann = house.connect().headers
    begun = house.client.post("/live", json={"valence": 0.5, "arousal": 0.5, "tempo": 90}, headers=ann)
    assert begun.status_code == 201
    stream = begun.json["id"]
    assert begun.headers["Location"].endswith(f"/live/{stream}")
    steered = house.client.put(f"/live/{stream}/mood", json={"valence": 0, "arousal": 0}, headers=ann)
    assert steered.json == {"index": 0}
    assert house.client.delete(f"/live/{stream}", headers=ann).json["state"] == "ended"
    assert house.client.put(f"/live/{stream}/mood", json={"valence": 0, "arousal": 0}, headers=ann).status_code == 404
    assert house.client.post(f"/live/{stream}/keep", headers=ann).json["code"] == "live.nothing_played"


def test_who_listens_keeps_a_stream_alive_until_they_leave(house):
    ann = house.connect()
    stream = send(ann, "live:start", {})["id"]
    board = house.stage.board
    before = board.look(stream).heard
    house.live.tell_heard()
    assert board.look(stream).heard > before
    ended = send(ann, "live:start", {})["id"]
    send(ann, "live:stop", {"id": ended})
    house.live.tell_heard()
    assert set().union(*house.live._listening.values()) == {stream}
    send(ann, "live:leave", {"id": stream})
    before = board.look(stream).heard
    house.live.tell_heard()
    assert board.look(stream).heard == before


def test_the_sound_is_for_its_owner_and_for_who_has_the_key(house):
    ann, bob = house.connect(), house.connect()
    told = send(ann, "live:start", {})["stream"]
    path = f"/live/{told['id']}/audio"
    house.client.delete_cookie("museaika_session")
    assert house.client.head(told["audio"]).status_code == 200
    assert house.client.head(path, headers=ann.headers).content_type == "audio/ogg; codecs=opus"
    assert house.client.head(f"{path}?format=mp3", headers=ann.headers).content_type == "audio/mpeg"
    assert house.client.head(path).status_code == 401
    assert house.client.head(path, headers=bob.headers).status_code == 404
    assert house.client.head(f"{path}?key=guessed", headers=bob.headers).status_code == 404
    assert house.client.head(f"{path}?key=%C3%A9", headers=bob.headers).status_code == 404
    assert house.client.head(f"{path}?format=wav", headers=ann.headers).status_code == 422
    send(ann, "live:stop", {"id": told["id"]})
    assert house.client.head(path, headers=ann.headers).status_code == 404
