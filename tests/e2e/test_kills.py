"""Processes die in mid-job, and the job is made all the same: once."""

import pytest
from benching.guest import Guest
from benching.mishaps import MISHAPS, accident, own_length

WITHIN = 15.0


@pytest.fixture(scope="module")
def usual(running, long_tune):
    """Seconds the long job takes when nothing is killed."""
    running.wait_ready()
    with Guest(running.url) as guest:
        return own_length(guest, guest.upload(long_tune))


@pytest.fixture
def interrupted(house, guest, listener, long):
    """What became of the long job when something was killed under it."""
    return lambda name: accident(house, guest, listener, long, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", MISHAPS)
def test_a_job_outlives_what_is_killed_under_it(interrupted, usual, name, told):
    outcome = interrupted(name)
    beyond = outcome.seconds - usual
    told(f"{name} killed, a job of {usual:.1f} s was settled late by", max(beyond, 0), "s")
    assert outcome.finished
    assert not outcome.doubled
    assert beyond <= WITHIN


@pytest.mark.slow
def test_orders_taken_while_valkey_is_away_are_made_when_it_is_back(house, guest, short):
    house.kill("valkey")
    job = guest.order(short)
    assert guest.wait(job, 30)["state"] == "finished"


@pytest.mark.slow
def test_a_job_that_kills_its_worker_every_time_fails_with_a_reason(house, guest, listener, long):
    job = guest.order(long)
    for attempt in (1, 2, 3):
        found = guest.wait_running(job)
        while found["attempt"] < attempt and found["state"] != "failed":
            found = guest.wait_running(job)
        house.kill_hands()
    end = guest.wait(job, 60)
    assert (end["state"], end["error"]["code"]) == ("failed", "job.worker_lost")
    assert end["error"]["next_step"]
    listener.wait_for("generation:failed", job, 10)  # told right after it is written down
    assert listener.names(job).count("generation:failed") == 1


def test_the_family_leaves_nobody_behind_when_its_head_is_killed(house):
    everybody = house.everybody()
    house.behead()
    assert house.survivors(everybody) == []
    house.start()
    house.wait_ready()
