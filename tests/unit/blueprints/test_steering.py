"""Moods that come faster than they can be taken through."""

import threading

import pytest

from blueprints.steering import Steering
from models.errors import NotFound
from models.mood import Point


def in_thread(function, *arguments):
    threading.Thread(target=function, args=arguments, daemon=True).start()


def test_the_newest_mood_goes_through_and_everybody_is_told_which_bar_follows():
    gate, taken = threading.Event(), []

    def steer(owner, stream, mood):
        gate.wait(5)
        taken.append((owner, stream, mood))
        return len(taken)

    steering, told = Steering(steer, in_thread, lambda _seconds: None), []
    threads = [
        threading.Thread(target=lambda value=value: told.append(steering.steer("ann", "x", Point(value, 0))))
        for value in (0.1, 0.2, 0.3, 0.4)
    ]
    for thread in threads:
        thread.start()
        thread.join(0.05)
    gate.set()
    for thread in threads:
        thread.join(5)
    assert taken == [("ann", "x", Point(0.1, 0)), ("ann", "x", Point(0.4, 0))]
    assert sorted(told) == [1, 2, 2, 2]


def test_streams_do_not_wait_for_each_other():
    gate = threading.Event()

    def steer(_owner, stream, _mood):
        if stream == "slow":
            gate.wait(5)
        return 7

    steering = Steering(steer, in_thread, lambda _seconds: None)
    in_thread(steering.steer, "ann", "slow", Point(0, 0))
    assert steering.steer("ann", "quick", Point(0, 0)) == 7
    gate.set()


def test_a_refusal_is_told_and_the_next_mood_goes_through():
    answers = [NotFound("There is no such stream."), 3]

    def steer(*_):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    steering = Steering(steer, in_thread, lambda _seconds: None)
    with pytest.raises(NotFound):
        steering.steer("ann", "x", Point(0, 0))
    assert steering.steer("ann", "x", Point(0, 0)) == 3
