import threading
import time

import pytest

from modules.audio.clip import Check, never
from modules.audio.crew import Crew


class EnoughError(Exception):
    pass


def test_results_come_in_the_order_of_the_work():
    def work(_check: Check, seconds: float) -> float:
        time.sleep(seconds)
        return seconds

    with Crew(3, never) as crew:
        assert crew.results([crew.submit(work, seconds) for seconds in (0.03, 0.01, 0.02)]) == [0.03, 0.01, 0.02]


def test_what_one_raises_comes_out_and_the_others_are_sent_home():
    stopped = threading.Event()

    def fails(_check: Check) -> None:
        raise EnoughError

    def works(check: Check) -> None:
        try:
            while True:
                check()
                time.sleep(0.001)
        finally:
            stopped.set()

    with pytest.raises(EnoughError), Crew(2, never) as crew:
        crew.results([crew.submit(works), crew.submit(fails)])
    assert stopped.is_set()


def test_somebody_who_gives_up_is_noticed_while_waiting_and_asked_only_in_their_own_thread():
    asked = set()
    begun = time.monotonic()

    def check() -> None:
        asked.add(threading.current_thread().name)
        if time.monotonic() - begun > 0.05:
            raise EnoughError

    def works(check: Check) -> None:
        while True:
            check()
            time.sleep(0.001)

    with pytest.raises(EnoughError), Crew(2, check) as crew:
        crew.results([crew.submit(works), crew.submit(works)])
    assert time.monotonic() - begun < 1
    assert asked == {threading.current_thread().name}
