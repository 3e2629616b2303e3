"""Who works on a queue, asked of real workers over a real broker."""

import subprocess
import time

import pytest
from celery.contrib.testing.worker import start_worker

from museaika.celery import create_celery
from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder
from museaika.hands import Hands
from museaika.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def broker(tmp_path):
    valkey = Valkey.prepared(DataFolder(tmp_path / "data").made())
    process = subprocess.Popen(valkey.argv, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    until = time.monotonic() + 10
    while not valkey.answers():
        assert time.monotonic() < until
        time.sleep(0.01)
    yield valkey.url
    process.kill()
    process.wait()


def test_a_queue_is_attended_while_a_worker_says_so_and_the_answer_is_kept_for_a_while(broker):
    celery, now = create_celery(Settings(_env_file=None), broker), [0.0]
    hands = Hands(celery, lambda: now[0])
    assert not hands.attended("gpu")
    with start_worker(celery, pool="solo", queues=["gpu"], perform_ping_check=False):
        assert not hands.attended("gpu"), "it was asked just now"
        now[0] = 31.0
        assert hands.attended("gpu")
        assert not hands.attended("cpu")
    now[0] = 62.0
    assert not hands.attended("gpu")


def test_without_a_broker_nobody_is_there():
    celery = create_celery(Settings(_env_file=None), "redis://127.0.0.1:1/0")
    assert not Hands(celery).attended("gpu")
