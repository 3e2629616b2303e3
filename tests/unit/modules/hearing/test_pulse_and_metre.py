import numpy as np
import pytest

from modules.hearing import metre
from modules.hearing.beating import timed
from modules.hearing.pulse import pulse_of
from modules.hearing.sound import FRAMES_A_SECOND


def bumps(times: np.ndarray, seconds: float) -> np.ndarray:
    curve = np.zeros(round(seconds * FRAMES_A_SECOND))
    curve[np.rint(times * FRAMES_A_SECOND).astype(int)] = 1
    return np.convolve(curve, [0.3, 0.8, 1, 0.8, 0.3], "same").astype(np.float32)


@pytest.mark.parametrize("gap", [0.18, 0.21, 0.25, 0.3])
def test_ticks_follow_onsets(gap: float) -> None:
    times = np.arange(0.4, 29, gap)
    ticks, _, clear = pulse_of(bumps(times, 30))
    off = np.abs(ticks / FRAMES_A_SECOND - times[:, None]).min(axis=1)
    assert np.quantile(off, 0.95) < 0.02
    assert clear > 0.5


def test_no_onsets_no_pulse() -> None:
    ticks, _, clear = pulse_of(np.zeros(500, dtype=np.float32))
    assert len(ticks) == 0
    assert clear == 0


def test_bars_follow_each_other_and_a_slip_is_mended() -> None:
    places = np.concatenate([np.arange(160) % 16, np.arange(5, 165) % 16])
    kinds = np.where(places == 0, metre.DOWNBEAT, np.where(places % 4 == 0, metre.BEAT, metre.NEITHER))
    likely = np.log(np.where(np.eye(3)[kinds] > 0, 0.9, 0.05)).astype(np.float32)
    history = metre._followed(likely)
    way = metre._WAYS.index((4, 4))
    found = metre._traced(history, way)
    assert (found == places).mean() > 0.95
    assert np.maximum.reduceat(history[-1], metre._STARTS).argmax() == way


def test_beats_that_hardly_stray_are_put_on_a_grid() -> None:
    chance = np.random.default_rng(1)
    time = timed(0.5 + 0.6 * np.arange(64) + chance.normal(0, 0.006, 64), np.arange(0, 64, 4), 4, 4)
    assert time.steady
    assert time.tempo == pytest.approx(100, abs=0.1)
    assert np.abs(time.beats - (0.5 + 0.6 * np.arange(64))).max() < 0.01


def test_beats_that_slow_down_are_followed() -> None:
    time = timed(np.cumsum(np.linspace(0.5, 0.7, 64)), np.arange(0, 64, 4), 4, 4)
    assert not time.steady
    assert time.tempo_map[0][1] > 1.2 * time.tempo_map[-1][1]


def test_a_third_of_a_beat_makes_six_eight() -> None:
    time = timed(np.arange(32) * 0.75, np.arange(0, 32, 2), 3, 2)
    assert time.metre == (6, 8)
    assert time.quarters == 1.5
    assert time.count == 2
