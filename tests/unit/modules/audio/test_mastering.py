import math

import numpy as np
import pytest

from modules.audio.clip import RATE, Clip, never
from modules.audio.crew import Crew
from modules.audio.limiter import BLOCK, BlockPeaks, limiting_curve, per_frame
from modules.audio.loudness import integrated_loudness
from modules.audio.mastering import Mastered, Target, master, summed
from modules.audio.peaks import stretches, true_peak


def mastered(stems: list[np.ndarray], target: Target | None = None, threads: int = 2) -> tuple[np.ndarray, Mastered]:
    mix = np.zeros_like(stems[0])
    summed(stems, mix)
    with Crew(threads, never) as crew:
        return mix, master(mix, stems, target or Target(), crew)


def stem(seed: int, seconds: float = 8.0, level: float = 0.1) -> np.ndarray:
    """Noise in bursts, with sharp peaks."""
    dice = np.random.RandomState(seed)
    frames = round(seconds * RATE)
    samples = dice.standard_normal((frames, 2)) * level
    samples *= (0.3 + np.repeat(dice.rand(frames // 5000 + 1), 5000)[:frames, None]) ** 2
    samples[dice.randint(0, frames, 40)] *= 3
    return samples.astype(np.float32)


@pytest.mark.parametrize("level", [0.001, 0.05, 0.4, 3.0])
@pytest.mark.parametrize("wanted", [-14.0, -20.0])
def test_the_mix_gets_the_loudness_asked_for_below_the_ceiling(level: float, wanted: float):
    mix, told = mastered([stem(1, level=level), stem(2, level=level)], Target(loudness=wanted))

    assert told.true_peak <= -1.0
    assert true_peak(mix) == pytest.approx(told.true_peak, abs=1e-6)
    assert integrated_loudness(Clip(mix, RATE)) == pytest.approx(told.loudness, abs=1e-6)
    assert told.loudness == pytest.approx(wanted, abs=0.3)


def test_stems_add_up_to_the_mix_and_none_is_cut_off_even_where_they_cancel():
    loud = stem(1, level=1.0)
    stems = [loud, -loud, stem(2), np.zeros_like(loud)]
    mix, _ = mastered(stems)

    assert np.abs(np.sum(stems, axis=0) - mix).max() < 10 ** (-110 / 20)
    assert max(np.abs(one).max() for one in stems) <= 10 ** (-1 / 20)


def test_a_mix_of_nothing_but_peaks_stays_quieter_rather_than_being_pressed_flat():
    clicks = np.zeros((5 * RATE, 2), dtype=np.float32)
    clicks[::9000] = 0.9
    mix, told = mastered([clicks])

    assert told.loudness < -20
    assert told.limiting <= 5.3
    assert np.abs(mix).max() < 0.9


def test_without_limiting_every_frame_gets_the_same_gain():
    dry = stem(4)
    mix, told = mastered([dry.copy()], Target(loudness=-10, limit=False))

    assert told.limiting == 0
    assert np.allclose(mix, dry * 10 ** (told.gain / 20), rtol=1e-4)
    assert told.true_peak <= -1.0


@pytest.mark.parametrize("frames", [1, 2, 31, 32, 33, 500, 4410, 20_000])
def test_very_short_sounds_do_not_explode(frames: int):
    mix, told = mastered([stem(5)[:frames].copy()], Target(fade_out=1.0))

    assert np.isfinite(mix).all()
    assert np.abs(mix).max() <= 1
    assert told.true_peak <= -1.0


@pytest.mark.parametrize("frames", [0, 1, 100_000])
def test_silence_stays_silent(frames: int):
    mix, told = mastered([np.zeros((frames, 2), dtype=np.float32)])

    assert not mix.any()
    assert told.loudness == told.true_peak == -math.inf


def test_the_end_fades_to_nothing():
    mix, _ = mastered([stem(6)], Target(fade_out=1.0))

    assert np.abs(mix[-30:]).max() < 1e-4
    assert np.abs(mix[-2 * RATE : -RATE]).max() > 0.1


def test_threads_change_nothing():
    one, other = (mastered([stem(7), stem(8)], threads=threads)[0] for threads in (1, 3))
    assert np.array_equal(one, other)


def test_the_limiter_never_lets_a_block_through_and_moves_gently():
    dice = np.random.RandomState(9)
    peaks = np.abs(dice.standard_normal(40_000)).astype(np.float32) * (dice.rand(40_000) > 0.999) + 0.2
    blocks = BlockPeaks.of([peaks.astype(np.float32)])
    curve = limiting_curve(blocks, 2.0, 0.9)
    gains = per_frame(curve, 0, len(peaks))

    assert (peaks * 2.0 * gains <= 0.9 + 1e-6).all()
    assert np.abs(np.diff(curve)).max() < 0.2
    assert curve.max() <= 1.0
    assert np.array_equal(per_frame(curve, BLOCK * 10, len(peaks)), gains[BLOCK * 10 :])


def test_blocks_are_found_across_stretches():
    samples = stem(3, 15.0)
    whole = np.abs(samples).max(axis=1)
    blocks = BlockPeaks.of(stretches(samples, None))

    assert blocks.highest == whole.max()
    assert len(blocks.values) == -(-len(whole) // BLOCK)
