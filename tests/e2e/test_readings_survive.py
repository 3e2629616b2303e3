"""A Spotify account is read to its end whoever is killed meanwhile, and what it told goes when it is disconnected."""

import time
from urllib.parse import urlsplit

import pytest
import requests
from benching.house import UP, House

from tests.spotify_people import decide


@pytest.fixture(scope="module")
def reading_house(tmp_path_factory):
    """One server with the demo beside it."""
    with House(folder=tmp_path_factory.mktemp("reading-house"), start=(*UP, "--demo-spotify")) as house:
        yield house


@pytest.fixture
def browser(reading_house):
    """A browser of a guest who just pressed connect; Spotify takes two seconds for each page of saved tracks."""
    with requests.Session() as browser:
        browser.post(f"{reading_house.url}/auth/guest", json={"transport": "cookie"}, timeout=10).raise_for_status()
        away = browser.get(f"{reading_house.url}/auth/login", timeout=20, allow_redirects=False).headers["Location"]
        slow = [{"kind": "slow", "path": "/v1/me/tracks", "seconds": 2}]
        requests.put(f"{_demo(away)}/demo/faults", json=slow, timeout=10).raise_for_status()
        browser.get(decide(away), timeout=20, allow_redirects=False)
        browser.headers["X-CSRF-Token"] = browser.cookies["museaika_csrf"]
        yield browser
        requests.put(f"{_demo(away)}/demo/faults", json=[], timeout=10)


def test_a_reading_goes_on_after_its_worker_was_killed(reading_house, browser, told):
    read = lambda path: browser.get(reading_house.url + path, timeout=20).json()
    [errand] = read("/errands")["items"]
    _until(lambda: "50 of 120" in read(f"/errands/{errand['id']}")["progress"]["note"])
    reading_house.kill("worker")
    killed = time.monotonic()
    _until(lambda: read(f"/errands/{errand['id']}")["state"] == "finished")
    told("a reading whose worker was killed was at its end after", time.monotonic() - killed, "s")
    saved = read("/music/sync")["last"]["sources"][-1]
    assert (saved["read"], saved["kept"], saved["state"]) == (120, 120, "done")
    assert read("/music/tracks?limit=1")["count"] > 120
    assert browser.delete(f"{reading_house.url}/user/spotify", timeout=20).status_code == 204
    assert read("/music/tracks")["items"] == []


def _demo(address):
    where = urlsplit(address)
    return f"{where.scheme}://{where.netloc}"


def _until(condition, seconds=90.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)
