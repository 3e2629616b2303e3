"""The Valkey we start: closed, lasting, and able to begin anew when its memory is damaged."""

import os
import signal
import subprocess
import time

import pytest
import redis

from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder

pytestmark = pytest.mark.integration


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / 'a "strange" folder').made()


@pytest.fixture
def start():
    started = []

    def begin(valkey, *, wait=True):
        process = subprocess.Popen(valkey.argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        started.append(process)
        deadline = time.monotonic() + 5
        while wait and not valkey.answers():
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_takes_its_password_and_nothing_else(folder, start):
    valkey = Valkey.prepared(folder)
    assert not valkey.answers()
    start(valkey)
    with redis.Redis.from_url(valkey.url) as client:
        assert client.ping()
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    with redis.Redis(port=valkey.port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_what_it_acknowledged_survives_a_kill(folder, start):
    valkey = Valkey.prepared(folder)
    process = start(valkey)
    with redis.Redis.from_url(valkey.url) as client:
        for number in range(1000):
            client.rpush("queue", number)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    again = Valkey.prepared(folder)
    assert again.url == valkey.url
    start(again)
    with redis.Redis.from_url(again.url) as client:
        assert client.llen("queue") == 1000


def test_a_damaged_memory_stops_it_and_mending_lets_it_begin_anew(folder, start):
    valkey = Valkey.prepared(folder)
    process = start(valkey)
    with redis.Redis.from_url(valkey.url) as client:
        client.set("a", "b" * 1000)
        client.set("c", "d" * 1000)
    process.kill()
    process.wait()
    for file in folder.valkey.rglob("*.incr.aof"):
        content = bytearray(file.read_bytes())
        content[23:30] = b"nonsens"
        file.write_bytes(content)
    stuck = start(valkey, wait=False)
    assert stuck.wait(5) != 0
    assert "queued anew" in valkey.mend(stuck.stdout.read().splitlines())
    start(valkey)
