import threading
import time
from datetime import timedelta

import pytest

from models.errors import Unavailable
from modules.leasing import Lease

pytestmark = pytest.mark.slow


def test_it_renews_in_time_looks_in_between_and_ends():
    calls = []
    lease = Lease(
        "test", timedelta(seconds=0.25), renew=lambda: calls.append("renew"), look=lambda: calls.append("look")
    )
    lease.begin()
    time.sleep(0.75)
    lease.leave()
    assert 2 <= calls.count("renew") <= 3
    assert calls.count("look") >= 2
    seen = len(calls)
    time.sleep(0.25)
    assert len(calls) == seen
    assert all("lease of test" not in thread.name for thread in threading.enumerate())


def test_a_store_that_is_away_ends_nothing(caplog):
    calls = []

    def away():
        calls.append(1)
        raise Unavailable("the database is away")

    lease = Lease("test", timedelta(seconds=9), renew=away, look=away)
    lease.begin()
    time.sleep(0.35)
    lease.leave()
    assert len(calls) >= 2
    assert "the database is away" in caplog.text
