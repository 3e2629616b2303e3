"""Taking a playlist to Spotify over HTTP: what is accepted, what is refused, and how it is followed."""

import pytest

from museaika.app import create_app
from museaika.demo_spotify.server import DemoSpotify
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.spotify_people import log_in

pytestmark = pytest.mark.integration


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def app(tmp_path, demo):
    off = Limits(orders="off", uploads="off", guests="off", requests="off")
    settings = Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off, spotify_client_id="demo",
        spotify_accounts_url=demo.url, spotify_api_url=demo.api_url,
    )  # fmt: skip
    services = build_services(settings)
    yield create_app(services, settings)
    services.documents.close()


class Ada:
    """A guest over HTTP, and what the worker would do."""

    def __init__(self, app):
        self.services = app.extensions["museaika"]
        self.client = app.test_client()
        guest = self.client.post("/auth/guest", json={}).json
        self.id, self.headers = guest["user"]["id"], {"Authorization": f"Bearer {guest['access_token']}"}

    def send(self, method, path, json=None):
        return self.client.open(path, method=method, json=json, headers=self.headers)

    def playlist(self, songs):
        items = [{"name": one.name, "artist": one.artist, "spotify_id": one.id} for one in songs]
        return self.send("POST", "/playlists", {"name": "Calm", "items": items}).json["id"]

    def work(self):
        [errand] = [one for one in self.services.errands.page(self.id)[0] if one.state == "queued"]
        run = self.services.errands.performing.claim(errand.id, "w")
        with run:
            run.finish(self.services.errands.performing.perform(run))


@pytest.fixture
def ada(app):
    return Ada(app)


def test_a_push_is_an_errand_that_can_be_followed_and_repeated(ada, demo):
    log_in(ada.services.spotify, owner=ada.id)
    listed = ada.playlist(demo.world.catalogue.songs[:5])
    assert ada.send("GET", f"/playlists/{listed}/spotify").json["state"] == "never"
    ordered = ada.send("POST", f"/playlists/{listed}/spotify", {})
    assert ordered.status_code == 202, ordered.json
    where = ordered.headers["Location"]
    assert where.endswith(f"/errands/{ordered.json['id']}")
    assert ada.send("POST", f"/playlists/{listed}/spotify", {}).json["id"] == ordered.json["id"]
    ada.work()
    done = ada.send("GET", where).json
    assert (done["state"], done["kind"], done["subject"]) == ("finished", "playlist.push", listed)
    assert done["result"]["items"] == 5
    assert ada.send("GET", "/errands").json["items"] == [done]
    seen = ada.send("GET", f"/playlists/{listed}").json
    assert seen["spotify"]["url"] == done["result"]["url"]
    assert ada.send("GET", f"/playlists/{listed}/spotify").json["state"] == "same"


def test_where_the_copy_is_goes_with_the_account(ada, demo):
    log_in(ada.services.spotify, owner=ada.id)
    listed = ada.playlist(demo.world.catalogue.songs[:2])
    ada.send("POST", f"/playlists/{listed}/spotify", {})
    ada.work()
    assert ada.send("DELETE", "/user/spotify").status_code == 204
    assert ada.send("GET", f"/playlists/{listed}").json["spotify"] is None
    refused = ada.send("GET", f"/playlists/{listed}/spotify")
    assert (refused.status_code, refused.json["code"]) == (409, "spotify.not_linked")


def test_refusals_say_what_to_do(ada, app, demo):
    listed, empty = ada.playlist(demo.world.catalogue.songs[:2]), ada.playlist([])
    where = f"/playlists/{listed}/spotify"
    assert ada.send("POST", where, {}).json["code"] == "spotify.not_linked"
    demo.world.withheld = frozenset({"playlist-modify-private", "playlist-modify-public"})
    log_in(ada.services.spotify, owner=ada.id)
    refused = ada.send("POST", where, {})
    assert (refused.status_code, refused.json["code"]) == (403, "spotify.scope")
    assert "/auth/login?access=write" in refused.json["next_step"]
    demo.world.withheld = frozenset()
    log_in(ada.services.spotify, owner=ada.id)
    refused = ada.send("POST", f"/playlists/{empty}/spotify", {})
    assert (refused.status_code, refused.json["code"]) == (422, "playlist.nothing_for_spotify")
    assert ada.send("POST", "/playlists/nothing/spotify", {}).status_code == 404
    assert ada.send("POST", where, {"publick": True}).status_code == 422
    assert app.test_client().post(where, json={}).status_code == 401
    assert Ada(app).send("POST", where, {}).status_code == 404
    assert ada.send("GET", "/errands").json["items"] == []


def test_an_errand_is_called_off_by_its_owner_alone(ada, app, demo):
    log_in(ada.services.spotify, owner=ada.id)
    listed = ada.playlist(demo.world.catalogue.songs[:2])
    errand = ada.send("POST", f"/playlists/{listed}/spotify", {}).json["id"]
    stranger = Ada(app)
    assert stranger.send("GET", f"/errands/{errand}").json["code"] == "errand.not_found"
    assert stranger.send("DELETE", f"/errands/{errand}").status_code == 404
    ended = ada.send("DELETE", f"/errands/{errand}")
    assert (ended.status_code, ended.json["state"]) == (202, "cancelled")
    assert ada.send("DELETE", f"/errands/{errand}").json["state"] == "cancelled"


def test_all_of_it_is_in_what_a_person_takes_away_and_erases(ada, demo):
    log_in(ada.services.spotify, owner=ada.id)
    listed = ada.playlist(demo.world.catalogue.songs[:2])
    ada.send("POST", f"/playlists/{listed}/spotify", {})
    told = b"".join(ada.services.privacy.export(ada.id))
    assert b"errands.json" in told
    ada.services.privacy.erase(ada.id)
    assert ada.services.errands.page(ada.id) == ([], None)
