"""A song in each of its stages: called off, and its worker killed; the song is the same, and nothing is left lying."""

import time

import pytest
from benching.guest import Guest
from benching.listener import Listener

from tests.tunes import tune, wav_of

WAV = "band.wav"


@pytest.fixture(scope="module")
def backing():
    """Long enough that every stage can be met."""
    return wav_of(tune(bars=10))


@pytest.fixture(scope="module")
def undisturbed(running, backing):
    """The files of the song when nothing happens to it."""
    running.wait_ready()
    with Guest(running.url) as guest:
        return files(guest.wait(order(guest, guest.upload(backing, WAV)), 300))


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["listening", "melody", "singing", "mixing"])
def test_a_song_outlives_being_called_off_and_a_killed_worker_in_each_stage(house, backing, undisturbed, stage):
    with Guest(house.url) as guest, Listener(house.url, guest.token) as listener:
        track = guest.upload(backing, WAV)
        called_off = order(guest, track)
        met(listener, called_off, stage)
        guest.call("DELETE", f"/generations/{called_off}")
        assert guest.wait(called_off, 30)["state"] == "cancelled"

        killed = order(guest, track)
        met(listener, killed, stage)
        house.kill_hands()
        end = guest.wait(killed, 300)
        assert (end["state"], end["attempt"]) == ("finished", 2)
        assert files(end) == undisturbed
        house.wait_ready()
    time.sleep(0.5)
    assert not list((house.data / "song").glob("*/.making-*"))
    assert not list((house.data / "scratch").rglob(f"{called_off}*"))
    left = {path.name for path in (house.data / "scratch" / "jobs").glob(f"{killed}*")}
    assert left <= {f"{killed}.1"}, "what a dead attempt was made in goes with the next sweep, and nothing else stays"
    assert not (house.data / "files" / "objects" / "generations" / called_off).exists()
    assert [path.name for path in (house.data / "files" / "objects" / "generations" / killed).iterdir()] == ["2"]


def order(guest, track):
    brief = {"engine": "song", "seed": 5, "options": {"backing": track}}
    return guest.call("POST", "/generations", json=brief).json()["id"]


def met(listener, job, stage):
    """When the job says that it is in that stage."""
    listener.wait(lambda one: one.payload.get("id") == job and one.payload.get("note", "").startswith(stage), 120)


def files(job):
    assert job["state"] == "finished", job["error"]
    return {part["name"]: part["sha256"] for part in job["work"]["parts"]}
