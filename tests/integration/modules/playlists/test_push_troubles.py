"""Spotify in trouble, and workers that die at every point: it always ends with one copy, in order."""

import random

import pytest

from models.errand import ErrandState
from modules.playlists.patience import PUT_OFF
from tests.integration.modules.playlists.conftest import Killed

pytestmark = pytest.mark.integration
EVERYTHING = "/v1/.*"


@pytest.mark.parametrize("kind", ["status_after", "cut_after", "cut", "status"])
@pytest.mark.parametrize("nth", range(6))
def test_any_request_may_get_no_answer(house, kind, nth):
    playlist = house.playlist(200)
    house.strike(kind, path=EVERYTHING, method="(?!GET).*", after=nth, times=1)
    done = house.push(playlist)
    assert done.state is ErrandState.FINISHED, done.error
    assert house.is_there(playlist)


@pytest.mark.parametrize("seed", range(5))
def test_a_third_of_all_requests_fail(house, seed):
    playlist = house.playlist(200)
    for number, kind in enumerate(("status", "cut", "status_after", "cut_after")):
        house.strike(kind, path=EVERYTHING, chance=0.08, seed=seed * 10 + number)
    house.strike("rate", path=EVERYTHING, chance=0.03, seed=seed, seconds=1)
    errand = house.order(playlist)
    for _ in range(60):
        if house.turn(errand).state in {ErrandState.FINISHED, ErrandState.FAILED}:
            break
        house.later(minutes=200)
    assert house.stored(errand).state is ErrandState.FINISHED, house.stored(errand).error
    house.demo.faults.clear()
    assert house.is_there(playlist)


@pytest.mark.parametrize("seed", range(8))
def test_workers_die_before_or_after_any_request(house, seed):
    playlist, dice = house.playlist(200), random.Random(seed)
    errand = house.order(playlist)
    send = house.spotify.gateway._session.request

    def deadly(*args, **more):
        fate = dice.random()
        if fate < 0.1:
            raise Killed
        answer = send(*args, **more)
        if fate > 0.9:
            raise Killed
        return answer

    house.spotify.gateway._session.request = deadly
    for _ in range(100):
        try:
            house.turn(errand)
        except Killed:
            house.later(seconds=7)
        else:
            break
    assert house.stored(errand).state in {ErrandState.FINISHED, ErrandState.FAILED}
    house.spotify.gateway._session.request = send
    if house.stored(errand).state is ErrandState.FAILED:
        assert house.stored(errand).error.code == "errand.worker_lost"
        house.push(playlist)
    assert house.is_there(playlist)


def test_a_copy_that_nobody_remembers_is_known_by_its_mark_and_an_empty_twin_goes(house):
    playlist = house.playlist(20)
    house.push(playlist)
    [there] = house.theirs()
    house.change(playlist, spotify=None)
    told = {"description": there.description, "public": False}
    house.demo.world.new_playlist("ada", "Calm music", **told)
    full = house.demo.world.new_playlist("ada", "My own", **told, rows=[{"uri": house.songs[0].uri}])
    done = house.push(playlist)
    assert (done.state, done.result["id"], done.result["made"]) == (ErrandState.FINISHED, there.id, False)
    assert house.theirs() == [there, full], "what has something in it is hers"


def test_a_request_to_make_it_that_comes_late_leaves_no_second_one(house):
    playlist = house.playlist(20)
    world, late = house.demo.world, []
    house.strike("cut", path="/v1/me/playlists", method="POST", times=1)
    original = world.new_playlist

    def one_more(*args, **more):
        made = original(*args, **more)
        if not late:
            late.append(original(*args, **more))
        return made

    world.new_playlist = one_more
    done = house.push(playlist)
    assert done.state is ErrandState.FINISHED
    assert len(late) == 1
    assert house.is_there(playlist)


def test_a_longer_pause_keeps_no_worker(house):
    playlist = house.playlist(20)
    errand = house.order(playlist)
    house.strike("quota", path=EVERYTHING, times=1, seconds=3600)
    waiting = house.turn(errand)
    assert (waiting.state, waiting.progress.note) == (ErrandState.QUEUED, "Spotify asks to wait")
    assert 3590 < (waiting.not_before - house.clock.now).total_seconds() <= 3600
    assert house.later(minutes=59) == 0
    assert house.turn(errand).attempt == 1
    assert house.later(minutes=2) == 1
    assert house.turn(errand).state is ErrandState.FINISHED
    assert house.is_there(playlist)


def test_trouble_without_end_is_told_in_the_end(house):
    playlist = house.playlist(20)
    errand = house.order(playlist)
    house.strike("status", path=EVERYTHING)
    for _ in PUT_OFF:
        assert house.turn(errand).state is ErrandState.QUEUED
        house.later(hours=7)
    failed = house.turn(errand)
    assert (failed.state, failed.error.code) == (ErrandState.FAILED, "spotify.unavailable")


def test_writing_that_never_works_is_told_though_reading_does(house):
    errand = house.order(house.playlist(20))
    house.strike("status", path=EVERYTHING, method="(?!GET).*")
    for _ in range(len(PUT_OFF) + 1):
        house.turn(errand)
        house.later(hours=7)
    assert house.stored(errand).state is ErrandState.FAILED


def test_somebody_who_changes_it_all_the_time_is_told(house):
    playlist = house.playlist(20)
    send = house.spotify.gateway._session.request

    def disturbed(method, url, *args, **more):
        answer = send(method, url, *args, **more)
        if method != "GET" and url.endswith("/items"):
            house.theirs()[0].rows.insert(0, {"uri": house.songs[100].uri})
        return answer

    house.spotify.gateway._session.request = disturbed
    failed = house.push(playlist)
    assert (failed.state, failed.error.code) == (ErrandState.FAILED, "playlist.unsteady")


def test_a_push_that_is_called_off_ends_at_its_next_request(house):
    playlist = house.playlist(200)
    errand = house.order(playlist)
    send = house.spotify.gateway._session.request

    def called_off(method, url, *args, **more):
        if method == "POST" and url.endswith("/items"):
            house.errands.cancel("me", errand.id)
        return send(method, url, *args, **more)

    house.spotify.gateway._session.request = called_off
    assert house.turn(errand).state is ErrandState.CANCELLED
    assert len(house.theirs()[0].uris) == 100
    house.spotify.gateway._session.request = send
    house.push(playlist)
    assert house.is_there(playlist)
