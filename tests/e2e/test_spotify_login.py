"""The whole login against the pretended Spotify of `museaika up --demo-spotify`, as a browser and an app see it."""

import threading
import time
from urllib.parse import urlsplit

import pytest
import requests
from benching.house import UP, House

from modules.spotify.oauth import challenge_of
from tests.spotify_people import APP_LINK, decide, query_of

VERIFIER = "a-verifier-of-the-app-itself-that-is-long-enough"


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory):
    """One server with the demo beside it, in eventlet."""
    folder = tmp_path_factory.mktemp("demo-house")
    with House(folder=folder, start=(*UP, "--demo-spotify"), MUSEAIKA_SPOTIFY_APP_LINKS=APP_LINK) as house:
        yield house


@pytest.fixture
def browser(demo_house):
    """A browser that is a guest already."""
    with requests.Session() as browser:
        browser.post(f"{demo_house.url}/auth/guest", json={"transport": "cookie"}, timeout=10).raise_for_status()
        yield browser


def get(browser, house, path):
    return browser.get(house.url + path, timeout=20, allow_redirects=False)


def demo_of(address):
    where = urlsplit(address)
    return f"{where.scheme}://{where.netloc}"


def test_a_guest_presses_connect_and_comes_back_as_who_they_were(demo_house, browser):
    guest = get(browser, demo_house, "/user/me").json()
    away = get(browser, demo_house, "/auth/login?access=write").headers["Location"]
    back = browser.get(decide(away), timeout=20, allow_redirects=False)
    assert (back.status_code, back.headers["Location"]) == (302, "/?spotify=linked")
    assert (
        browser.get(demo_house.url + back.headers["Location"], timeout=10)
        .headers["Content-Type"]
        .startswith("text/html")
    )
    me = get(browser, demo_house, "/user/me").json()
    assert (me["id"], me["guest"], me["display_name"]) == (guest["id"], False, "Ada")
    link = get(browser, demo_house, "/user/spotify").json()
    assert (link["state"], link["can_write"]) == ("linked", True)
    again = browser.get(f"{demo_house.url}/auth/callback", params={"code": "x", "state": "forged"}, timeout=10)
    assert (again.status_code, again.json()["code"]) == (422, "login.unknown")
    browser.headers["X-CSRF-Token"] = browser.cookies["museaika_csrf"]
    assert browser.delete(f"{demo_house.url}/user/spotify", timeout=10).status_code == 204
    assert get(browser, demo_house, "/user/spotify").json()["state"] == "unlinked"


def test_an_app_gets_its_guest_back_with_the_account(demo_house):
    guest = requests.post(f"{demo_house.url}/auth/guest", json={}, timeout=10).json()
    asked = {"app_link": APP_LINK, "code_challenge": challenge_of(VERIFIER), "state": "own"}
    with requests.Session() as system_browser:
        away = system_browser.get(f"{demo_house.url}/auth/login", params=asked, timeout=10, allow_redirects=False)
        back = system_browser.get(decide(away.headers["Location"], "bob"), timeout=20, allow_redirects=False)
    told = query_of(back.headers["Location"])
    assert (back.headers["Location"].startswith(APP_LINK), told["state"]) == (True, "own")
    wish = {"grant_type": "authorization_code", "code": told["code"], "code_verifier": VERIFIER}
    bearer = {"Authorization": f"Bearer {guest['access_token']}"}
    tokens = requests.post(f"{demo_house.url}/auth/token", json=wish, headers=bearer, timeout=10).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = requests.get(f"{demo_house.url}/user/me", headers=bearer, timeout=10).json()
    assert (me["id"], me["display_name"]) == (guest["user"]["id"], "Bob")


def test_a_slow_spotify_keeps_nobody_else_waiting(demo_house, browser, told):
    away = get(browser, demo_house, "/auth/login").headers["Location"]
    faults = [{"kind": "slow", "path": "/api/token", "seconds": 3, "times": 1}]
    requests.put(f"{demo_of(away)}/demo/faults", json=faults, timeout=10).raise_for_status()
    back = decide(away)
    coming = threading.Thread(target=lambda: browser.get(back, timeout=20, allow_redirects=False))
    coming.start()
    time.sleep(0.3)
    waited = []
    while coming.is_alive():
        begun = time.monotonic()
        requests.get(f"{demo_house.url}/healthz", timeout=10).raise_for_status()
        waited.append(time.monotonic() - begun)
        time.sleep(0.05)
    coming.join()
    told("longest wait of others while Spotify takes 3 s", max(waited), "s")
    assert len(waited) > 5
    assert max(waited) < 2.0


def test_the_logs_know_no_token(demo_house):
    written = "".join(path.read_text("utf-8", "replace") for path in (demo_house.data / "logs").glob("*.log"))
    assert "Traceback" not in written
    for sign in ("demo-access-", "demo-refresh-", "demo-secret", "code_verifier"):
        assert sign not in written + demo_house.log()
