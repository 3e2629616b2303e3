import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mood import Mood, MoodLabel, Point
from modules.mood.arithmetic import blend, distance, merged, moved, shares_of

NUMBERS = st.floats(-1, 1)
MOODS = st.builds(Mood.at, NUMBERS, NUMBERS)


@given(MOODS, MOODS, MOODS)
def test_distance_is_one(one, two, three):
    assert distance(one, one) == 0
    assert distance(one, two) == distance(two, one)
    assert distance(one, three) <= distance(one, two) + distance(two, three) + 1e-9


def test_a_mood_and_a_point_have_a_distance_too():
    assert distance(Mood.at(0.3, 0.4), Point(0, 0)) == pytest.approx(0.5)


@given(st.lists(st.tuples(MOODS, st.floats(0.01, 5)), min_size=1, max_size=6))
def test_a_blend_lies_among_its_parts_and_names_its_own_place(parts):
    moods, weights = zip(*parts, strict=True)
    mixed = blend(moods, weights)

    for axis in ("valence", "arousal"):
        values = [getattr(mood, axis) for mood in moods]
        assert min(values) - 1e-9 <= getattr(mixed, axis) <= max(values) + 1e-9
    assert mixed.label == Mood.at(mixed.valence, mixed.arousal).label


def test_what_weighs_more_is_nearer():
    mixed = blend([Mood.named("happy"), Mood.named("sad")], [3, 1])

    assert mixed.valence == pytest.approx((3 * 0.85 - 0.80) / 4)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1], [1, 1, 1], [1, math.inf]])
def test_weights_that_are_none_are_a_mistake_of_the_program(weights):
    with pytest.raises(ValueError, match="weight"):
        blend([Mood.at(0, 0), Mood.at(1, 1)], weights)


def test_shares_add_up_to_one():
    assert shares_of([1, 3]) == [0.25, 0.75]


def test_distributions_meet_under_one_name_the_likeliest_first():
    mixed = merged([(1.0, {"joy": 2.0, "sadness": 2.0}), (1.0, {"happy": 1.0}), (5.0, {}), (1.0, {"gibberish": 1.0})])

    assert list(mixed.items()) == [("happy", 0.75), ("sad", 0.25)]


@pytest.mark.parametrize(("valence", "arousal", "place"), [(2, -3, (1, -1)), (0.1, 0.05, (0.1, 0.05))])
def test_a_moved_mood_stays_inside_and_keeps_what_it_knows(valence, arousal, place):
    mood = Mood.named("happy", confidence=0.4, distribution={"happy": 1.0})
    there = moved(mood, valence, arousal)

    assert (there.valence, there.arousal) == place
    assert (there.confidence, there.distribution, there.source) == (0.4, {"happy": 1.0}, "named")
    assert there.label == Mood.at(*place).label
    assert mood.label is MoodLabel.HAPPY
