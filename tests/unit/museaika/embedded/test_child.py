"""A process that keeps failing is tried less and less often, never given up."""

import sys
import time

import pytest

from museaika.embedded.child import BUSY_MINUTE, LONG_PAUSE, Child
from museaika.embedded.role import Role


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def role(*argv, **more):
    return Role("it", (sys.executable, *argv), 0, **more)


def ended(child):
    for _ in range(500):
        if (status := child.ended()) is not None:
            return status
        time.sleep(0.01)
    raise AssertionError("it did not end")


def test_pauses_double_and_then_become_long(clock):
    child = Child(role("-V"), clock)
    pauses = []
    for _ in range(7):
        child.plan_restart()
        pauses.append(child.next_start - clock.now)
    assert pauses == [0.25, 0.5, 1, 2, 4, LONG_PAUSE, LONG_PAUSE]
    assert len(pauses) > BUSY_MINUTE


def test_a_quiet_minute_forgives_all(clock):
    child = Child(role("-V"), clock)
    for _ in range(6):
        child.plan_restart()
    clock.now += 61
    assert child.plan_restart() == 1
    assert child.next_start - clock.now == 0.25


def test_it_tells_its_words_and_its_end():
    child = Child(role("-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"))
    child.start()
    assert ended(child) == 3
    assert sorted(child.read().split()) == [b"err", b"out"]
    child.bury()
    assert not child.running
    with pytest.raises(ValueError, match="does not run"):
        _ = child.output


def test_it_becomes_ready_once_and_not_before_its_probe_says_so():
    answers = iter([False, True, True])
    child = Child(role("-c", "import time; time.sleep(30)", ready=lambda _started: next(answers)))
    assert not child.probe()
    child.start()
    assert [child.probe() for _ in range(3)] == [False, True, False]
    child.kill()
    assert ended(child) == -9
    child.bury()
    assert not child.ready
    assert child.ever_ready


def test_it_runs_in_a_session_of_its_own_with_its_own_environment():
    child = Child(
        role("-c", "import os; print(os.getsid(0) == os.getpid(), os.environ['MARK'])", environment={"MARK": "x"})
    )
    child.start()
    assert ended(child) == 0
    assert child.read() == b"True x\n"
    child.bury()


def test_a_program_that_is_not_there_is_an_end_like_any_other():
    child = Child(Role("it", ("/no/such/program",), 0))
    child.start()
    assert ended(child) == 1
    assert b"No such file" in child.read()
    child.bury()
