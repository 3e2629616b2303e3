"""What every store keeps to when several processes work on the same documents, or die over it."""

import signal
import time

import pytest

from modules.documents.store import Collection, Stale
from tests.integration.modules.documents.writer import COUNTERS, JOBS, opened

pytestmark = pytest.mark.integration


def test_four_processes_claim_each_job_exactly_once(store, started):
    for number in range(120):
        store.insert(JOBS, {"id": f"{number:03}", "state": "queued", "place": number})
    workers = [started("claim", f"worker-{number}") for number in range(4)]
    told = [worker.communicate(timeout=60)[0].split() for worker in workers]
    claimed = [job for jobs in told for job in jobs]
    assert sorted(claimed) == [f"{number:03}" for number in range(120)]
    for number, jobs in enumerate(told):
        assert all(store.get(JOBS, job)["worker"] == f"worker-{number}" for job in jobs)
        assert all(store.get(JOBS, job)["version"] == 2 for job in jobs)


def test_four_processes_lose_no_increment(store, started):
    store.insert(COUNTERS, {"id": "one", "value": 0})
    workers = [started("increment", f"worker-{number}", 50) for number in range(4)]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    assert store.get(COUNTERS, "one") == {"id": "one", "value": 200, "version": 201, "schema": 1}


def test_what_was_acknowledged_survives_the_kill_of_its_writer(store, started):
    writers = [started("insert", name) for name in ("left", "right")]
    for writer in writers:
        assert writer.stdout.readline()
    time.sleep(0.4)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for name, writer in zip(("left", "right"), writers, strict=True):
        told = [0, *map(int, (line for line in writer.stdout.read().split("\n")[:-1] if line))]
        assert len(told) > 20
        assert all(store.get(COUNTERS, f"{name}-{number}") for number in told)
    store.insert(COUNTERS, {"id": "after"})


def test_a_second_store_sees_at_once_what_the_first_wrote(store, url, clock):
    other = opened(url, clock)
    store.insert(COUNTERS, {"id": "one", "value": 0})
    for number in range(1, 21):
        writer, reader = (store, other) if number % 2 else (other, store)
        writer.replace(COUNTERS, {"id": "one", "value": number}, number)
        assert reader.get(COUNTERS, "one")["value"] == number
        with pytest.raises(Stale):
            reader.replace(COUNTERS, {"id": "one", "value": -1}, number)
    other.close()


def test_several_processes_may_prepare_at_the_same_moment(store, started):
    workers = [started("claim", "nobody") for _ in range(4)]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    assert store.count(Collection("jobs")) == 0
