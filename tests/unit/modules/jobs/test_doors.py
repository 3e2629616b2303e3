"""Jobs that came through a door of an old system: found by their ids, and what was handed in for them goes early."""

import pytest

from models.errors import NotFound, Unauthenticated
from models.job import JobState
from modules.generation.progress import Cancelled
from tests.sounds import midi


@pytest.fixture
def ordered(house):
    upload = house.desk.uploads.receive("local", "a.mid", [midi()])
    return house.jobs.submit("local", house.brief(midi=upload.id), door="old"), upload.id


def left(house):
    return [info.key for info in house.files.list("")]


def perform(house, job):
    run = house.workshop.claim(job.id, "w")
    with run:
        try:
            run.finish(house.workshop.make(run))
        except Cancelled:
            run.cancelled()


def test_uploads_outlive_a_lost_worker_and_go_with_the_finished_work(house, ordered):
    job, upload = ordered
    house.workshop.claim(job.id, "dies")
    house.clock.advance(seconds=7)
    house.recovery.recover()
    assert house.desk.uploads.has("local", upload)
    perform(house, job)
    assert not house.desk.uploads.has("local", upload)
    assert left(house) == [f"generations/{job.id}/2/text.txt"]


def test_uploads_go_with_an_order_that_is_called_off_or_loses_all_its_workers(house, ordered):
    job, _ = ordered
    upload = house.desk.uploads.receive("local", "b.mid", [midi()])
    lost = house.jobs.submit("local", house.brief(midi=upload.id), door="old")
    house.jobs.cancel("local", job.id)
    for _ in range(3):
        assert house.workshop.claim(lost.id, "dies") is not None
        house.clock.advance(seconds=7)
        house.recovery.recover()
    assert house.jobs.get("local", lost.id).state is JobState.FAILED
    assert left(house) == []


def test_a_job_discarded_while_it_runs_stops_and_leaves_nothing(house, ordered):
    job, upload = ordered
    steps = []

    def during(step):
        steps.append(step)
        if step == 0:
            house.jobs.discard(job)

    house.card.engine.during = during
    job = house.jobs.discard(job) or house.jobs.submit("local", house.brief(steps=50, seconds=5), door="old")
    perform(house, job)
    assert len(steps) < 20
    assert left(house) == []
    assert not house.desk.uploads.has("local", upload)
    assert house.publisher.names.count("generation:cancelled") == 2
    with pytest.raises(NotFound):
        house.jobs.through("old", job.id)


def test_a_job_is_found_by_its_id_at_its_own_door_alone(house, ordered):
    job, _ = ordered
    mine = house.jobs.submit("ann", house.brief())
    assert house.jobs.through("old", job.id) == house.jobs.watched(None, job.id) == house.jobs.watched("ann", job.id)
    for door, job_id in (("other", job.id), ("old", mine.id), ("old", "nothing")):
        with pytest.raises(NotFound):
            house.jobs.through(door, job_id)
    with pytest.raises(Unauthenticated):
        house.jobs.watched(None, mine.id)


def test_its_work_goes_a_day_later(house, ordered):
    job, _ = ordered
    perform(house, job)
    other = house.jobs.submit("ann", house.brief())
    perform(house, other)
    house.clock.advance(hours=25)
    assert house.recovery.sweep() == 1
    assert left(house) == [f"generations/{other.id}/1/text.txt"]


def test_files_without_a_job_go_after_an_hour(house):
    house.files.put("generations/gone/1/text.txt", [b"left by a dead worker"], "text/plain")
    house.clock.now = house.files.info("generations/gone/1/text.txt").modified
    assert house.recovery.sweep() == 0
    house.clock.advance(hours=2)
    assert (house.recovery.sweep(), left(house)) == (1, [])
