"""Moods read by a whole server, in two of its modes, with its own networks."""

import asyncio
import threading
import time

import pytest
import requests
from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.portrait import portrait
from benching.wire import connected

PHOTO = portrait(640, 480)
PATIENCE = 60


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def reading(request, tmp_path_factory):
    with House(folder=tmp_path_factory.mktemp(request.param), MUSEAIKA_ASYNC_MODE=request.param) as house:
        yield house


@pytest.fixture
def ada(reading):
    with Guest(reading.url, PATIENCE) as guest:
        guest.call("PUT", "/user/consents/face")
        yield guest


@pytest.fixture
def camera(reading, ada):
    with Listener(reading.url, ada.token) as listener:
        yield listener


def show(guest):
    return guest.call("POST", "/mood/image", files={"image": ("me.jpg", PHOTO, "image/jpeg")}).json()


def observed(camera, **message):
    at = time.monotonic()
    answer = camera.ask("mood:frame", {"image": PHOTO, "at": at, **message}, PATIENCE)
    assert answer["ok"], answer
    return camera.wait(lambda one: one.name == "mood:observed" and one.payload["at"] == at, PATIENCE).payload


def test_a_face_is_read_over_http_and_over_the_socket(ada, camera):
    seen = show(ada)
    assert len(seen["readings"][0]["boxes"]) == 1
    assert seen["mood"]["source"] == "face"
    heard = observed(camera, remember=True)
    assert heard["error"] is None
    assert heard["seen"]["source"] == "face"


def test_a_text_is_read_over_http_and_over_the_socket(ada, camera):
    told = ada.call("POST", "/mood/text", json={"text": "I am so happy today!"}).json()
    answer = camera.ask("mood:text", {"text": "I am so happy today!"}, PATIENCE)
    assert told["mood"]["valence"] > 0.2
    assert answer["mood"]["valence"] == pytest.approx(told["mood"]["valence"])


def test_many_at_once_are_answered_and_nobody_else_waits(reading, ada):
    show(ada)
    answers, slowest = [], 0.0
    threads = [threading.Thread(target=lambda: answers.append(show(ada)["mood"]["label"])) for _ in range(16)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        begun = time.monotonic()
        assert requests.get(f"{reading.url}/healthz", timeout=10).status_code == 200
        slowest = max(slowest, time.monotonic() - begun)
    assert len(answers) == 16
    assert len(set(answers)) == 1
    assert slowest < 1.0


def test_a_message_that_is_far_too_large_ends_its_connection_and_nothing_else(reading, ada, camera):
    async def careless():
        socket = await connected(reading.port, ada.token)
        socket.emit_picture("mood:frame", {}, "image", bytes(3_000_000))
        await asyncio.wait_for(socket.closed, 20)

    asyncio.run(careless())
    assert observed(camera)["error"] is None


def test_health_says_that_moods_can_be_read(reading):
    told = requests.get(f"{reading.url}/health", timeout=10).json()["moods"]
    assert {kind: state["ready"] for kind, state in told.items()} == {"face": True, "text": True}


def test_the_log_says_nothing_odd(reading):
    assert "Traceback" not in reading.log("web")
