import base64
import hashlib
from datetime import timedelta

import pytest

from models.errors import Invalid, StorageFull, TooLarge
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.files.store import FileMissing
from modules.uploads.collection import UPLOADS
from modules.uploads.uploads import UploadNotFound, Uploads
from tests.fakes import Clock

MINE = "me"


class Desk:
    """Uploads with a real store, real files, and a clock and ids the test knows."""

    def __init__(self, folder):
        self.clock, self.folder, self.ids, self.away = Clock(), folder, 0, []
        self.documents = SQLiteDocuments(folder / "documents.sqlite", self.clock)
        self.documents.prepare([UPLOADS])
        self.files = LocalFiles(folder / "files")

    def uploads(self, **settings):
        known = {"scratch": self.folder / "scratch", "offload": self.offload, **settings}
        return Uploads(self.documents, self.files, self.clock, self.new_id, **known)

    def new_id(self):
        self.ids += 1
        return f"id{self.ids}"

    def offload(self, function, *arguments):
        self.away.append(function.__name__)
        return function(*arguments)

    def left(self):
        """Everything that lies around on disk."""
        kept = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        return [*kept, *(self.folder / "scratch").iterdir()]


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.documents.close()


@pytest.fixture
def uploads(desk):
    return desk.uploads(keep=timedelta(hours=2))


@pytest.mark.parametrize("kind", ["mp3", "m4a", "wav", "flac", "ogg", "midi"])
def test_a_file_is_taken_in_and_described_by_its_content(desk, uploads, sounds, kind):
    content = sounds[kind]

    upload = uploads.receive(MINE, "../My Song.exe", [content[:100], content[100:]])

    assert (upload.id, upload.owner, upload.name) == ("id1", MINE, "My Song.exe")
    assert (upload.format, upload.kind) == (kind, "midi" if kind == "midi" else "audio")
    assert (upload.size, upload.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert upload.seconds == pytest.approx(2.0, abs=0.05)
    assert upload.expires_at == desk.clock.now + timedelta(hours=2)
    stored = desk.files.info("uploads/id1/original")
    assert (stored.size, stored.media_type) == (len(content), upload.media_type)
    assert uploads.get(MINE, "id1") == upload
    assert list((desk.folder / "scratch").iterdir()) == []


def test_the_same_comes_as_base64(uploads, sounds):
    text = base64.b64encode(sounds["ogg"]).decode()

    upload = uploads.receive_base64(MINE, "", f"data:audio/ogg;base64,{text}")

    assert (upload.name, upload.size) == ("upload.ogg", len(sounds["ogg"]))


def test_refusals_about_base64_name_its_field(uploads):
    for text in ("!", "", base64.b64encode(b"noise").decode(), "A" * 70_000_000):
        with pytest.raises(Invalid) as caught:
            uploads.receive_base64(MINE, "x", text)
        assert (caught.value.field, bool(caught.value.next_step)) == ("content_base64", True)


@pytest.mark.parametrize(
    ("chunks", "code"),
    [([], "upload.empty"), ([b"noise"], "upload.unsupported"), ([bytes(1_000_000)] * 51, "upload.too_large")],
)
def test_a_refused_file_leaves_nothing(desk, uploads, chunks, code):
    with pytest.raises(Invalid) as caught:
        uploads.receive(MINE, "a.wav", iter(chunks))

    assert (caught.value.code, caught.value.field) == (code, "file")
    assert caught.value.next_step
    assert desk.left() == []
    assert uploads.page(MINE) == ([], None)


def test_fifty_one_megabytes_are_not_read_to_the_end(uploads):
    megabyte, read = bytes(1_000_000), []

    with pytest.raises(TooLarge):
        uploads.receive(MINE, "a.wav", (read.append(1) or megabyte for _ in range(1000)))

    assert len(read) == 51


def test_a_full_storage_takes_nothing_and_reads_nothing(desk, sounds):
    uploads = desk.uploads(storage_limit=10 * len(sounds["mp3"]))
    for _ in range(9):
        uploads.receive(MINE, "a.mp3", [sounds["mp3"]])

    with pytest.raises(StorageFull) as caught:
        uploads.receive(MINE, "a.mp3", (pytest.fail("was read") for _ in range(1)))

    assert caught.value.next_step


def test_heavy_work_is_offloaded_and_the_chunks_stay_with_their_thread(desk, uploads, sounds):
    uploads.receive(MINE, "a.mp3", (desk.away.append("chunk") or chunk for chunk in [sounds["mp3"]]))
    uploads.delete(MINE, "id1")

    assert desk.away == ["_check_room", "chunk", "_accepted", "delete"]


def test_a_stranger_finds_nothing(desk, uploads, sounds):
    uploads.receive(MINE, "a.mid", [sounds["midi"]])

    for use in (uploads.get, uploads.delete):
        for owner, upload_id in (("stranger", "id1"), (MINE, "id2"), (MINE, "../id1")):
            with pytest.raises(UploadNotFound) as caught:
                use(owner, upload_id)
            assert caught.value.code == "upload.not_found"
    assert uploads.page("stranger") == ([], None)
    assert desk.files.info("uploads/id1/original")


def test_pages_come_newest_first(desk, uploads, sounds):
    for _ in range(5):
        uploads.receive(MINE, "a.mid", [sounds["midi"]])
        desk.clock.advance(seconds=1)

    first, cursor = uploads.page(MINE, limit=3)
    rest, end = uploads.page(MINE, limit=3, cursor=cursor)

    assert [upload.id for upload in [*first, *rest]] == ["id5", "id4", "id3", "id2", "id1"]
    assert end is None


def test_a_deleted_upload_is_gone_with_its_file(desk, uploads, sounds):
    upload = uploads.receive(MINE, "a.mid", [sounds["midi"]])

    uploads.delete(MINE, upload.id)

    assert desk.left() == []
    with pytest.raises(UploadNotFound):
        uploads.get(MINE, upload.id)
    with pytest.raises(FileMissing):
        uploads.open_to(upload, desk.folder)


def test_an_engine_gets_a_copy_named_by_id_and_format(desk, uploads, sounds):
    upload = uploads.receive(MINE, "../../evil.exe", [sounds["midi"]])

    path = uploads.open_to(upload, desk.folder)

    assert path == desk.folder / "id1.midi"
    assert path.read_bytes() == sounds["midi"]


def test_the_files_of_expired_and_unfinished_uploads_are_swept(desk, uploads, sounds):
    desk.clock.now = desk.files.put("uploads/unfinished/original", [b"x"], "audio/wav").modified
    uploads.receive(MINE, "short.mid", [sounds["midi"]])
    desk.uploads(keep=timedelta(days=2)).receive(MINE, "long.mid", [sounds["midi"]])
    assert uploads.sweep() == 0

    desk.clock.advance(hours=3)

    assert uploads.sweep() == 2
    assert {info.key for info in desk.files.list("uploads/")} == {"uploads/id2/original"}
    assert uploads.sweep() == 0
