import threading
import time

import pytest

from modules.offload import directly
from museaika.turnstile import Busy, Turnstile


def test_so_many_at_a_time_and_the_others_wait_their_turn():
    inside, most = [], []
    turnstile = Turnstile(directly, places=2, queue=100)

    def work(number):
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.02)
        inside.remove(number)
        return number

    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(turnstile(work, n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(8))
    assert max(most) == 2


def test_who_finds_the_queue_full_is_told_so_and_may_come_again():
    turnstile = Turnstile(directly, places=1, queue=0)
    with pytest.raises(Busy):
        turnstile(turnstile, print)
    assert turnstile(len, "abc") == 3


def test_a_refusal_inside_frees_the_place():
    turnstile = Turnstile(directly, places=1, queue=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            turnstile(lambda: 1 / 0)
