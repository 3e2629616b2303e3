"""The accounts service of the demo keeps the rules a real one keeps."""

import pytest
import requests

from museaika.demo_spotify.accounts import BadRequest, challenge_of, check_redirect
from museaika.demo_spotify.server import DemoSpotify
from museaika.demo_spotify.world import App, World

pytestmark = pytest.mark.integration
VERIFIER = "v" * 43
HERE = "http://127.0.0.1:8000/auth/callback"


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def exchange(demo):
    def exchange(code, **changed):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": HERE, "client_id": "demo"}
        form |= {"code_verifier": VERIFIER, **changed}
        return requests.post(f"{demo.url}/api/token", data=form, timeout=10)

    return exchange


@pytest.fixture
def code(demo):
    return demo.world.allow("ada", ["user-top-read"], challenge_of(VERIFIER), HERE)


def refresh(demo, token):
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "demo"}
    return requests.post(f"{demo.url}/api/token", data=form, timeout=10)


def test_a_code_becomes_tokens_once(exchange, code):
    told = exchange(code).json()
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 3600, "user-top-read")
    assert exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:9/other"}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_what_does_not_fit_is_refused(exchange, code, changed, error):
    answer = exchange(code, **changed)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_refresh_brings_no_new_refresh_token_and_ends_after_half_a_year(demo, exchange, code):
    token = exchange(code).json()["refresh_token"]
    assert "refresh_token" not in refresh(demo, token).json()
    demo.world.skip(150 * 24 * 3600)
    assert refresh(demo, token).ok
    demo.world.skip(40 * 24 * 3600)
    assert refresh(demo, token).json()["error"] == "invalid_grant"


def test_who_removes_the_app_ends_everything(demo, exchange, code):
    token = exchange(code).json()["refresh_token"]
    demo.world.revoke("ada")
    assert refresh(demo, token).json()["error"] == "invalid_grant"


def test_a_secret_is_asked_for_where_there_is_one():
    with DemoSpotify(World(App(client_secret="hush-hush"))) as demo:
        token = demo.world.tokens_for("ada", frozenset())[1]
        assert refresh(demo, token).json()["error"] == "invalid_client"
        form = {"grant_type": "refresh_token", "refresh_token": token}
        assert requests.post(f"{demo.url}/api/token", data=form, auth=("demo", "hush-hush"), timeout=10).ok
        assert not requests.post(f"{demo.url}/api/token", data=form, auth=("demo", "wrong"), timeout=10).ok


@pytest.mark.parametrize("uri", [HERE, "http://127.0.0.1:1/auth/callback", "http://[::1]:8000/auth/callback"])
def test_loopback_numbers_may_have_any_port(uri):
    check_redirect(App(), uri)


@pytest.mark.parametrize(
    "uri",
    ["http://localhost:8000/auth/callback", "http://example.org/auth/callback", "http://127.0.0.1:8000/else", "", "x"],
)
def test_other_addresses_are_refused(uri):
    with pytest.raises(BadRequest):
        check_redirect(App(), uri)


def test_the_page_asks_and_says_plainly_that_it_is_not_spotify(demo):
    address = f"{demo.url}/authorize?client_id=demo&response_type=code&redirect_uri={HERE}&code_challenge=x"
    page = requests.get(f"{address}&code_challenge_method=S256&scope=user-top-read&state=<b>", timeout=10)
    assert page.status_code == 200
    assert "not Spotify" in page.text
    assert "user-top-read" in page.text
    assert "<b>" not in page.text
    assert requests.get(f"{demo.url}/authorize?client_id=else", timeout=10).status_code == 400
