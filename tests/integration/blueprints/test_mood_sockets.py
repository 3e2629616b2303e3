"""Frames and sentences over sockets, in a process of their own, with readers that see the same in everything."""

import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from flask_socketio import SocketIO

from blueprints import mood_sockets, sockets
from blueprints.frames import FRAME_LIMIT
from blueprints.live_sockets import LiveSockets
from blueprints.mood_sockets import MoodSockets
from models.consent import ConsentChange, Purpose
from models.errors import Invalid
from modules.mood.collection import MOODS
from modules.realtime import SocketPublisher
from museaika.app import Nearby
from tests.fakes import FixedReaders

FRAME = b"\xff\xd8 a frame"


class NoFace(Invalid):
    code = "mood.no_face"


@pytest.fixture
def house(app, client):
    """The app with its sockets; frames are looked at when the test says so."""
    readers, tasks = FixedReaders(), []
    app.extensions["museaika"] = services = replace(app.extensions["museaika"], readers=readers)
    socketio = SocketIO(app, async_mode="threading", manage_session=False)
    moods = MoodSockets(services, SocketPublisher(Nearby(socketio)), lambda *task: tasks.append(task), 2)
    quiet = SimpleNamespace(**{name: getattr(socketio, name) for name in ("on_event", "on_error_default")})
    quiet.start_background_task = lambda *_: None
    live = LiveSockets(services.live.streams, lambda *_: None, lambda _seconds: None)
    sockets.register(quiet, services.identity.sessions, moods, live, 1000)

    def connect(consent=True):
        told = client.post("/auth/guest", json={}).json
        if consent:
            services.consents.decide(told["user"]["id"], Purpose.FACE, ConsentChange())
        one = socketio.test_client(app, auth={"token": told["access_token"]})
        one.user_id = told["user"]["id"]
        return one

    def look():
        while tasks:
            function, *arguments = tasks.pop(0)
            function(*arguments)

    return SimpleNamespace(services=services, readers=readers, connect=connect, look=look, moods=moods)


def send(one, event, message):
    return one.emit(event, message, callback=True)


def heard(one):
    return [event["args"][0] for event in one.get_received() if event["name"] == "mood:observed"]


def test_a_frame_is_observed_by_the_socket_that_sent_it_and_nobody_else(house):
    ada, bob = house.connect(), house.connect()
    assert send(ada, "mood:frame", {"image": FRAME, "at": 12.5}) == {"ok": True, "dropped": 0}
    house.look()
    [told] = heard(ada)
    assert (told["mood"]["label"], told["certain"], told["at"], told["entry"]) == ("happy", True, 12.5, None)
    assert heard(bob) == []
    assert house.readers.read == [FRAME]
    assert house.services.documents.count(MOODS) == 0


def test_the_newest_frame_wins_and_the_others_are_counted(house):
    ada = house.connect()
    answers = [send(ada, "mood:frame", {"image": FRAME, "at": n}) for n in range(6)]
    house.look()
    assert [told["at"] for told in heard(ada)] == [5]
    assert [answer["dropped"] for answer in answers] == [0, 1, 2, 3, 4, 5]


def test_a_frame_needs_consent_each_time(house):
    ada = house.connect(consent=False)
    refused = send(ada, "mood:frame", {"image": FRAME})
    assert (refused["ok"], refused["error"]["code"]) == (False, "consent.required")
    assert "PUT /user/consents/face" in refused["error"]["next_step"]
    house.services.consents.decide(ada.user_id, Purpose.FACE, ConsentChange())
    assert send(ada, "mood:frame", {"image": FRAME})["ok"]
    house.services.consents.decide(ada.user_id, Purpose.FACE, ConsentChange(given=False))
    house.look()
    assert heard(ada)[0]["error"]["code"] == "consent.required"
    assert house.readers.read == []


def test_more_than_ten_a_second_are_refused(house):
    ada = house.connect()
    answers = [send(ada, "mood:frame", {"image": FRAME}) for _ in range(15)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused[0]["error"]["code"] == "mood.frames_limited"
    assert refused[0]["error"]["next_step"]
    assert 4 <= len(refused) <= 5


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"image": bytes(FRAME_LIMIT + 1)}, "mood.frame_too_large"),
        ({"image": "text"}, "request.invalid"),
        ({"image": None}, "request.invalid"),
        ({}, "request.invalid"),
        ([], "request.invalid"),
        ({"image": FRAME, "at": "now"}, "request.invalid"),
        ({"image": FRAME, "keep": True}, "request.invalid"),
    ],
)
def test_a_frame_that_is_none(house, message, code):
    ada = house.connect()
    refused = send(ada, "mood:frame", message)
    assert (refused["ok"], refused["error"]["code"], bool(refused["error"]["next_step"])) == (False, code, True)
    house.look()
    assert house.readers.read == []


def test_a_frame_without_a_face_is_told_and_the_stream_goes_on(house):
    ada = house.connect()

    def refuse(_):
        raise NoFace("There is no face.", next_step="Look into the camera.")

    house.readers.during = refuse
    send(ada, "mood:frame", {"image": FRAME})
    house.look()
    house.readers.during = lambda _: None
    send(ada, "mood:frame", {"image": FRAME})
    house.look()
    first, second = heard(ada)
    assert (first["mood"], first["error"]["code"], first["error"]["next_step"]) == (
        None,
        "mood.no_face",
        "Look into the camera.",
    )
    assert (second["mood"]["label"], second["error"]) == ("happy", None)


def test_frames_are_kept_only_when_asked_and_once_a_minute(house, monkeypatch):
    ada = house.connect()
    for _ in range(5):
        send(ada, "mood:frame", {"image": FRAME, "remember": True})
        house.look()
    entries = [told["entry"] for told in heard(ada)]
    assert house.services.moods.get(ada.user_id, entries[0]).mood.label == "happy"
    assert entries[1:] == [None] * 4
    monkeypatch.setattr(mood_sockets, "REMEMBER_EVERY", 0.0)
    send(ada, "mood:frame", {"image": FRAME, "remember": True})
    house.look()
    assert heard(ada)[0]["entry"]
    assert house.services.documents.count(MOODS) == 2


def test_a_correction_is_followed_by_the_frames_that_come_later(house, monkeypatch):
    monkeypatch.setattr(mood_sockets, "RELEARN_EVERY", 0.0)
    ada = house.connect()
    for _ in range(5):
        reading = house.readers.picture(FRAME)
        entry = house.services.moods.record(ada.user_id, [reading])
        corrected = reading.mood.at(-0.5, -0.5)
        house.services.moods.correct(ada.user_id, entry.id, corrected)
    send(ada, "mood:frame", {"image": FRAME})
    house.look()
    [told] = heard(ada)
    assert told["mood"]["valence"] < 0 < told["seen"]["valence"]


def test_nothing_is_kept_of_somebody_who_is_being_erased(house):
    ada = house.connect()
    house.services.privacy.erase(ada.user_id)
    house.services.consents.decide(ada.user_id, Purpose.FACE, ConsentChange())
    send(ada, "mood:frame", {"image": FRAME, "remember": True})
    house.look()
    assert heard(ada)[0]["error"]["code"] == "user.not_found"
    assert house.services.documents.count(MOODS) == 0


def test_who_leaves_is_forgotten(house):
    ada = house.connect()
    send(ada, "mood:frame", {"image": FRAME})
    ada.disconnect()
    house.look()
    assert house.readers.read == []
    assert house.moods._watched == {}
    assert house.moods._frames._streams == {}


def test_a_sentence_is_answered_and_told(house):
    ada = house.connect(consent=False)
    answer = send(ada, "mood:text", {"text": "oh no"})
    [told] = heard(ada)
    assert answer["ok"]
    assert (answer["mood"], answer["certain"], answer["entry"]) == (told["mood"], True, None)
    assert (told["source"], told["mood"]["label"]) == ("text", "sad")
    kept = send(ada, "mood:text", {"text": "oh no", "remember": True})
    assert house.services.moods.get(ada.user_id, kept["entry"]).mood.source == "text"


@pytest.mark.parametrize("text", ["", "x" * 100_001, "a\0b", "\ud800", 1, None])
def test_a_sentence_that_is_none(house, text):
    ada = house.connect()
    refused = send(ada, "mood:text", {"text": text})
    assert (refused["ok"], refused["error"]["code"]) == (False, "request.invalid")
    assert house.readers.read == []


def test_a_stream_in_threads_looks_at_one_frame_at_a_time(house):
    busy, most = [], []

    def slowly(_):
        busy.append(1)
        most.append(len(busy))
        time.sleep(0.02)
        busy.pop()

    house.readers.during = slowly
    house.moods._frames._start = lambda function: threading.Thread(target=function).start()
    ada = house.connect()
    for number in range(10):
        send(ada, "mood:frame", {"image": FRAME, "at": number})
    deadline = time.monotonic() + 10
    found = []
    while 9 not in [told["at"] for told in found] and time.monotonic() < deadline:
        found += heard(ada)
        time.sleep(0.01)
    assert max(most) == 1
    assert len(found) + found[-1]["dropped"] == 10
