"""The same server in each of its modes: it answers, tells, holds more clients than usual, and goes at once."""

import resource
import signal
import time

import pytest
from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.processes import kill, open_files_allowed, wait_gone

USUAL = 1024


@pytest.fixture(scope="module", params=["eventlet", "gevent", "threading"])
def moded(request, tmp_path_factory):
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (USUAL, before[1]))
    house = House(folder=tmp_path_factory.mktemp(request.param), MUSEAIKA_ASYNC_MODE=request.param)
    house.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, before)
    try:
        house.wait_ready()
        yield house
    finally:
        house.stop()


def test_an_order_is_followed_to_its_end(moded, tune_of_a_second):
    with Guest(moded.url) as guest, Listener(moded.url, guest.token) as listener:
        job = guest.order(guest.upload(tune_of_a_second))
        listener.wait_for("generation:finished", job)
        assert listener.names(job)[0] == "generation:queued"


def test_the_usual_limit_of_open_files_is_lifted(moded):
    assert open_files_allowed(moded.pid("web")) > 10_000


def test_it_goes_at_once_when_asked_and_says_nothing_odd(moded):
    web = moded.pid("web")
    begun = time.monotonic()
    kill([web], signal.SIGTERM)
    assert wait_gone([web]) == []
    assert time.monotonic() - begun < 1.0
    moded.wait_ready()
    said = moded.log("web")
    assert "Traceback" not in said
    assert "monkey_patch" not in said
    assert "web ended (exit status 0)" in moded.log()
