"""The secret key survives starts, races and rotation."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from museaika.folder import DataFolder
from museaika.secrets import SecretKeys, SecretUnreadable


def test_a_first_start_makes_a_key_that_stays(tmp_path):
    keys = SecretKeys(tmp_path / "new" / "secret.key").ensure()
    assert len(keys) == 1
    assert len(keys[0]) >= 43
    assert SecretKeys(tmp_path / "new" / "secret.key").ensure() == keys


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    path = tmp_path / "secret.key"
    with ThreadPoolExecutor(8) as pool:
        found = {tuple(keys) for keys in pool.map(lambda _: SecretKeys(path).ensure(), range(32))}
    assert len(found) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_only_the_owner_may_read_it(tmp_path):
    SecretKeys(tmp_path / "secret.key").ensure()
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_rotation_puts_a_new_key_in_front_and_keeps_three(tmp_path):
    keys = SecretKeys(tmp_path / "secret.key")
    first = keys.ensure()[0]
    second = keys.rotate()
    assert second[1] == first
    assert second[0] != first
    keys.rotate()
    assert len(keys.rotate()) == 3
    assert first not in keys.read()


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_damaged_key_file_is_refused_and_not_replaced(tmp_path, content):
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(SecretUnreadable) as refusal:
        SecretKeys(tmp_path / "secret.key").ensure()
    assert "restore" in refusal.value.next_step
    assert (tmp_path / "secret.key").read_bytes() == content


def test_the_data_folder_closes_its_rooms_to_others(tmp_path):
    folder = DataFolder(tmp_path / "data").made()
    assert folder.made() == folder
    for room in (folder.files, folder.run, folder.logs, folder.valkey, folder.scratch):
        assert room.stat().st_mode & 0o777 == 0o700
