import time

import pytest

from models.errors import Invalid, Unavailable
from models.job import JobState
from modules.generation.progress import Cancelled
from modules.leasing import LOOK_EVERY

pytestmark = pytest.mark.slow


def perform(house, job):
    """What the task does."""
    run = house.workshop.claim(job.id, "w")
    with run:
        try:
            return run.finish(house.workshop.make(run))
        except Cancelled:
            return run.cancelled()


def test_a_job_is_claimed_once(house):
    job = house.jobs.submit("ann", house.brief())
    assert house.workshop.claim(job.id, "one") is not None
    assert house.workshop.claim(job.id, "two") is None


def test_a_finished_job_has_its_work_and_its_files(house):
    job = house.jobs.submit("ann", house.brief())
    assert perform(house, job) is True
    done = house.jobs.get("ann", job.id)
    assert done.state is JobState.FINISHED
    assert done.progress.fraction == 1
    [part] = done.work.parts
    assert b"".join(house.files.read(done.folder + part.name)) == b"seed 7"
    assert house.jobs.view(done).files == {"text.txt": f"/generations/{job.id}/files/text.txt"}


def test_progress_is_told_but_not_too_often_and_never_goes_back(house):
    job = house.jobs.submit("ann", house.brief(steps=200, seconds=1.2))
    begun = time.monotonic()
    perform(house, job)
    told = [event.fraction for event in house.publisher.events if event.name == "generation:progress"]
    assert 3 <= len(told) <= (time.monotonic() - begun) * 4 + 1
    assert told == sorted(told)


def test_a_cancelled_job_never_finishes_and_leaves_no_file(house):
    job = house.jobs.submit("ann", house.brief(steps=50, seconds=5))
    house.card.engine.during = lambda step: step == 2 and house.jobs.cancel("ann", job.id)
    begun = time.monotonic()
    perform(house, job)
    assert time.monotonic() - begun < 2
    assert house.jobs.get("ann", job.id).state is JobState.CANCELLED
    assert house.publisher.names.count("generation:cancelled") == 1
    assert "generation:finished" not in house.publisher.names
    assert not list(house.files.list("generations/"))


def test_who_hears_of_the_end_of_a_job_finds_no_file_of_it(house):
    job = house.jobs.submit("ann", house.brief(steps=50, seconds=5))
    left = {}

    def publish(event):
        left[event.name] = list(house.files.list("generations/"))

    def stored_and_called_off(_step):
        house.files.put(f"generations/{job.id}/1/half.flac", [b"half"], "audio/flac")
        house.jobs.cancel("ann", job.id)

    house.publisher.publish = publish
    house.card.engine.during = stored_and_called_off
    perform(house, job)
    assert left["generation:cancelled"] == []


def test_cancel_that_comes_while_the_work_is_settled_wins(house):
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        work = house.workshop.make(run)
        house.jobs.cancel("ann", job.id)
        assert run.finish(work) is False
    assert house.jobs.get("ann", job.id).state is JobState.CANCELLED
    assert not list(house.files.list("generations/"))


def test_a_late_worker_cannot_touch_the_next_attempts_result(house):
    job = house.jobs.submit("ann", house.brief())
    late = house.workshop.claim(job.id, "late")
    work = house.workshop.make(late)
    house.clock.advance(seconds=7)
    house.recovery.recover()
    assert perform(house, job) is True
    assert late.finish(work) is False
    done = house.jobs.get("ann", job.id)
    assert (done.state, done.attempt) == (JobState.FINISHED, 2)
    assert [info.key for info in house.files.list("generations/")] == [f"generations/{job.id}/2/text.txt"]


def test_a_worker_that_lost_its_lease_stops(house):
    job = house.jobs.submit("ann", house.brief(steps=50, seconds=5))

    def lose(step):
        if step == 1:
            house.clock.advance(seconds=60)
            house.recovery.recover()
            house.workshop.claim(job.id, "other")

    house.card.engine.during = lose
    begun = time.monotonic()
    perform(house, job)
    assert time.monotonic() - begun < 2
    assert house.jobs.get("ann", job.id).worker == "other"
    assert "generation:cancelled" not in house.publisher.names


def test_the_lease_is_renewed_while_the_engine_is_silent(house):
    job = house.jobs.submit("ann", house.brief(steps=1, seconds=2.5))
    run = house.workshop.claim(job.id, "w")
    with run:
        house.clock.advance(seconds=5)
        time.sleep(2.0 + 3 * LOOK_EVERY)
        assert house.desk.jobs.get(job.id).lease_until == house.clock() + house.desk.terms.lease


def test_a_refusal_of_the_engine_fails_the_job_with_its_code(house):
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        run.fail(Invalid("too loud", next_step="Turn it down."))
    failed = house.jobs.get("ann", job.id)
    assert failed.state is JobState.FAILED
    assert (failed.error.code, failed.error.next_step) == ("invalid", "Turn it down.")
    assert house.publisher.events[-1].error.detail == "too loud"


def test_a_finished_work_stays_even_if_nothing_can_be_learned_from_it(house, caplog):
    def away(_job, _stages):
        raise Unavailable("The store does not answer.")

    job = house.jobs.submit("ann", house.brief())
    house.desk.estimates.learn = away
    assert perform(house, job) is True
    assert "not all is in order" in caplog.text
    assert [info.key for info in house.files.list("generations/")] == [f"generations/{job.id}/1/text.txt"]


def test_an_erased_job_stops_and_leaves_nothing(house):
    job = house.jobs.submit("ann", house.brief(steps=50, seconds=5))
    house.card.engine.during = lambda step: step == 1 and house.jobs.erase("ann")
    perform(house, job)
    assert not list(house.files.list(""))
    assert not list((house.workshop._scratch).glob("*"))


def test_an_estimate_is_learned_from_finished_jobs(house):
    first = house.jobs.submit("ann", house.brief(steps=2, seconds=0.4))
    assert house.jobs.view(first).eta_seconds is None
    perform(house, first)
    double = house.jobs.submit("ann", house.brief(steps=4))
    stages = house.jobs.paces()[0].stages
    assert set(stages) == {"waiting", "making", "storing"}
    assert house.jobs.view(double).eta_seconds == pytest.approx(2 * (stages["making"] + stages["storing"]), abs=0.06)
