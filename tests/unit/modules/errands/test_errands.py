import pytest

from models.errand import ErrandKind, ErrandState
from modules.errands.errands import ErrandNotFound


def test_an_errand_is_written_before_a_worker_hears_of_it(house):
    errand = house.start(public=True)
    assert house.enqueued == [errand.id]
    assert house.stored(errand).options == {"public": True}
    assert house.publisher.names == ["errand:queued"]


def test_a_second_order_answers_the_first_until_that_is_over(house):
    first = house.start()
    assert house.start().id == first.id
    assert house.start("another list").id != first.id
    assert house.errands.start("bob", ErrandKind.PUSH, "list").id != first.id
    assert house.enqueued.count(first.id) == 1
    house.perform(first)
    again = house.start()
    assert again.id != first.id
    assert house.errands.open_one("ann", ErrandKind.PUSH, "list").id == again.id


def test_a_stranger_finds_nothing(house):
    errand = house.start()
    for act in (house.errands.get, house.errands.cancel):
        with pytest.raises(ErrandNotFound):
            act("eve", errand.id)
    assert house.errands.page("eve") == ([], None)


def test_the_newest_comes_first(house):
    older = house.start("one")
    house.clock.advance(seconds=1)
    newer = house.start("two")
    assert [one.id for one in house.errands.page("ann")[0]] == [newer.id, older.id]


def test_a_waiting_errand_is_called_off_at_once_and_never_taken(house):
    errand = house.start()
    assert house.errands.cancel("ann", errand.id).state is ErrandState.CANCELLED
    assert house.errands.cancel("ann", errand.id).state is ErrandState.CANCELLED
    assert house.claim(errand) is None
    assert house.publisher.names == ["errand:queued", "errand:cancelled"]


def test_what_is_over_is_forgotten_after_a_week(house):
    errand = house.start()
    assert house.perform(errand).state is ErrandState.FINISHED
    house.clock.advance(days=6.9)
    assert house.stored(errand) is not None
    house.clock.advance(days=0.2)
    assert house.stored(errand) is None
