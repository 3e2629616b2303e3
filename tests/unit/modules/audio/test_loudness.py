import math

import numpy as np
import pyloudnorm
import pytest

from modules.audio.clip import Clip, silence
from modules.audio.loudness import integrated_loudness


def speech_like(seconds: float, rate: int) -> np.ndarray:
    dice = np.random.RandomState(3)
    samples = dice.standard_normal((round(seconds * rate), 2)) * 0.2
    samples *= np.repeat(dice.rand(round(seconds * 2) + 1) ** 3, rate // 2)[: len(samples), None]
    return samples.astype(np.float32)


@pytest.mark.parametrize("rate", [44_100, 48_000, 24_000])
@pytest.mark.parametrize("seconds", [1.0, 13.3, 31.0])
def test_it_measures_what_the_library_measures(rate: int, seconds: float):
    samples = speech_like(seconds, rate)

    assert integrated_loudness(Clip(samples, rate)) == pytest.approx(
        pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64)), abs=0.02
    )


def test_a_full_sine_of_1000_hz_on_both_sides_has_about_zero_lufs():
    tone = np.sin(2 * np.pi * 997 * np.arange(5 * 48_000) / 48_000).astype(np.float32)
    assert integrated_loudness(Clip(np.stack([tone, tone], axis=1), 48_000)) == pytest.approx(0.0, abs=0.1)


def test_silence_and_snippets_do_not_explode():
    assert integrated_loudness(silence(3)) == -math.inf
    assert integrated_loudness(silence(0)) == -math.inf
    assert integrated_loudness(Clip(np.full((1, 2), 0.5, dtype=np.float32), 44_100)) < 0
    assert math.isfinite(integrated_loudness(Clip(speech_like(0.5, 44_100)[:9000], 44_100)))
