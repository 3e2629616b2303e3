import pytest

from models.provenance import Origin, SourceType
from modules.generation.engine import Part
from modules.generation.progress import Cancelled, Progress, silent_progress

ORIGIN = Origin(source=SourceType.TRAINED)


def test_a_share_of_the_progress_counts_from_its_beginning():
    told = []
    progress = Progress(lambda share, note: told.append((share, note)), lambda: False)
    progress.part(0.5, 1.0).named("song 2: ").part(0.0, 0.5).at(0.5, "playing")
    assert told == [(0.625, "song 2: playing")]


def test_whoever_listens_is_offered_a_first_part_from_any_share_of_the_progress(tmp_path):
    heard = []
    part = Part("preview.flac", "mix", "audio/flac", tmp_path / "preview.flac")
    progress = silent_progress().offering(lambda make, origin: heard.append((make(), origin)))
    for inner in (progress, progress.part(0.1, 0.2), progress.named("song 1: ")):
        inner.offer(lambda: part, ORIGIN)
    assert heard == [(part, ORIGIN)] * 3


def test_nothing_is_made_where_nobody_listens():
    def make():
        pytest.fail("it was made")

    silent_progress().part(0, 0.5).offer(make, ORIGIN)


def test_nothing_is_offered_to_somebody_who_gave_up():
    progress = Progress(lambda _share, _note: None, lambda: True).offering(lambda *_: pytest.fail("it was offered"))
    with pytest.raises(Cancelled):
        progress.offer(lambda: pytest.fail("it was made"), ORIGIN)
