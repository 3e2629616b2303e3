import numpy as np
import pytest
from scipy.signal import fftconvolve

from modules.audio.clip import RATE, never
from modules.audio.reverb import Room, impulse_response


@pytest.fixture(scope="module")
def room() -> Room:
    return Room()


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return (np.random.RandomState(seed).standard_normal((round(seconds * RATE), 2)) * 0.1).astype(np.float32)


def test_the_room_answers_by_convolution_over_every_block(room):
    dry = noise(40)
    wet = dry.copy()
    room.add(wet, 0.3, never)
    expected = np.stack(
        [fftconvolve(dry.mean(axis=1, dtype=np.float64) * 0.3, side)[: len(dry)] for side in impulse_response()], axis=1
    )

    assert np.abs(wet - dry - expected).max() < 1e-5


def test_what_it_answers_to_stems_adds_up_to_what_it_answers_to_their_sum(room):
    stems = [noise(5, seed) for seed in range(3)]
    mix = np.sum(stems, axis=0)
    for sound in (*stems, mix):
        room.add(sound, 0.5, never)

    assert np.abs(np.sum(stems, axis=0) - mix).max() < 1e-5


def test_nothing_in_nothing_out_and_no_room_no_change(room):
    silence, dry = np.zeros((RATE, 2), dtype=np.float32), noise(1)
    room.add(silence, 1.0, never)
    wet = dry.copy()
    room.add(wet, 0.0, never)

    assert not silence.any()
    assert np.array_equal(wet, dry)


def test_a_clap_becomes_wide_and_dies_within_two_seconds(room):
    clap = np.zeros((3 * RATE, 2), dtype=np.float32)
    clap[0] = 1.0
    room.add(clap, 1.0, never)
    tail = clap[round(0.05 * RATE) :]

    assert abs(np.corrcoef(tail[:RATE, 0], tail[:RATE, 1])[0, 1]) < 0.2
    assert np.abs(tail[2 * RATE :]).max() < 1e-6
    early, late = (float((part**2).sum()) for part in (tail[: RATE // 4], tail[RATE // 2 : 3 * RATE // 4]))
    assert early > 10 * late > 0


def test_a_bit_of_sound_shorter_than_anything_is_no_trouble(room):
    for frames in (0, 1, 7):
        room.add(np.ones((frames, 2), dtype=np.float32), 0.5, never)
