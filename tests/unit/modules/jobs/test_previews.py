"""What is heard of a work before it is there."""

import logging

import pytest

from models.errors import Invalid
from models.job import JobState
from modules.files.store import StorageAway
from modules.generation.progress import Cancelled
from modules.jobs.parts import PartMissing, Parts
from tests.fakes import PreviewingEngine
from tests.unit.modules.jobs.test_run import perform


@pytest.fixture
def engine(house):
    house.card.engine = PreviewingEngine()
    return house.card.engine


def submitted(house):
    return house.jobs.submit("ann", house.brief(steps=3))


def files_of(house):
    return [info.key.rpartition("/")[2] for info in house.files.list("generations/")]


def test_a_running_job_shows_its_first_bars_to_its_owner(house, engine):
    job, seen = submitted(house), []

    def look(step):
        running = house.jobs.get("ann", job.id)
        info = Parts(house.files, house.desk.provenance).open(running, "preview.txt")
        seen.append((house.jobs.view(running), b"".join(house.files.read(info.key))))

    engine.during = look
    perform(house, job)
    view, content = seen[0]
    assert (view.preview.name, view.preview.title, view.preview.size) == ("preview.txt", "First bars", len(content))
    assert view.files == {"preview.txt": f"/generations/{job.id}/files/preview.txt"}
    assert content == b"first"
    told = next(event for event in house.publisher.events if event.name == "generation:preview")
    assert (told.id, told.attempt, told.preview) == (job.id, 1, view.preview)
    assert told.rooms == (f"user:{job.owner}", f"job:{job.id}")


def test_nothing_is_left_of_them_when_the_work_is_there(house, engine):
    job, left = submitted(house), {}
    publish = house.publisher.publish
    house.publisher.publish = lambda event: (left.setdefault(event.name, files_of(house)), publish(event))
    perform(house, job)
    done = house.jobs.get("ann", job.id)
    assert done.preview is None
    assert left["generation:preview"] == ["preview.txt"]
    assert left["generation:finished"] == ["text.txt"]
    with pytest.raises(PartMissing):
        Parts(house.files, house.desk.provenance).open(done, "preview.txt")


def test_a_bundle_asked_for_too_early_holds_none_of_them(house, engine):
    job, bundles = submitted(house), []
    parts = Parts(house.files, house.desk.provenance)
    engine.during = lambda _step: bundles.append(b"".join(parts.bundle(house.jobs.get("ann", job.id))))
    perform(house, job)
    assert b"preview" not in bundles[0]


@pytest.mark.parametrize("end", ["failed", "cancelled"])
def test_nothing_is_left_of_them_when_the_job_ends_otherwise(house, engine, end):
    job = submitted(house)

    def stop(_step):
        if end == "cancelled":
            house.jobs.cancel("ann", job.id)
        else:
            raise Invalid("too loud")

    engine.during = stop
    with house.workshop.claim(job.id, "w") as run:
        try:
            run.finish(house.workshop.make(run))
        except Invalid as error:
            run.fail(error)
    settled = house.jobs.get("ann", job.id)
    assert (settled.state, settled.preview) == (JobState(end), None)
    assert files_of(house) == []


def test_a_lost_attempt_takes_its_first_bars_with_it(house, engine):
    job, waiting = submitted(house), []

    def lose(_step):
        engine.during = None
        house.clock.advance(seconds=7)
        house.recovery.recover()
        waiting.append((house.jobs.get("ann", job.id), files_of(house)))

    engine.during = lose
    perform(house, job)
    assert [(one.state, one.preview, files) for one, files in waiting] == [(JobState.QUEUED, None, [])]
    assert perform(house, job) is True
    assert files_of(house) == ["text.txt"]


def test_a_job_whose_first_bars_cannot_be_stored_is_made_all_the_same(house, engine, caplog):
    job, put = submitted(house), house.files.put

    def away(key, chunks, media_type):
        if key.endswith("preview.txt"):
            raise StorageAway("The file storage does not answer.")
        return put(key, chunks, media_type)

    house.files.put = away
    with caplog.at_level(logging.WARNING):
        assert perform(house, job) is True
    assert "preview of job" in caplog.text
    assert "generation:preview" not in house.publisher.names
    assert house.jobs.get("ann", job.id).state is JobState.FINISHED


def test_a_work_stays_even_if_its_first_bars_cannot_be_removed(house, engine, caplog):
    job, delete = submitted(house), house.files.delete

    def away(prefix):
        if prefix.endswith("preview.txt"):
            raise StorageAway("The file storage does not answer.")
        return delete(prefix)

    house.files.delete = away
    assert perform(house, job) is True
    assert "not all is in order" in caplog.text
    assert sorted(files_of(house)) == ["preview.txt", "text.txt"]


def test_a_lost_worker_shows_nothing(house, engine):
    job = submitted(house)
    late = house.workshop.claim(job.id, "late")
    house.clock.advance(seconds=7)
    house.recovery.recover()
    house.workshop.claim(job.id, "other")
    with pytest.raises(Cancelled):
        house.workshop.make(late)
    late.cancelled()
    assert house.jobs.get("ann", job.id).preview is None
    assert "generation:preview" not in house.publisher.names
    assert files_of(house) == []
