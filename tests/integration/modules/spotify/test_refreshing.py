"""One refresh, however many processes and threads need the new token, and somebody who takes over from the dead."""

import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from models.errors import MuseaikaError
from models.schema import utc_now
from models.spotify import SpotifyLink
from modules.documents.shelf import Shelf
from modules.spotify.collection import SPOTIFY_LINKS
from museaika.demo_spotify.server import DemoSpotify
from museaika.demo_spotify.world import App, World
from tests.spotify_people import log_in, spotify_on

pytestmark = pytest.mark.integration
ROOT = Path(__file__).resolve().parents[4]
REFRESHED = ("POST", "/api/token refresh_token")


@pytest.fixture
def link_of(spotify):
    """link_of(access_until=...) changes what is stored, as time or other processes would."""
    shelf = Shelf(spotify.links._shelf.documents, SPOTIFY_LINKS, SpotifyLink)
    return lambda **told: shelf.change("me", lambda link: link.model_copy(update=told))


def test_eight_processes_with_one_expired_token_refresh_it_once(ada, demo, link_of, strike, tmp_path, record_property):
    link_of(access_until=utc_now() - timedelta(minutes=1))
    strike("slow", path="/api/token", seconds=0.3)
    begin_at = time.time() + 8
    argv = [sys.executable, "-m", "tests.integration.modules.spotify.refresher", str(tmp_path), demo.url, str(begin_at)]
    started = [subprocess.Popen([*argv, "3"], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    said = [process.communicate(timeout=60)[0].split() for process in started]
    assert said == [["ready", "Ada", "Ada", "Ada"]] * 8
    assert demo.world.calls.count(REFRESHED) == 1
    assert demo.world.calls.count(("GET", "/me")) == 24
    record_property("figure", f"refreshes by 8 processes: {demo.world.calls.count(REFRESHED)}")


def test_eight_threads_do_so_too(ada, spotify, demo, clock, strike):
    clock.advance(hours=2)
    strike("slow", path="/api/token", seconds=0.2)
    told = []
    threads = [threading.Thread(target=lambda: told.append(spotify.of("me").listening.me())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(told) == 8
    assert demo.world.calls.count(REFRESHED) == 1


def test_who_died_while_refreshing_is_succeeded(ada, demo, clock, link_of):
    clock.advance(hours=2)
    link_of(refreshing_until=clock() - timedelta(seconds=1))
    assert ada.listening.me()
    assert demo.world.calls.count(REFRESHED) == 1


def test_who_is_refreshing_is_waited_for(ada, demo, clock, link_of):
    clock.advance(hours=2)
    link_of(refreshing_until=clock() + timedelta(seconds=10))
    waiting = threading.Thread(target=ada.listening.me)
    waiting.start()
    time.sleep(0.3)
    assert demo.world.calls == []
    link_of(refreshing_until=None)
    waiting.join(10)
    assert demo.world.calls == [REFRESHED, ("GET", "/me")]


def test_who_disconnects_during_a_refresh_stays_disconnected(ada, spotify, demo, clock, strike):
    clock.advance(hours=2)
    strike("slow", path="/api/token", seconds=0.5)
    refused = []

    def ask():
        try:
            ada.listening.me()
        except MuseaikaError as error:
            refused.append(error.code)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.2)
    spotify.links.disconnect("me")
    asking.join(10)
    assert refused == ["spotify.not_linked"]
    assert spotify.links.get("me") is None


def test_a_secret_goes_along_where_there_is_one(tmp_path, clock, publisher):
    with DemoSpotify(World(App(client_secret="hush-hush"))) as demo:
        spotify, documents = spotify_on(demo, tmp_path, clock, publisher, "hush-hush")
        log_in(spotify)
        clock.advance(hours=2)
        assert spotify.of("me").listening.me()
        assert "hush" not in repr(spotify.app)
        documents.close()
