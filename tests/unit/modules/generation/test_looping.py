import numpy as np
import pytest

from modules.generation.looping import looped
from modules.generation.progress import Progress


def test_what_rings_after_the_end_is_heard_at_the_beginning():
    sound = np.zeros((100, 2), dtype=np.float32)
    sound[10], sound[85] = 1.0, 0.5
    loop = looped(sound, 80, 0)

    assert loop.shape == (80, 2)
    assert loop[10, 0] == 1.0
    assert loop[5, 0] == 0.5


def test_the_end_of_what_rings_goes_to_silence():
    loop = looped(np.ones((100, 2), dtype=np.float32), 80, 10)

    assert loop[9, 0] == 2.0
    assert loop[19, 0] == 1.0
    assert np.all(np.diff(loop[9:20, 0]) <= 0)


def test_a_tail_longer_than_the_loop_goes_round_again():
    assert looped(np.ones((100, 2), dtype=np.float32), 30, 0)[:, 0].tolist() == [4.0] * 10 + [3.0] * 20


@pytest.mark.parametrize("frames", [100, 130])
def test_sound_without_a_tail_stays_as_it_is(frames):
    sound = np.ones((100, 2), dtype=np.float32)

    assert looped(sound, frames, 10).sum() == sound.sum()


def test_a_named_progress_says_whose_it_is():
    told = []
    progress = Progress(lambda share, note: told.append((share, note)), lambda: False).part(0.5, 1.0)
    progress.named("song 2 of 3: ").at(0.5, "mixing")

    assert told == [(0.75, "song 2 of 3: mixing")]
