import time
from datetime import timedelta

import pytest

from models.errand import ErrandState
from models.errors import Conflict
from modules.errands.run import Cancelled
from modules.leasing import LOOK_EVERY


def test_an_errand_is_claimed_once(house):
    errand = house.start()
    assert house.claim(errand) is not None
    assert house.claim(errand) is None


def test_what_came_of_it_stands_in_the_errand(house):
    house.does = lambda run: {"items": 3}
    done = house.perform(house.start())
    assert (done.state, done.result, done.progress.fraction) == (ErrandState.FINISHED, {"items": 3}, 1.0)
    assert house.publisher.names == ["errand:queued", "errand:finished"]


def test_a_refusal_is_told_with_its_code_and_next_step(house):
    def refuse(run):
        raise Conflict("no", next_step="do it differently")

    house.does = refuse
    failed = house.perform(house.start())
    assert failed.state is ErrandState.FAILED
    assert (failed.error.code, failed.error.next_step) == ("conflict", "do it differently")
    assert house.publisher.names[-1] == "errand:failed"


def test_progress_is_told_and_never_goes_back(house):
    def come_further(run):
        run.at(0.5, "half")
        run._reported = float("-inf")
        run.at(0.2, "back")
        return {}

    house.does = come_further
    house.perform(house.start())
    told = [(one.fraction, one.note) for one in house.publisher.events if one.name == "errand:progress"]
    assert told == [(0.5, "half"), (0.5, "back")]


def test_the_owner_ends_a_running_errand_at_its_next_step(house):
    errand = house.start()

    def be_called_off(run):
        house.errands.cancel("ann", errand.id)
        run.hold()
        raise AssertionError("it went on")

    house.does = be_called_off
    assert house.perform(errand).state is ErrandState.CANCELLED


@pytest.mark.slow
def test_the_lease_thread_sees_within_moments_that_it_was_called_off(house):
    errand = house.start()

    def be_called_off(run):
        house.errands.cancel("ann", errand.id)
        time.sleep(3 * LOOK_EVERY)
        run.check()
        raise AssertionError("it went on")

    house.does = be_called_off
    assert house.perform(errand).state is ErrandState.CANCELLED


def test_what_is_done_is_done_even_when_it_was_called_off_too_late(house):
    errand = house.start()

    def finish_first(run):
        house.errands.cancel("ann", errand.id)
        return {"items": 1}

    house.does = finish_first
    done = house.perform(errand)
    assert (done.state, done.result) == (ErrandState.FINISHED, {"items": 1})


def test_memory_outlives_the_worker(house):
    errand = house.start()
    house.claim(errand).remember({"made": "abc"})
    house.clock.advance(seconds=7)
    house.errands.recovery.tick()
    assert house.claim(errand).memory == {"made": "abc"}


def test_a_dead_workers_late_run_changes_nothing(house):
    errand = house.start()
    late = house.claim(errand)
    house.clock.advance(seconds=7)
    house.errands.recovery.tick()
    new = house.claim(errand)
    new.remember({"by": "the new one"})
    with pytest.raises(Cancelled):
        late.remember({"by": "the late one"})
    with pytest.raises(Cancelled):
        late.hold()
    assert late.finish({"by": "the late one"}) is False
    late.cancelled()
    assert house.stored(errand).state is ErrandState.RUNNING
    assert house.stored(errand).memory == {"by": "the new one"}


def test_who_waits_is_taken_up_again_then_and_not_before(house):
    errand = house.start()
    house.does = lambda run: run.waiting(house.clock() + timedelta(minutes=5), "Spotify asks to wait")
    waiting = house.perform(errand)
    assert (waiting.state, waiting.progress.note) == (ErrandState.QUEUED, "Spotify asks to wait")
    assert house.claim(errand) is None
    house.clock.advance(minutes=4)
    assert house.errands.recovery.tick() == 0
    house.clock.advance(minutes=2)
    assert house.errands.recovery.tick() == 1
    assert house.enqueued == [errand.id, errand.id]
    house.does = lambda run: {}
    assert house.perform(errand).state is ErrandState.FINISHED


def test_who_waits_can_be_called_off(house):
    errand = house.start()
    house.does = lambda run: run.waiting(house.clock() + timedelta(minutes=5))
    house.perform(errand)
    assert house.errands.cancel("ann", errand.id).state is ErrandState.CANCELLED
    house.clock.advance(minutes=6)
    assert house.errands.recovery.tick() == 0


def test_who_only_ever_waits_fails_in_the_end(house):
    errand = house.start()
    house.does = lambda run: run.waiting(house.clock(), "Spotify asks to wait")
    for _ in range(house.desk.most_waits):
        assert house.perform(errand).state is ErrandState.QUEUED
        house.clock.advance(seconds=1)
        house.errands.recovery.tick()
    stuck = house.perform(errand)
    assert (stuck.state, stuck.error.code) == (ErrandState.FAILED, "errand.stuck")


def test_an_erased_errand_ends_its_worker(house):
    errand = house.start()
    run = house.claim(errand)
    house.desk.errands.delete(errand.id)
    with pytest.raises(Cancelled):
        run.remember({"a": 1})
    assert run.finish({}) is False
