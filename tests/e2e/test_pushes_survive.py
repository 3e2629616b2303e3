"""A playlist on its way to Spotify while the hands of the real worker are killed with -9."""

import time
from pathlib import Path

import pytest
import requests
from benching.house import UP, House

from tests.spotify_people import decide

pytestmark = pytest.mark.slow
SLOW = {"kind": "slow", "path": "/v1/playlists/.*", "seconds": 0.4}


@pytest.fixture
def demo_house(tmp_path: Path):
    with House(folder=tmp_path, start=(*UP, "--demo-spotify"), MUSEAIKA_WORKERS="1") as house:
        yield house


class Browser:
    """Ada's, who is logged in and may write."""

    def __init__(self, house: House) -> None:
        self.house, self.http = house, requests.Session()
        self.call("POST", "/auth/guest", json={"transport": "cookie"})
        away = self.call("GET", "/auth/login", params={"access": "write"}, allow_redirects=False).headers["Location"]
        self.spotify = away.split("/authorize")[0]
        self.http.get(decide(away), timeout=30, allow_redirects=False)
        self.http.headers["X-CSRF-Token"] = self.http.cookies["museaika_csrf"]
        self.settled()  # connecting began to read the account

    def call(self, method, path, **how):
        answer = self.http.request(method, self.house.url + path, timeout=30, **how)
        assert answer.status_code < 400, answer.text
        return answer

    def errands(self):
        return self.call("GET", "/errands").json()["items"]

    def settled(self, seconds=180.0):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            listed = self.errands()
            if listed and all(one["state"] not in {"queued", "running"} for one in listed):
                return listed[0]
            time.sleep(0.2)
        raise TimeoutError(self.errands())

    def world(self):
        return requests.get(f"{self.spotify}/demo/state", timeout=30).json()

    def let(self, *faults):
        requests.put(f"{self.spotify}/demo/faults", json=list(faults), timeout=30).raise_for_status()

    def wait_calls(self, method, path, seconds=60.0):
        """Until Spotify was asked for that once more."""
        before, deadline = self.world()["calls"].count(f"{method} {path}"), time.monotonic() + seconds
        while self.world()["calls"].count(f"{method} {path}") == before:
            assert time.monotonic() < deadline, (method, path)
            time.sleep(0.02)


def test_killed_hands_leave_one_copy_in_order(demo_house):
    ada = Browser(demo_house)
    listened = ada.call("GET", "/music/tracks", params={"limit": 200}).json()["items"]
    items = [{name: one[name] for name in ("name", "artist", "spotify_id")} for one in listened]
    assert len(items) > 100
    listed = ada.call("POST", "/playlists", json={"name": "What I like", "items": items}).json()["id"]
    ada.let(SLOW)
    ada.call("POST", f"/playlists/{listed}/spotify", json={})
    ada.wait_calls("POST", "/me/playlists")
    demo_house.kill_hands()
    [there] = ada.world()["playlists"]
    ada.wait_calls("POST", f"/playlists/{there['id']}/items")
    demo_house.kill_hands()
    done = ada.settled()
    assert done["state"] == "finished", done["error"]
    assert [one["uris"] for one in ada.world()["playlists"]] == [
        [f"spotify:track:{item['spotify_id']}" for item in items]
    ]
    assert ada.call("GET", f"/playlists/{listed}/spotify").json()["state"] == "same"
