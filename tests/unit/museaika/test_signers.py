import stat
from datetime import UTC, datetime

from modules.documents.sqlite import SQLiteDocuments
from museaika.backup.restoring import put_back
from museaika.backup.taking import take
from museaika.folder import DataFolder
from museaika.secrets import SecretKeys
from museaika.settings import Settings
from museaika.signers import Signers


def signers(folder, **more):
    return Signers.of(Settings(_env_file=None, data=folder, **more))


def test_the_same_secret_signs_the_same_everywhere(tmp_path):
    one, two = (signers(tmp_path / name, secret_key="x" * 40).current() for name in "ab")
    assert one.key_id == two.key_id
    assert one.sign(b"text") == two.sign(b"text")
    assert signers(tmp_path / "c", secret_key="y" * 40).current().key_id != one.key_id


def test_a_secret_is_made_for_whoever_signs_and_not_for_whoever_looks(tmp_path):
    assert signers(tmp_path / "new").known() == frozenset()
    assert not (tmp_path / "new").exists()
    key_id = signers(tmp_path / "new").current().key_id
    assert signers(tmp_path / "new").known() == {key_id}
    assert stat.S_IMODE((tmp_path / "new" / "signers.txt").stat().st_mode) == 0o600


def test_every_key_stays_known_however_often_they_are_renewed(tmp_path):
    seen = set()
    for _ in range(6):
        seen.add(signers(tmp_path).current().key_id)
        SecretKeys(tmp_path / "secret.key").rotate()
    assert len(seen) == 6
    assert signers(tmp_path).known() >= seen
    assert len((tmp_path / "signers.txt").read_text().split()) == 6


def test_a_secret_that_came_from_the_environment_stays_known(tmp_path):
    first = signers(tmp_path, secret_key="x" * 40).current().key_id
    assert first in signers(tmp_path, secret_key="y" * 40).known()
    assert "x" * 40 not in (tmp_path / "signers.txt").read_text()


def test_a_backup_keeps_who_signed_and_restoring_forgets_nobody_since(tmp_path):
    folder = DataFolder(tmp_path / "data").made()
    documents = SQLiteDocuments(folder.documents, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    documents.prepare([])
    before = signers(folder.root).current().key_id
    take(folder, tmp_path / "backup.tar.gz", documents.snapshot, "0.1.0", "2026-01-01T00:00:00+00:00")
    documents.close()
    SecretKeys(folder.secret).rotate()
    since = signers(folder.root).current().key_id
    put_back(folder, tmp_path / "backup.tar.gz", "now")
    assert signers(folder.root).current().key_id == before
    assert signers(folder.root).known() == {before, since}
    elsewhere = DataFolder(tmp_path / "elsewhere").made()
    put_back(elsewhere, tmp_path / "backup.tar.gz", "now")
    assert signers(elsewhere.root).known() == {before}
