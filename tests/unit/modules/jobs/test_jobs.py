import pytest

from models.errors import Invalid
from models.generation import Brief
from models.job import JobState
from modules.documents.idempotency import KeyReused
from modules.generation.engine import BadOptions, EngineNotReady
from modules.generation.registry import UnknownEngine
from modules.jobs.jobs import JobExpired, JobNotFound
from modules.jobs.materials import BadMaterial


def test_an_order_is_written_then_enqueued_and_told(house):
    job = house.jobs.submit("ann", house.brief(steps=2))
    assert job.state is JobState.QUEUED
    assert house.enqueued == [(job.id, "cpu")]
    assert house.publisher.names == ["generation:queued"]
    assert house.publisher.events[0].rooms == ("user:ann", f"job:{job.id}")


def test_a_seed_is_chosen_and_told_when_none_is_given(house):
    assert house.jobs.submit("ann", house.brief()).brief.seed == 7
    assert house.jobs.submit("ann", Brief(engine="text", seed=3)).brief.seed == 3


@pytest.mark.parametrize(
    ("options", "field"),
    [({"steps": "many"}, "options.steps"), ({"stepz": 1}, "options.stepz"), ({"steps": 0}, "options.steps")],
)
def test_bad_options_name_the_field_and_leave_nothing_behind(house, options, field):
    with pytest.raises(Invalid) as refused:
        house.jobs.submit("ann", house.brief(**options))
    assert refused.value.field == field
    assert house.jobs.page("ann")[0] == []
    assert house.enqueued == []


def test_an_unknown_engine_is_refused_with_the_known_ones(house):
    with pytest.raises(UnknownEngine) as refused:
        house.jobs.submit("ann", Brief(engine="theremin"))
    assert "text" in refused.value.next_step


def test_an_engine_that_is_not_ready_says_what_is_missing(house):
    house.card.lacks = ["weights.bin is missing: run museaika weights fetch text"]
    with pytest.raises(EngineNotReady, match=r"weights\.bin"):
        house.jobs.submit("ann", house.brief())


def test_an_upload_of_somebody_else_cannot_be_used(house):
    with pytest.raises(BadMaterial) as refused:
        house.jobs.submit("ann", house.brief(midi="unknown"))
    assert refused.value.field == "options"


def test_the_same_key_gives_the_same_job(house):
    first = house.jobs.submit("ann", house.brief(), key="k")
    again = house.jobs.submit("ann", house.brief(), key="k")
    assert again.id == first.id
    assert len(house.enqueued) == 1


def test_a_key_used_with_another_order_is_a_conflict(house):
    house.jobs.submit("ann", house.brief(steps=2), key="k")
    with pytest.raises(KeyReused):
        house.jobs.submit("ann", house.brief(steps=3), key="k")


def test_two_people_may_use_the_same_key(house):
    assert house.jobs.submit("ann", house.brief(), key="k").id != house.jobs.submit("bob", house.brief(), key="k").id


def test_a_key_is_forgotten_after_a_day(house):
    first = house.jobs.submit("ann", house.brief(), key="k")
    house.clock.advance(hours=25)
    assert house.jobs.submit("ann", house.brief(), key="k").id != first.id


def test_a_stranger_finds_nothing(house):
    job = house.jobs.submit("ann", house.brief())
    for act in (house.jobs.get, house.jobs.cancel, house.jobs.remove):
        with pytest.raises(JobNotFound):
            act("bob", job.id)
    assert house.jobs.page("bob")[0] == []


def test_pages_come_newest_first(house):
    ids = []
    for _ in range(5):
        ids.append(house.jobs.submit("ann", house.brief()).id)
        house.clock.advance(seconds=1)
    first, cursor = house.jobs.page("ann", limit=3)
    rest, end = house.jobs.page("ann", limit=3, cursor=cursor)
    assert [job.id for job in [*first, *rest]] == ids[::-1]
    assert end is None


def test_a_waiting_job_is_cancelled_at_once(house):
    job = house.jobs.submit("ann", house.brief())
    assert house.jobs.cancel("ann", job.id).state is JobState.CANCELLED
    assert house.publisher.names[-1] == "generation:cancelled"
    assert house.workshop.claim(job.id, "w") is None


def test_cancelling_a_settled_job_changes_nothing(house):
    job = house.jobs.submit("ann", house.brief())
    house.jobs.cancel("ann", job.id)
    told = len(house.publisher.events)
    assert house.jobs.cancel("ann", job.id).state is JobState.CANCELLED
    assert len(house.publisher.events) == told


def test_removing_a_settled_job_leaves_no_file(house):
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        run.finish(house.workshop.make(run))
    assert list(house.files.list("generations/"))
    assert house.jobs.remove("ann", job.id) is None
    assert not list(house.files.list("generations/"))
    with pytest.raises(JobNotFound):
        house.jobs.get("ann", job.id)


def test_the_line_moves_up(house):
    jobs = []
    for _ in range(3):
        jobs.append(house.jobs.submit("ann", house.brief()))
        house.clock.advance(seconds=1)
    assert [house.jobs.view(job).queue_position for job in jobs] == [1, 2, 3]
    house.workshop.claim(jobs[0].id, "w")
    assert [house.jobs.view(house.jobs.get("ann", job.id)).queue_position for job in jobs] == [None, 1, 2]


def test_a_kept_work_outlives_its_time_and_another_does_not(house):
    kept, other = house.jobs.submit("ann", house.brief()), house.jobs.submit("ann", house.brief())
    for job in (kept, other):
        with house.workshop.claim(job.id, "w") as run:
            run.finish(house.workshop.make(run))
    assert house.jobs.keep("ann", kept.id, kept=True).expires_at is None
    house.clock.advance(days=31)
    assert house.recovery.sweep() == 1
    assert house.jobs.get("ann", kept.id).work is not None
    with pytest.raises(JobExpired):
        house.jobs.get("ann", other.id)
    assert len(list(house.files.list("generations/"))) == 1


def test_erasing_a_person_leaves_nothing(house):
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        run.finish(house.workshop.make(run))
    house.jobs.submit("ann", house.brief())
    house.jobs.erase("ann")
    assert house.jobs.page("ann")[0] == []
    assert not list(house.files.list(""))


def test_options_are_completed_by_the_card(house):
    job = house.jobs.submit("ann", house.brief())
    assert job.brief.options == {"steps": 4, "seconds": 0.0}
    assert BadOptions.code == "options.invalid"


def test_an_order_is_announced_before_a_worker_can_speak_of_it(house):
    told = []
    house.publisher.publish = lambda event: told.append((event.name, list(house.enqueued)))
    house.jobs.submit("ann", house.brief())
    assert told == [("generation:queued", [])]
    assert len(house.enqueued) == 1
