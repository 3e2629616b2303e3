from models.errand import ErrandState


def lose(house, errand, memory=None):
    run = house.claim(errand)
    if memory:
        run.remember(memory)
    house.clock.advance(seconds=7)
    return house.errands.recovery.recover()


def test_an_errand_whose_worker_died_goes_on(house):
    errand = house.start()
    assert lose(house, errand) == 1
    assert house.stored(errand).state is ErrandState.QUEUED
    assert house.enqueued == [errand.id, errand.id]
    assert house.perform(errand).state is ErrandState.FINISHED


def test_a_living_worker_keeps_its_errand(house):
    errand = house.start()
    run = house.claim(errand)
    house.clock.advance(seconds=5)
    run.hold()
    house.clock.advance(seconds=5)
    assert house.errands.recovery.recover() == 0


def test_three_workers_lost_in_vain_are_enough(house):
    errand = house.start()
    for _ in range(3):
        lose(house, errand)
    lost = house.stored(errand)
    assert (lost.state, lost.error.code) == (ErrandState.FAILED, "errand.worker_lost")
    assert house.publisher.names[-1] == "errand:failed"


def test_workers_that_came_further_are_not_counted(house):
    errand = house.start()
    for turn in range(8):
        lose(house, errand, {"step": turn})
    assert house.stored(errand).state is ErrandState.QUEUED
    for _ in range(3):
        lose(house, errand, {"step": 7})
    assert house.stored(errand).state is ErrandState.FAILED


def test_one_that_was_called_off_and_lost_its_worker_is_over(house):
    errand = house.start()
    house.claim(errand)
    house.errands.cancel("ann", errand.id)
    house.clock.advance(seconds=7)
    house.errands.recovery.recover()
    assert house.stored(errand).state is ErrandState.CANCELLED


def test_what_no_message_tells_of_is_sent_again_once_the_queue_is_empty(house):
    errand = house.start()
    assert house.errands.recovery.remind() == 0
    house.clock.advance(seconds=4)
    for backlog in (1, None):
        house.backlog = backlog
        assert house.errands.recovery.remind() == 0
    house.backlog = 0
    assert house.errands.recovery.remind() == 1
    assert house.errands.recovery.remind() == 0
    assert house.enqueued == [errand.id, errand.id]
