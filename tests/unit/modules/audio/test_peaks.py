import numpy as np
import pytest
from scipy.signal import resample_poly

from modules.audio.peaks import STRETCH, sample_peaks, stretches, true_peak


def tone(frequency: float, phase: float, frames: int = 48_000) -> np.ndarray:
    wave = 0.9 * np.sin(2 * np.pi * frequency * np.arange(frames) / 48_000 + phase)
    wave *= np.clip(np.minimum(np.arange(frames), np.arange(frames)[::-1]) / 500, 0, 1)
    return np.stack([wave, 0.1 * wave], axis=1).astype(np.float32)


@pytest.mark.parametrize("frequency", [440, 6_000, 12_000, 15_000])
def test_it_finds_what_lies_between_the_samples(frequency: float):
    sound = tone(frequency, np.pi / 4)
    expected = 20 * np.log10(np.abs(resample_poly(sound.astype(np.float64), 16, 1)).max())

    assert true_peak(sound) == pytest.approx(expected, abs=0.35)
    assert true_peak(sound) >= 20 * np.log10(np.abs(sound).max()) - 1e-6


def test_looking_only_where_it_may_matter_finds_the_same():
    sound = tone(12_000, np.pi / 4, STRETCH + 5000)
    sound[:-3000] *= 0.1
    everywhere = np.concatenate(list(stretches(sound, 0.0)))
    where_it_matters = np.concatenate(list(stretches(sound, 0.5)))

    assert everywhere.max() == where_it_matters.max() > np.abs(sound).max() * 1.2
    high = everywhere > 0.5
    assert np.array_equal(everywhere[high], where_it_matters[high])


def test_a_gap_between_two_lonely_samples_is_found_too():
    sound = np.zeros((20_000, 2), dtype=np.float32)
    sound[500::700] = sound[501::700][: len(sound[500::700])] = 0.8
    everywhere = next(stretches(sound, 0.0))
    where_it_matters = next(stretches(sound, 0.9))

    assert everywhere.max() > 0.9
    assert np.array_equal(everywhere[everywhere > 0.9], where_it_matters[everywhere > 0.9])


def test_stretches_join_without_a_seam():
    sound = tone(9_000, 1.0, STRETCH * 2 + 100)
    shifted = np.concatenate([np.zeros((777, 2), np.float32), sound])

    one = np.concatenate(list(stretches(sound, 0.0)))
    other = np.concatenate(list(stretches(shifted, 0.0)))[777:]
    assert np.allclose(one[10:-10], other[10:-10], atol=1e-6)


def test_silence_has_no_peak():
    assert true_peak(np.zeros((100, 2), dtype=np.float32)) == -np.inf
    assert true_peak(np.zeros((0, 2), dtype=np.float32)) == -np.inf
    assert len(sample_peaks(np.zeros((0, 1), dtype=np.float32))) == 0
