"""What a stream needs next, decided from what is known of it."""

from dataclasses import replace

from models.live_stream import WrittenBar
from models.mood import Point
from modules.live.planning import LEAD, REST, Known, Step, next_step
from tests.unit.modules.live.test_band import bar_of

CALM, WILD = Point(0, -0.5), Point(0, 0.9)


def known(now, starts, wishes=((0, CALM),), steered=0.0):
    bars = {
        index: WrittenBar(**dict(bar_of(index=index, seconds=2.0)), starts=start) for index, start in enumerate(starts)
    }
    return Known(now, len(starts), bars, dict.fromkeys(bars, CALM), wishes, steered)


def test_the_first_bars_are_written_at_once():
    assert next_step(known(5.0, [])) == Step(0, 5.0)
    assert next_step(known(5.0, [5.3])).due <= 5.0


def test_a_bar_is_written_when_the_one_two_before_begins():
    assert next_step(known(5.0, [5.3, 7.3])) == Step(2, 5.3)
    assert next_step(known(9.0, [5.3, 7.3, 9.3])) == Step(3, 7.3)


def test_short_bars_are_written_early_enough():
    short = known(5.0, [4.0, 4.5, 5.0])
    bars = {index: bar.model_copy(update={"seconds": 0.5}) for index, bar in short.bars.items()}
    assert next_step(replace(short, bars=bars)).due == 5.5 - LEAD


def test_a_mood_changes_the_first_bar_that_does_not_follow_it():
    asked = known(5.0, [4.0, 6.0, 8.0], wishes=((0, CALM), (1, WILD)))
    assert next_step(asked) == Step(1, 5.0, anew=True)
    assert next_step(replace(asked, wishes=((0, CALM), (2, WILD)))).index == 2


def test_a_bar_that_is_about_to_sound_stays_as_it_is():
    late = known(5.8, [4.0, 6.0, 8.0], wishes=((0, WILD),))
    assert next_step(late).index == 2


def test_a_mood_that_moves_all_the_time_is_not_followed_all_the_time():
    asked = known(5.0, [4.0, 6.0], wishes=((0, CALM), (1, WILD)), steered=4.95)
    step = next_step(asked)
    assert step.index == 1
    assert 5.05 < step.due <= 5.15


def test_what_comes_after_a_better_bar_waits_for_the_mood_to_rest_but_not_too_long():
    waiting = known(5.0, [4.0, 6.0], steered=5.0)
    assert next_step(waiting) == Step(2, 5.0 + REST)
    pressing = known(7.3, [4.0, 6.0], steered=7.3)
    assert next_step(pressing).due == 8.0 - LEAD / 2
