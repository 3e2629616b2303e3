"""The demo answers as the description of the Web API says, and refuses what new apps are refused."""

import pytest
import requests

from museaika.demo_spotify.server import DemoSpotify
from tests.spotify_description import check_answer, description

pytestmark = pytest.mark.integration
EVERY = [
    "user-top-read",
    "user-read-recently-played",
    "user-library-read",
    "user-library-modify",
    "playlist-read-private",
    "playlist-modify-private",
    "playlist-modify-public",
    "ugc-image-upload",
]


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def ask(demo):
    """ask("GET", "/me") as Ada, who allowed everything; the answer was held against the description."""
    token = demo.world.access_for("ada", frozenset(EVERY))

    def ask(method, path, token=token, **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = requests.request(method, demo.api_url + path, headers=headers, timeout=10, **more)
        check_answer(answer, demo.api_url)
        return answer

    return ask


@pytest.fixture
def songs(demo):
    return [song.uri for song in demo.world.catalogue.songs]


@pytest.mark.parametrize(
    "path",
    [
        "/me",
        "/me/top/tracks?time_range=short_term&limit=50",
        "/me/top/tracks?offset=40",
        "/me/tracks?limit=50&offset=50",
        "/me/player/recently-played?limit=50",
        "/me/playlists",
        "/search?q=calm&type=track&limit=10",
        "/search?q=nothing+at+all&type=track",
        "/search?q=isrc:QZDEM2600003&type=track&limit=1",
    ],
)
def test_what_is_read_has_the_described_shape(ask, path):
    assert ask("GET", path).status_code == 200


def test_a_playlist_lives_through_all_its_changes(ask, demo, songs):
    made = ask("POST", "/me/playlists", json={"name": "Mine", "public": False})
    assert made.status_code == 201
    here = f"/playlists/{made.json()['id']}"
    assert ask("POST", f"{here}/items", json={"uris": songs[:3]}).status_code == 201
    assert ask("POST", f"{here}/items", json={"uris": songs[3:5], "position": 0}).status_code == 201
    assert ask("PUT", f"{here}/items", json={"range_start": 0, "insert_before": 5, "range_length": 2}).ok
    assert demo.world.playlists[made.json()["id"]].uris == songs[:5]
    assert ask("DELETE", f"{here}/items", json={"items": [{"uri": songs[1]}]}).ok
    items = ask("GET", f"{here}/items?limit=2").json()
    assert [row["item"]["uri"] for row in items["items"]] == [songs[0], songs[2]]
    assert (items["total"], bool(items["next"])) == (4, True)
    assert ask("PUT", f"{here}/items", json={"uris": []}).ok
    assert ask("PUT", here, json={"name": "Ours"}).ok
    assert ask("GET", here).json()["name"] == "Ours"
    assert ask("GET", "/me/playlists").json()["total"] == 1
    assert ask("DELETE", f"/me/library?uris=spotify:playlist:{made.json()['id']}").ok
    assert ask("GET", here).status_code == 404


def test_the_library_is_changed_by_uri(ask, songs):
    assert ask("PUT", f"/me/library?uris={songs[150]},{songs[151]}").ok
    assert ask("GET", f"/me/library/contains?uris={songs[150]},{songs[140]}").json() == [True, False]
    assert ask("DELETE", f"/me/library?uris={songs[150]}").ok
    assert ask("GET", f"/me/library/contains?uris={songs[150]}").json() == [False]
    assert ask("PUT", "/me/library?uris=" + ",".join(songs[:41])).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/audio-features/1"),
        ("GET", "/recommendations?seed_genres=pop"),
        ("GET", "/tracks?ids=1"),
        ("POST", "/users/ada/playlists"),
        ("PUT", "/me/tracks?ids=1"),
        ("GET", "/me/tracks/contains?ids=1"),
        ("POST", "/playlists/1/tracks"),
        ("GET", "/artists/1/related-artists"),
        ("DELETE", "/playlists/1/followers"),
        ("GET", "/browse/new-releases"),
    ],
)
def test_what_is_closed_to_new_apps_is_closed_here(ask, method, path):
    assert ask(method, path).status_code == 403


def test_every_operation_the_description_marks_deprecated_is_closed(ask, demo):
    opened = []
    for template, methods in description()["paths"].items():
        for method, told in methods.items():
            if isinstance(told, dict) and told.get("deprecated"):
                path = template.replace("{id}", "1").replace("{playlist_id}", "1").replace("{user_id}", "ada")
                answer = requests.request(
                    method,
                    demo.api_url + path.replace("{category_id}", "1"),
                    headers={"Authorization": f"Bearer {demo.world.access_for('ada', frozenset(EVERY))}"},
                    timeout=10,
                )
                if answer.status_code != 403:
                    opened.append((method, path, answer.status_code))
    assert opened == []


def test_limits_of_development_mode_hold(ask):
    assert ask("GET", "/search?q=calm&type=track&limit=11").status_code == 400
    assert ask("GET", "/me/tracks?limit=51").status_code == 400
    assert ask("POST", "/playlists/none/items", json={"uris": []}).status_code == 404


def test_refusals_are_described_too(ask, demo):
    assert ask("GET", "/me", token=None).status_code == 401
    assert ask("GET", "/me", token="made up").status_code == 401
    assert ask("GET", "/me", token=demo.world.access_for("eve", frozenset(EVERY))).status_code == 403
    assert ask("GET", "/me/tracks", token=demo.world.access_for("ada", frozenset())).status_code == 403
    demo.world.app.premium = False
    assert "premium" in ask("GET", "/me").json()["error"]["message"]


def test_nobody_reads_or_changes_the_items_of_somebody_else(ask, demo, songs):
    playlist = demo.world.new_playlist("bob", "His")
    assert ask("GET", f"/playlists/{playlist.id}").json()["name"] == "His"
    assert ask("GET", f"/playlists/{playlist.id}/items").status_code == 403
    assert ask("POST", f"/playlists/{playlist.id}/items", json={"uris": songs[:1]}).status_code == 403
