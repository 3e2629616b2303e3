"""A browser's way in: cookies that scripts cannot read, and a token that proves the page is ours."""

import pytest
import requests
from benching.listener import Listener


@pytest.fixture
def browser(house):
    with requests.Session() as session:
        answer = session.post(f"{house.url}/auth/guest", json={"transport": "cookie"}, timeout=10)
        assert answer.status_code == 201
        session.csrf = answer.json()["csrf_token"]
        yield session


def test_a_browser_orders_with_cookie_and_token(house, browser, tune_of_a_second):
    proof = {"X-CSRF-Token": browser.csrf}
    files = {"file": ("tune.mid", tune_of_a_second, "audio/midi")}
    upload = browser.post(f"{house.url}/uploads", files=files, headers=proof, timeout=10).json()["id"]
    brief = {"engine": "render", "options": {"midi": upload}}
    cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies)
    with Listener(house.url, cookies=cookie) as listener:
        job = browser.post(f"{house.url}/generations", json=brief, headers=proof, timeout=10).json()["id"]
        listener.wait_for("generation:finished", job)
    sound = browser.get(f"{house.url}/generations/{job}/files/mix.flac", timeout=10)
    assert sound.content.startswith(b"fLaC")


def test_without_the_token_nothing_is_changed(house, browser):
    for proof in ({}, {"X-CSRF-Token": "wrong"}):
        answer = browser.delete(f"{house.url}/user/me", headers=proof, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.csrf")
    assert browser.get(f"{house.url}/user/me", timeout=10).status_code == 200


def test_a_form_of_another_page_is_no_order(house, browser):
    answer = browser.post(f"{house.url}/generations", data={"engine": "render"}, timeout=10)
    assert answer.status_code in {403, 415}


def test_a_page_of_somebody_else_gets_no_socket(house, browser):
    cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies)
    headers = {"Origin": "http://evil.example", "Cookie": cookie}
    answer = requests.get(f"{house.url}/socket.io/?EIO=4&transport=polling", headers=headers, timeout=10)
    assert answer.status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts(house):
    answer = requests.post(f"{house.url}/auth/guest", json={"transport": "cookie"}, timeout=10)
    session = next(line for line in answer.raw.headers.getlist("Set-Cookie") if line.startswith("museaika_session="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


def test_who_erases_themselves_is_gone_with_everything(house, guest, short):
    job = guest.order(short)
    guest.wait(job)
    export = guest.call("GET", "/user/export").content
    assert export.startswith(b"PK")
    assert guest.call("DELETE", "/user/me").status_code == 204
    assert guest.http.get(f"{house.url}/user/me", timeout=10).status_code == 401
    objects = house.data / "files" / "objects"
    assert not (objects / "generations" / job).exists()
    assert not (objects / "uploads" / short).exists()
