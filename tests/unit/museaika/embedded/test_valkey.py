"""Valkey is found, closed by a password nobody can read, and kept at one address."""

from urllib.parse import urlsplit

import pytest

from museaika.embedded import valkey as module
from museaika.embedded.valkey import Valkey, ValkeyMissing, find_binary, known_url
from museaika.folder import DataFolder


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / 'da"ta \\ folder').made()


def test_the_wheel_brings_a_server_for_this_machine():
    assert find_binary().name in {"valkey-server", "redis-server"}


def test_one_on_the_path_is_the_last_resort(tmp_path, monkeypatch):
    server = tmp_path / "redis-server"
    server.write_text("#!/bin/sh\n")
    server.chmod(0o755)
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary() == server
    server.unlink()
    with pytest.raises(ValkeyMissing) as refusal:
        find_binary()
    assert "MUSEAIKA_REDIS_URL" in refusal.value.next_step


def test_the_address_and_the_rules_are_for_their_owner_only(folder):
    valkey = Valkey.prepared(folder)
    assert known_url(folder) == valkey.url
    for name in ("valkey.url", "valkey.conf"):
        assert (folder.run / name).stat().st_mode & 0o777 == 0o600
    assert valkey.password not in " ".join(valkey.argv)
    assert len(valkey.password) >= 32


def test_the_next_start_keeps_the_address(folder):
    first = Valkey.prepared(folder)
    assert Valkey.prepared(folder).url == first.url


def test_an_address_nobody_can_read_is_replaced(folder):
    (folder.run / "valkey.url").write_text("")
    assert known_url(folder) is None
    assert urlsplit(Valkey.prepared(folder).url).port


def test_nothing_is_known_before_the_first_start(folder):
    assert known_url(folder) is None


def test_a_memory_that_cannot_be_read_is_put_aside_and_said_so(folder):
    memory = folder.valkey / "appendonlydir"
    memory.mkdir()
    (memory / "x.aof").write_text("nonsense")
    valkey = Valkey.prepared(folder)
    assert valkey.mend(["Address already in use"]) is None
    assert memory.exists()
    said = valkey.mend(["# Bad file format reading the append only file x.aof: make a backup"])
    assert "queued anew" in said
    assert not memory.exists()
    assert len(list(folder.valkey.glob("damaged-*/appendonlydir/x.aof"))) == 1
