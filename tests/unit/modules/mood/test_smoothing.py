import dataclasses
import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mood import Mood
from modules.mood.smoothing import FORGET, SECONDS, smooth


def at(valence, arousal=0.0, confidence=0.6):
    return Mood.at(valence, arousal, confidence=confidence, source="face", distribution={"happy": 1.0})


def after(*readings):
    state = None
    for mood, moment in readings:
        state = smooth(state, mood, moment)
    return state


def test_the_first_reading_stands_as_it_is():
    mood = at(0.5, 0.5)

    assert smooth(None, mood, 3.0).mood == mood


def test_a_steady_change_arrives_by_two_thirds_after_the_time_constant():
    state = after((at(0.0, confidence=1.0), 0.0), (at(0.6, confidence=1.0), SECONDS))

    assert state.mood.valence == pytest.approx(0.6 * (1 - math.exp(-1)))


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=20))
def test_it_is_the_time_that_counts_and_not_how_many_frames_came(steps):
    state = smooth(None, at(0.0), 0.0)
    moment = 0.0
    for step in steps:
        moment += step
        state = state.then(at(0.5), moment)
    at_once = smooth(None, at(0.0), 0.0).then(at(0.5), moment) if moment < FORGET else None

    if at_once:
        assert state.mood.valence == pytest.approx(at_once.mood.valence, abs=1e-9)


def test_a_doubtful_reading_moves_less_than_a_sure_one():
    start = smooth(None, at(0.0), 0.0)

    assert start.then(at(0.5, confidence=0.1), 0.2).mood.valence < start.then(at(0.5, confidence=0.7), 0.2).mood.valence
    assert start.then(at(0.5, confidence=0.0), 0.2).mood.valence == 0


def test_flicker_is_calmed_and_its_mean_kept():
    chance = random.Random(4)
    raw = [max(-1, min(1, chance.gauss(0.3, 0.25))) for _ in range(400)]
    state, seen = None, []
    for number, valence in enumerate(raw):
        state = smooth(state, at(valence), number * 0.1)
        seen.append(state.mood.valence)
    steps = [abs(b - a) for a, b in pairwise(seen)]
    raw_steps = [abs(b - a) for a, b in pairwise(raw)]

    assert sum(steps) < 0.15 * sum(raw_steps)
    assert sum(seen) / len(seen) == pytest.approx(sum(raw) / len(raw), abs=0.03)


def test_a_big_and_sure_change_is_taken_over_at_once_and_a_doubtful_one_is_not():
    start = smooth(None, at(-0.6), 0.0)

    assert start.then(at(0.7, confidence=0.9), 0.1).mood.valence == 0.7
    assert start.then(at(0.7, confidence=0.5), 0.1).mood.valence < 0


def test_after_a_long_silence_the_past_is_forgotten():
    assert smooth(None, at(-0.6), 0.0).then(at(0.1), FORGET + 1).mood.valence == 0.1


@pytest.mark.parametrize("moment", [5.0, 4.0])
def test_a_reading_that_comes_late_or_twice_changes_nothing(moment):
    start = smooth(None, at(0.0), 5.0)

    assert start.then(at(0.5), moment) == start


def test_the_emotions_are_smoothed_along():
    start = smooth(None, at(0.0), 0.0)
    seen = start.then(Mood.at(-0.3, 0, confidence=0.6, source="face", distribution={"sad": 1.0}), 0.5).mood

    assert set(seen.distribution) == {"happy", "sad"}
    assert sum(seen.distribution.values()) == pytest.approx(1)
    assert seen.source == "face"


def test_the_state_is_a_value():
    with pytest.raises(dataclasses.FrozenInstanceError):
        smooth(None, at(0.0), 0.0).at = 3.0
