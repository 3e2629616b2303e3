import numpy as np
import pytest

from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import RATE, never
from modules.audio.crew import Crew
from modules.audio.memory import MOST_IN_MEMORY, room_for
from modules.audio.rendering import TAIL, Studio, in_memory, render_stems
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS


@pytest.fixture(scope="module")
def studio() -> Studio:
    return Studio.with_soundfont(bundled_soundfont())


def piece(tracks: int) -> Score:
    notes = tuple(Note(k * TICKS, (k + 1) * TICKS, 60 + k, 90) for k in range(4))
    return Score(tuple(Track(f"T{k}", k, notes=notes) for k in range(tracks)))


def rendered(score: Score, studio: Studio, threads: int = 2) -> list[np.ndarray]:
    with Crew(threads, never) as crew:
        return render_stems(score, studio, 0.3, crew, lambda _share: None)


def test_every_track_becomes_a_stem_as_long_as_the_piece_and_its_tail(studio):
    stems = rendered(piece(3), studio)

    assert [stem.shape for stem in stems] == [(round((2.0 + TAIL) * RATE), 2)] * 3
    assert all(np.abs(stem).max() > 0.01 for stem in stems)


def test_more_tracks_than_midi_has_channels_are_all_heard(studio):
    assert all(np.abs(stem).max() > 0.001 for stem in rendered(piece(20), studio))


def test_threads_change_nothing_and_neither_does_where_the_sound_is_kept(studio, tmp_path):
    one, two = rendered(piece(2), studio, 1), rendered(piece(2), studio, 2)
    allocate = room_for(10, MOST_IN_MEMORY, tmp_path)
    on_disk = rendered(piece(2), Studio(studio.soundfont, studio.balance, studio.room, allocate), 2)

    for first, second, third in zip(one, two, on_disk, strict=True):
        assert np.array_equal(first, second)
        assert np.array_equal(first, third)
    assert list(tmp_path.iterdir()) == []


def test_little_sound_stays_in_memory(tmp_path):
    assert room_for(7, 60 * RATE, tmp_path) is in_memory
