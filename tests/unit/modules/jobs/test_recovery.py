from models.job import JobState


def claimed(house):
    job = house.jobs.submit("ann", house.brief())
    house.enqueued.clear()
    return house.workshop.claim(job.id, "w").job


def test_a_job_whose_worker_died_goes_back_to_the_queue(house):
    job = claimed(house)
    house.clock.advance(seconds=5)
    assert house.recovery.recover() == 0
    house.clock.advance(seconds=2)
    assert house.recovery.recover() == 1
    assert house.jobs.get("ann", job.id).state is JobState.QUEUED
    assert house.enqueued == [(job.id, "cpu")]
    assert house.recovery.recover() == 0


def test_the_third_lost_worker_ends_the_job_with_a_reason(house):
    job = claimed(house)
    for _ in range(2):
        house.clock.advance(seconds=7)
        house.recovery.recover()
        assert house.workshop.claim(job.id, "w") is not None
    house.clock.advance(seconds=7)
    house.recovery.recover()
    failed = house.jobs.get("ann", job.id)
    assert (failed.state, failed.error.code, failed.attempt) == (JobState.FAILED, "job.worker_lost", 3)
    assert house.publisher.names[-1] == "generation:failed"


def test_a_job_called_off_while_its_worker_was_dead_is_cancelled(house):
    job = claimed(house)
    house.jobs.cancel("ann", job.id)
    house.clock.advance(seconds=7)
    house.recovery.recover()
    assert house.jobs.get("ann", job.id).state is JobState.CANCELLED
    assert house.publisher.names[-1] == "generation:cancelled"


def test_half_stored_files_of_a_dead_worker_are_removed(house):
    job = claimed(house)
    house.files.put(f"{job.folder}half.flac", [b"x"], "audio/flac")
    house.clock.advance(seconds=7)
    house.recovery.recover()
    assert not list(house.files.list("generations/"))


def test_a_job_whose_message_was_lost_is_enqueued_again_but_only_when_none_is_left(house):
    job = house.jobs.submit("ann", house.brief())
    house.enqueued.clear()
    assert house.recovery.remind(("cpu",)) == 0
    house.clock.advance(seconds=4)
    house.backlog["cpu"] = 1
    assert house.recovery.remind(("cpu",)) == 0
    house.backlog["cpu"] = None
    assert house.recovery.remind(("cpu",)) == 0
    house.backlog["cpu"] = 0
    assert house.recovery.remind(("cpu",)) == 1
    assert house.enqueued == [(job.id, "cpu")]
    assert house.recovery.remind(("cpu",)) == 0


def test_a_lost_message_does_not_wait_for_the_end_of_a_long_queue(house):
    forgotten = house.jobs.submit("ann", house.brief())
    house.clock.advance(seconds=4)
    for _ in range(3):
        house.jobs.submit("ann", house.brief())
    house.enqueued.clear()
    house.backlog["cpu"] = 3
    assert house.recovery.remind(("cpu",)) == 0, "it may just be on its way"
    assert house.recovery.remind(("cpu",)) == 1
    assert house.enqueued == [(forgotten.id, "cpu")]
    house.backlog["cpu"] = 4
    assert house.recovery.remind(("cpu",)) == 0


def test_an_expired_job_itself_goes_one_retention_later(house):
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        run.finish(house.workshop.make(run))
    house.clock.advance(days=31)
    house.recovery.sweep()
    assert house.desk.jobs.get(job.id).state is JobState.EXPIRED
    house.clock.advance(days=31)
    house.recovery.sweep()
    assert house.desk.jobs.get(job.id) is None


def test_scratch_of_dead_workers_is_tidied_and_that_of_living_ones_is_not(house):
    job = claimed(house)
    scratch = house.workshop._scratch
    (scratch / f"{job.id}.1").mkdir(parents=True)
    (scratch / "gone.1").mkdir()
    assert house.workshop.tidy() == 1
    assert [folder.name for folder in scratch.iterdir()] == [f"{job.id}.1"]
