"""Limits: a hasty client is told how long to wait, and nobody else notices."""

import time

import pytest
import requests
from benching.guest import Guest, Refused
from benching.house import House
from benching.listener import Listener

FLOOD = 10_000


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    rules = {"MUSEAIKA_LIMITS__ORDERS": "3 per minute", "MUSEAIKA_LIMITS__GUESTS": "8 per minute"}
    with House(folder=tmp_path_factory.mktemp("limited"), limited=True, **rules) as house:
        yield house


@pytest.fixture(scope="module")
def hasty(limited):
    with Guest(limited.url) as guest:
        yield guest


def test_the_order_that_is_too_many_is_told_to_wait(limited, hasty, tune_of_a_second):
    upload = hasty.upload(tune_of_a_second)
    for _ in range(3):
        hasty.order(upload)
    brief = {"engine": "render", "options": {"midi": upload}}
    answer = hasty.http.post(f"{limited.url}/generations", json=brief, timeout=10)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "rate.limited"
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    told = {name for name in answer.headers if name.lower().startswith(("ratelimit", "x-ratelimit"))}
    assert told, dict(answer.headers)
    assert len(hasty.call("GET", "/generations").json()["items"]) == 3


def test_every_answer_says_what_is_left(limited, hasty):
    answer = hasty.call("GET", "/generations")
    names = {name.lower() for name in answer.headers}
    assert any("ratelimit" in name and "remaining" in name for name in names) or "ratelimit" in names


def test_machines_are_not_counted(limited):
    for _ in range(20):
        assert requests.get(f"{limited.url}/healthz", timeout=10).status_code == 200


def test_guests_are_not_made_without_end(limited):
    def many():
        for _ in range(10):
            with Guest(limited.url):
                pass

    with pytest.raises(Refused) as refused:
        many()
    assert refused.value.status == 429


@pytest.mark.parametrize("event", ["job:watch", "no:such"])
def test_ten_thousand_events_of_one_socket_do_not_touch_another(house, event, guest, stranger, listener, told):
    """The one is told to slow down and then shown the door; the other's questions are answered in time."""
    with Listener(house.url, stranger.token) as loud:
        loud.client.reconnection = False
        slowest = 0.0
        for number in range(FLOOD):
            if loud.client.connected:
                loud.client.emit(event, {"id": "nothing"})
            if number % 1000 == 0:
                begun = time.monotonic()
                assert listener.ask("job:watch", {"id": "nothing"})["error"]["code"] == "job.not_found"
                assert guest.call("GET", "/healthz").ok
                slowest = max(slowest, time.monotonic() - begun)
        told(f"during 10,000 {event} of one socket, two questions of another took at most", slowest * 1000, "ms")
        assert slowest < 2.0
        deadline = time.monotonic() + 10
        while loud.client.connected and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not loud.client.connected


def test_a_socket_above_the_rate_is_told_so(house, stranger):
    with Listener(house.url, stranger.token) as loud:
        answers = []
        for _ in range(120):
            loud.client.emit("job:watch", {"id": "nothing"}, callback=answers.append)
        deadline = time.monotonic() + 10
        while len(answers) < 120 and time.monotonic() < deadline:
            time.sleep(0.02)
    codes = {answer["error"]["code"] for answer in answers}
    assert codes == {"job.not_found", "events.limited"}


def test_an_event_that_does_not_exist_is_told_so(listener):
    answer = listener.ask("job:wach", {"id": "nothing"})
    assert (answer["ok"], answer["error"]["code"]) == (False, "event.unknown")


def test_the_sockets_of_an_ended_session_are_closed(house, guest):
    with Listener(house.url, guest.token) as listener:
        listener.client.reconnection = False
        guest.call("POST", "/auth/logout")
        deadline = time.monotonic() + 15
        while listener.client.connected and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not listener.client.connected
