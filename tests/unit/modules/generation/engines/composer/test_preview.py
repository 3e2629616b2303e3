import hashlib

import numpy as np
import pytest
import soundfile

from modules.audio.clip import RATE, Clip
from modules.audio.loudness import integrated_loudness
from modules.generation.preview import FADE, NAME
from modules.generation.progress import Cancelled, Progress, silent_progress

pytestmark = pytest.mark.slow


@pytest.fixture
def heard(order):
    """The order's work, and its first bars with how far the order was when they came."""

    def make(engine, **wishes):
        came, told = [], []
        progress = Progress(lambda share, note: told.append((share, note)), lambda: False)
        progress = progress.offering(lambda made, origin: came.append((made(), origin, list(told))))
        folder, work = order(engine, progress, **wishes)
        return folder, work, came

    return make


def sound(path):
    return soundfile.read(path, dtype="float32", always_2d=True)[0]


def hashes(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*.*") if p.name != NAME}


def test_they_are_the_first_whole_bars_of_the_mix_as_loud_as_there(heard, networked):
    folder, _, [(part, origin, told)] = heard(networked, mood="happy", style="pop", seconds=56, bpm=120, sounds="mix")
    first, mix = sound(part.path), sound(folder / "mix.flac")
    bars = round(8 * RATE)

    assert (part.name, part.kind, part.media_type) == ("preview.flac", "mix", "audio/flac")
    assert len(first) == bars + round(FADE * RATE)
    assert np.corrcoef(first[: bars - RATE // 10].ravel(), mix[: bars - RATE // 10].ravel())[0, 1] > 0.99
    louder = integrated_loudness(Clip(first[:bars], RATE)) - integrated_loudness(Clip(mix[:bars], RATE))
    assert abs(louder) < 1.5
    assert np.abs(first[-100:]).max() < 1e-3
    assert "playing" not in [note for _, note in told]
    assert origin.parameters["mood"]["label"] == "happy"


def test_they_are_the_same_for_the_same_order_and_change_nothing_of_the_work(heard, order, networked):
    wishes = {"mood": "calm", "style": "piano", "seconds": 12, "sounds": "all"}
    folder, work, [(one, *_)] = heard(networked, **wishes)
    _, _, [(other, *_)] = heard(networked, **wishes)
    without, _ = order(networked, **wishes)

    assert one.path.read_bytes() == other.path.read_bytes()
    assert hashes(folder) == hashes(without)
    assert NAME not in {part.name for part in work.parts}
    assert not (without / NAME).exists()


@pytest.mark.parametrize("wishes", [{"seconds": 3}, {"seconds": 30, "bpm": 40}, {"bars": 4, "loop": True}])
def test_very_short_and_very_slow_pieces_and_loops_have_first_bars_too(heard, ruled, wishes):
    _, _, [(part, *_)] = heard(ruled, mood="calm", sounds="mix", **wishes)
    assert 2.5 < len(sound(part.path)) / RATE < 13


def test_notes_alone_have_nothing_to_be_heard(heard, ruled):
    assert heard(ruled, mood="calm", seconds=4)[2] == []


def test_of_many_songs_the_first_is_heard_before_the_last_is_written(heard, networked):
    _, _, [(_, _, told)] = heard(networked, mood="calm", bars=1, count=20, sounds="mix")
    share, note = told[-1]
    assert share == pytest.approx(0.02 + 0.23 / 2)
    assert note.startswith("composing")


def test_giving_up_is_heard_while_they_are_made(order, networked):
    unwanted = []

    def offered(make, _origin):
        unwanted.append(True)
        make()

    progress = Progress(lambda _share, _note: None, lambda: bool(unwanted)).offering(offered)
    with pytest.raises(Cancelled):
        order(networked, progress, mood="calm", seconds=8, sounds="mix")


def test_who_does_not_listen_pays_nothing(order, ruled):
    folder, _ = order(ruled, silent_progress(), mood="calm", seconds=4, sounds="mix")
    assert not (folder / NAME).exists()
