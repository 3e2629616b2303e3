import pytest

from modules.documents.sqlite import SQLiteDocuments
from modules.files.store import FileMissing, StorageAway
from modules.uploads.collection import UPLOADS
from modules.uploads.uploads import Uploads
from tests.fakes import Clock
from tests.sounds import midi, sound

pytestmark = pytest.mark.integration


@pytest.fixture
def uploads(tmp_path, s3_files):
    clock, ids = Clock(), iter("abcdef")
    documents = SQLiteDocuments(tmp_path / "documents.sqlite", clock)
    documents.prepare([UPLOADS])
    yield Uploads(documents, s3_files, clock, lambda: next(ids), scratch=tmp_path / "scratch", storage_limit=10**9)
    documents.close()


def test_an_upload_lives_in_a_bucket_and_leaves_it(uploads, s3_files, tmp_path):
    content = sound("flac", seconds=1)

    upload = uploads.receive("me", "song.flac", [content])

    assert s3_files.info("uploads/a/original").media_type == "audio/flac"
    assert uploads.open_to(upload, tmp_path).read_bytes() == content
    uploads.delete("me", "a")
    assert list(s3_files.list("")) == []
    with pytest.raises(FileMissing):
        uploads.open_to(upload, tmp_path)


def test_what_was_never_finished_is_swept_from_the_bucket(uploads, s3_files):
    uploads.clock.now = s3_files.put("uploads/unfinished/original", [b"x"], "audio/wav").modified
    uploads.receive("me", "a.mid", [midi()])

    uploads.clock.advance(hours=2)

    assert uploads.sweep() == 1
    assert [info.key for info in s3_files.list("")] == ["uploads/a/original"]


def test_a_bucket_that_is_away_is_said_and_nothing_is_listed(uploads, s3_files, monkeypatch):
    def away(*_):
        raise StorageAway("The file storage does not answer.", next_step="Try again.")

    monkeypatch.setattr(s3_files, "put", away)

    with pytest.raises(StorageAway):
        uploads.receive("me", "a.mid", [midi()])

    assert uploads.page("me") == ([], None)
    assert list((uploads.scratch).iterdir()) == []
