import pytest

from modules.documents.idempotency import KeyReused
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.services import COLLECTIONS
from modules.uploads.uploads import Uploads
from tests.fakes import Clock
from tests.sounds import midi


@pytest.fixture
def uploads(tmp_path):
    clock = Clock()
    documents = SQLiteDocuments(tmp_path / "documents.sqlite", clock)
    documents.prepare(COLLECTIONS)
    ids = iter(f"id{number}" for number in range(9))
    return Uploads(documents, LocalFiles(tmp_path / "files"), clock, lambda: next(ids), scratch=tmp_path / "scratch")


def test_the_same_key_and_bytes_give_the_same_upload(uploads):
    first = uploads.receive("ann", "a.mid", [midi()], key="k")
    assert uploads.receive("ann", "a.mid", [midi()], key="k") == first
    assert len(uploads.page("ann")[0]) == 1


def test_the_same_key_with_other_bytes_is_a_conflict(uploads):
    uploads.receive("ann", "a.mid", [midi()], key="k")
    with pytest.raises(KeyReused):
        uploads.receive("ann", "b.mid", [midi()], key="k")


def test_without_a_key_every_upload_is_a_new_one(uploads):
    assert uploads.receive("ann", "a.mid", [midi()]).id != uploads.receive("ann", "a.mid", [midi()]).id
