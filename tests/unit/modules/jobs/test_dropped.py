import pytest

from models.generation import Brief
from modules.generation.engine import Part, Work
from modules.jobs.dropped import DropFolder
from tests.sounds import midi


class Singer:
    """An engine that writes what a song has."""

    def generate(self, commission, progress):
        progress.at(0.5, "singing")
        parts = []
        for name, kind in (("melody.mid", "midi"), ("mix.wav", "mix"), ("stems/vocal.flac", "stem")):
            path = commission.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"made")
            parts.append(Part(name, kind, "application/octet-stream", path))
        return Work(parts, 1.0)


@pytest.fixture
def drop(house, tmp_path):
    house.card.engine = Singer()
    briefs: list[tuple[str, str]] = []

    def order(upload_id: str, words: str) -> Brief:
        briefs.append((upload_id, words))
        return house.brief(midi=upload_id)

    def opened() -> DropFolder:
        return DropFolder(tmp_path / "shared" / "input", house.desk.uploads, house.jobs, house.files, order)

    return opened, briefs


def made(house):
    for job_id, _ in house.enqueued:
        run = house.workshop.claim(job_id, "worker")
        if run:
            run.finish(house.workshop.make(run))


def test_a_file_becomes_an_order_once_and_its_results_appear_beside_the_folder(house, drop, tmp_path):
    opened, briefs = drop
    folder = opened()
    folder.look()
    place = tmp_path / "shared" / "input"
    (place / "tune.mid").write_bytes(midi())
    (place / "tune.txt").write_text("La la land")
    folder.look()
    assert not house.enqueued, "it may still be written"
    folder.look()
    folder.look()
    other = opened()
    other.look()
    other.look()
    assert len(house.enqueued) == 1
    assert {words for _, words in briefs} == {"La la land"}

    made(house)
    other.look()
    results = tmp_path / "shared"
    assert (results / "melody_results" / "tune" / "melody.mid").read_bytes()
    assert (results / "vocal_results" / "tune" / "mix.wav").read_bytes()
    assert (results / "vocal_results" / "tune" / "stems" / "vocal.flac").read_bytes()
    assert sorted(path.name for path in (place / "done").iterdir()) == ["tune.mid", "tune.txt"]


def test_what_is_no_music_is_put_aside_with_the_reason(house, drop, tmp_path):
    folder = drop[0]()
    folder.look()
    (tmp_path / "shared" / "input" / "letter.pdf").write_bytes(b"%PDF-1.4 no music at all")
    folder.look()
    folder.look()
    told = (tmp_path / "shared" / "input" / "refused" / "letter.pdf.why.txt").read_text()
    assert "mp3" in told
    assert not house.enqueued
