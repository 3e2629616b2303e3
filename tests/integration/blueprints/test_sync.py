"""The doors to reading a Spotify account, in the whole app; a worker's part is played by the test."""

import io
import zipfile

import pytest

from museaika.app import create_app
from museaika.demo_spotify.server import DemoSpotify
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.spotify_people import decide

pytestmark = pytest.mark.integration
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def app(tmp_path, demo):
    off = Limits(orders="off", uploads="off", guests="off", requests="off", lists="off")
    settings = Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off, spotify_client_id="demo",
        spotify_accounts_url=demo.url, spotify_api_url=demo.api_url,
    )  # fmt: skip
    services = build_services(settings)
    yield create_app(services, settings)
    services.documents.close()


class Person:
    """In a browser, with what protects her from other pages."""

    def __init__(self, app):
        self.services = app.extensions["museaika"]
        self.client = app.test_client()
        told = self.ask("POST", "/auth/guest", json={"transport": "cookie"}).json
        self.id, self.csrf = told["user"]["id"], {"X-CSRF-Token": told["csrf_token"]}

    def ask(self, method, path, **more):
        return self.client.open(path, method=method, base_url=BASE, headers=getattr(self, "csrf", {}), **more)

    def get(self, path):
        return self.ask("GET", path).json

    def log_in(self, who="ada"):
        back = self.ask("GET", decide(self.ask("GET", "/auth/login").headers["Location"], who).removeprefix(BASE))
        assert back.headers["Location"] == "/?spotify=linked"
        self.csrf = {"X-CSRF-Token": self.client.get_cookie("museaika_csrf", domain="127.0.0.1").value}

    def work(self, errand_id):
        """What a worker does."""
        performing = self.services.errands.performing
        with performing.claim(errand_id, "here") as run:
            run.finish(performing.perform(run))


@pytest.fixture
def ada(app):
    return Person(app)


def test_an_account_is_read_by_itself_after_the_login_and_goes_with_it(ada):
    ada.ask("PUT", "/music/tracks", json={"tracks": [{"name": "Mine", "artist": "Me"}]})
    ada.log_in()
    begun = ada.get("/music/sync")
    assert begun["last"] is None
    ada.work(begun["errand"])
    stands = ada.get("/music/sync")
    assert (stands["errand"], stands["last"]["sources"][-1]["kept"]) == (None, 120)
    page = ada.get("/music/tracks?limit=2")
    assert (page["count"], page["items"][0]["origins"][0]["source"]) == (stands["last"]["count"], "you")
    assert page["items"][1]["origins"][0] | {"since": ""} == {
        "source": "spotify:top", "since": "", "spans": ["short_term"],
    }  # fmt: skip
    assert ada.ask("DELETE", "/user/spotify").status_code == 204
    assert [one["name"] for one in ada.get("/music/tracks")["items"]] == ["Mine"]
    assert ada.get("/music/sync") == {"errand": None, "last": None, "notes": []}


def test_asking_answers_with_an_errand_and_where_it_is(ada):
    ada.log_in()
    first = ada.ask("POST", "/music/sync")
    again = ada.ask("POST", "/music/sync?force=true")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json["id"] == again.json["id"] == ada.get("/music/sync")["errand"]
    assert first.headers["Location"] == f"/errands/{first.json['id']}"
    ada.work(first.json["id"])
    done = ada.get(first.headers["Location"])
    assert (done["state"], done["result"]["degraded"]) == ("finished", False)
    refused = ada.ask("POST", "/music/sync")
    assert (refused.status_code, refused.json["code"]) == (429, "sync.lately")
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert ada.ask("POST", "/music/sync?force=true").status_code == 202


def test_without_an_account_the_next_step_is_told(ada, app):
    refused = ada.ask("POST", "/music/sync")
    assert (refused.status_code, refused.json["code"]) == (409, "spotify.not_linked")
    assert "GET /auth/login" in refused.json["next_step"]
    assert app.test_client().post("/music/sync").status_code == 401


def test_who_disconnects_calls_off_what_is_going_on(ada):
    ada.log_in()
    errand = ada.get("/music/sync")["errand"]
    ada.ask("DELETE", "/user/spotify")
    assert ada.get(f"/errands/{errand}")["state"] == "cancelled"


def test_a_broker_that_is_away_spoils_no_login_and_loses_no_errand(ada):
    ada.log_in()
    assert ada.get(f"/errands/{ada.get('/music/sync')['errand']}")["state"] == "queued"


def test_recommendations_know_synced_tracks_and_nothing_of_them_is_kept_but_ids(ada):
    ada.log_in()
    ada.work(ada.get("/music/sync")["errand"])
    mine = {one["name"]: one["id"] for one in ada.get("/music/tracks?limit=1000")["items"]}
    lists = [ada.get(f"/music/recommendations?mood={mood}&limit=100&seed=1") for mood in (".7,.5", "-.7,-.5")]
    own = [one for found in lists for one in found["items"] if one["source"] == "your tracks"]
    assert {one["name"] for one in own} >= {"Waltz Op. 18 No. 1", "Stille Sicherheit"}
    said = ada.ask("POST", "/music/feedback", json={"item": own[0]["id"], "says": "like"})
    assert said.status_code == 201
    listed = ada.get("/music/feedback")["items"]
    assert [(one["item"], one["name"]) for one in listed] == [(own[0]["id"], own[0]["name"])]
    assert own[0]["id"] == mine[own[0]["name"]]
    ada.ask("DELETE", "/user/spotify")
    kept = _everything(ada)
    assert "Waltz Op. 18" not in kept
    assert "Stille" not in kept
    assert ada.get("/music/feedback")["items"][0]["item"] == own[0]["id"]


def test_an_export_says_where_tracks_are_from_and_an_erasure_takes_them(ada):
    ada.log_in()
    ada.work(ada.get("/music/sync")["errand"])
    told = _everything(ada)
    assert '"top:short_term"' in told
    ada.ask("DELETE", "/user/me")
    assert ada.services.tracks.all_of(ada.id) == []


def _everything(person):
    with zipfile.ZipFile(io.BytesIO(person.ask("GET", "/user/export").data)) as export:
        return "\n".join(export.read(name).decode() for name in export.namelist())
