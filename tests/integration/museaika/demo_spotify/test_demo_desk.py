"""The control desk of the demo, and the misfortunes it brings about."""

import pytest
import requests

from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify

pytestmark = pytest.mark.integration


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def me(demo):
    token = demo.world.access_for("ada", frozenset({"user-library-read"}))
    return lambda path="/me": requests.get(
        demo.api_url + path, headers={"Authorization": f"Bearer {token}"}, timeout=10
    )


def tell(demo, what):
    return requests.post(f"{demo.url}/demo/events", json=what, timeout=10)


def test_faults_are_put_on_and_taken_off_from_another_process(demo, me):
    put = requests.put(
        f"{demo.url}/demo/faults", json=[{"kind": "status", "path": "/v1/me", "status": 502}], timeout=10
    )
    assert put.ok
    assert me().status_code == 502
    requests.put(f"{demo.url}/demo/faults", json=[], timeout=10).raise_for_status()
    assert me().status_code == 200
    assert requests.put(f"{demo.url}/demo/faults", json=[{"kind": "rate", "oops": 1}], timeout=10).status_code == 400


def test_both_kinds_of_429_are_as_spotify_sends_them(demo, me):
    demo.faults[:] = [Fault("rate", seconds=7, times=1), Fault("quota", seconds=60, times=1)]
    first, second = me(), me()
    assert (first.status_code, first.headers["Retry-After"]) == (429, "7")
    assert "reason" not in first.json()["error"]
    assert second.json()["error"]["reason"] == "QUOTA_EXCEEDED"
    assert me().ok


def test_a_connection_is_cut_before_or_after_the_work_is_done(demo, me):
    for kind, done in (("cut", 0), ("cut_after", 1)):
        demo.faults[:] = [Fault(kind, times=1)]
        demo.world.calls.clear()
        with pytest.raises(requests.ConnectionError):
            me()
        assert demo.world.count("GET", "/me") == done


def test_misfortune_begins_late_ends_in_time_and_repeats_for_a_seed():
    late = Fault("cut", after=2, times=2)
    assert [late.strikes("GET", "/x") for _ in range(6)] == [False, False, True, True, False, False]
    rolled = [[Fault("cut", chance=0.3, seed=seed).strikes("GET", "/") for _ in range(1)] for seed in range(300)]
    assert 60 < sum(struck for [struck] in rolled) < 120
    one, same = Fault("cut", chance=0.5, seed=5), Fault("cut", chance=0.5, seed=5)
    assert [one.strikes("GET", "/") for _ in range(50)] == [same.strikes("GET", "/") for _ in range(50)]
    assert not Fault("cut", method="POST", path="/v1/.*").strikes("GET", "/v1/me")


def test_what_happened_is_told_and_what_should_happen_does(demo, me):
    playlist = demo.world.new_playlist("ada", "Hers")
    me()
    state = requests.get(f"{demo.url}/demo/state", timeout=10).json()
    assert state["calls"] == ["GET /me"]
    assert state["playlists"] == [{"id": playlist.id, "owner": "ada", "name": "Hers", "uris": [], "forgotten": False}]
    tell(demo, {"forget": playlist.id, "odd_rows": "ada"}).raise_for_status()
    assert me(f"/playlists/{playlist.id}").status_code == 404
    first = me("/me/tracks?limit=4").json()["items"]
    assert [row["track"] and row["track"]["type"] for row in first] == ["track", "episode", None, "track"]
    tell(demo, {"expire_access": True}).raise_for_status()
    assert me().status_code == 401
    tell(demo, {"revoke": "ada"}).raise_for_status()
    assert demo.world.access == {}
    tell(demo, {"premium": False, "skip_seconds": 10}).raise_for_status()
    assert demo.world.app.premium is False
