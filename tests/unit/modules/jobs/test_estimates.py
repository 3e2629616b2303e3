import pytest

from modules.jobs.estimates import LOOK_AHEAD


@pytest.fixture
def paced(house):
    """Its engine takes two seconds for a cost of one, and every job costs four."""
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        run.finish(house.workshop.make(run))
    pace = house.desk.estimates.paces()[0]
    house.desk.estimates._paces.replace(pace.model_copy(update={"seconds_per_cost": 2.0}))
    return house


def ordered(house, count):
    jobs = []
    for _ in range(count):
        house.clock.advance(seconds=0.01)
        jobs.append(house.jobs.submit("ann", house.brief()))
    return jobs


def test_who_waits_is_told_of_all_that_stand_before_them(paced):
    views = paced.jobs.views(ordered(paced, 3))
    assert [view.queue_position for view in views] == [1, 2, 3]
    assert [view.eta_seconds for view in views] == [8.0, 16.0, 24.0]


def test_two_hands_work_through_a_queue_in_half_the_time(paced):
    jobs = ordered(paced, 4)
    for job in jobs[:2]:
        paced.workshop.claim(job.id, "w")
    assert [view.eta_seconds for view in paced.jobs.views(jobs[2:])] == [8 + 8.0, 8 + 4 + 8.0]


def test_those_beyond_sight_count_as_the_mean(paced):
    last = ordered(paced, LOOK_AHEAD + 50)[-1]
    view = paced.jobs.view(last)
    assert view.queue_position == LOOK_AHEAD + 50
    assert view.eta_seconds == pytest.approx((LOOK_AHEAD + 50) * 8)


def test_before_the_first_job_finished_nobody_knows(house):
    view = house.jobs.view(house.jobs.submit("ann", house.brief()))
    assert (view.queue_position, view.eta_seconds) == (1, None)
