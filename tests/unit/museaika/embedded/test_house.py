"""Who lives in the house, in which order, and what they are told."""

import os
import time

from museaika.embedded.house import PROCESSES, SERVICES, roles
from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder
from museaika.live_mark import wanting
from museaika.settings import Settings


def test_valkey_comes_first_and_everybody_is_told_where_it_is(tmp_path):
    folder = DataFolder(tmp_path).made()
    valkey = Valkey.prepared(folder)
    first, *others = roles(Settings(_env_file=None, workers=3, port=8765), folder, valkey)
    assert (first.name, first.stage) == ("valkey", SERVICES)
    assert [role.name for role in others] == ["worker", "live-1", "live-2", "upkeep", "web"]
    for role in others:
        assert role.stage == PROCESSES
        assert role.environment["MUSEAIKA_REDIS_URL"] == valkey.url
        assert role.environment["MUSEAIKA_DATA"] == str(tmp_path)
        assert role.environment["MUSEAIKA_PORT"] == "8765"
        assert valkey.password not in " ".join(role.argv)
    assert others[0].argv[-2:] == ("--concurrency", "3")


def test_with_a_valkey_of_the_operator_there_is_none_of_ours(tmp_path):
    settings = Settings(_env_file=None, redis_url="redis://elsewhere/0")
    found = roles(settings, DataFolder(tmp_path), None)
    assert [role.name for role in found] == ["worker", "live-1", "live-2", "upkeep", "web"]
    assert all("MUSEAIKA_REDIS_URL" not in role.environment for role in found)


def test_a_mark_from_an_earlier_run_does_not_count_as_ready(tmp_path):
    folder = DataFolder(tmp_path).made()
    mark = folder.run / "worker.ready"
    worker = roles(Settings(_env_file=None), folder, None)[0]
    assert not worker.ready(0.0)
    mark.touch()
    assert worker.ready(mark.stat().st_mtime - 1)
    assert not worker.ready(mark.stat().st_mtime + 1)


def test_the_workers_of_streams_come_when_somebody_plays_and_rest_when_nobody_did_for_a_while(tmp_path):
    settings = Settings(_env_file=None, live={"rest": "60s"})
    folder = DataFolder(tmp_path).made()
    first, second = (role for role in roles(settings, folder, None) if role.name.startswith("live"))
    assert not first.wanted()
    wanting(folder.run)()
    assert first.wanted()
    assert second.wanted()
    os.utime(folder.run / "live.wanted", (time.time() - 61,) * 2)
    assert not first.wanted()
    assert first.argv[-4:] == ("--queues", "live", "--mark", "live-1.ready")
