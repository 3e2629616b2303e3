"""Who lives in the house, in which order, and what they are told."""

from museaika.embedded.house import PROCESSES, SERVICES, roles
from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder
from museaika.settings import Settings


def test_valkey_comes_first_and_everybody_is_told_where_it_is(tmp_path):
    folder = DataFolder(tmp_path).made()
    valkey = Valkey.prepared(folder)
    first, *others = roles(Settings(_env_file=None, workers=3, port=8765), folder, valkey)
    assert (first.name, first.stage) == ("valkey", SERVICES)
    assert [role.name for role in others] == ["worker", "upkeep", "web"]
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
    assert [role.name for role in found] == ["worker", "upkeep", "web"]
    assert all("MUSEAIKA_REDIS_URL" not in role.environment for role in found)


def test_a_mark_from_an_earlier_run_does_not_count_as_ready(tmp_path):
    folder = DataFolder(tmp_path).made()
    mark = folder.run / "worker.ready"
    worker = roles(Settings(_env_file=None), folder, None)[0]
    assert not worker.ready(0.0)
    mark.touch()
    assert worker.ready(mark.stat().st_mtime - 1)
    assert not worker.ready(mark.stat().st_mtime + 1)
