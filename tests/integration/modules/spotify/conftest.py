"""The demo Spotify, and somebody who is connected to it."""

import pytest

from models.schema import utc_now
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify
from tests.fakes import Clock, RememberingPublisher
from tests.spotify_people import log_in, spotify_on


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def clock():
    clock = Clock()
    clock.now = utc_now()
    return clock


@pytest.fixture
def publisher():
    return RememberingPublisher()


@pytest.fixture
def spotify(demo, tmp_path, clock, publisher):
    spotify, documents = spotify_on(demo, tmp_path, clock, publisher)
    yield spotify
    documents.close()


@pytest.fixture
def another(demo, tmp_path, clock, publisher, spotify):
    """another() is the same server's `Spotify` in another process."""
    opened = []

    def another():
        other, documents = spotify_on(demo, tmp_path, clock, publisher)
        opened.append(documents)
        return other

    yield another
    for documents in opened:
        documents.close()


@pytest.fixture
def ada(spotify, demo):
    """Her account, with all scopes; what happened so far is forgotten."""
    log_in(spotify)
    demo.world.calls.clear()
    return spotify.of("me")


@pytest.fixture
def strike(demo):
    """strike("rate", path="/v1/me") lets it go wrong from now on."""

    def strike(kind, **how):
        demo.faults.append(Fault(kind, **how))

    return strike
