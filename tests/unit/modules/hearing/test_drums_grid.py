import numpy as np

from modules.hearing.drums import grid_of_rises, percussive
from modules.hearing.sound import FRAMES_A_SECOND
from modules.hearing.spectra import spectra_of
from tests.tunes import RATE, tune


def beaten(seconds: float = 12.0) -> np.ndarray:
    """A kick on every second beat and a hat on every half, at 120 beats a minute."""
    chance = np.random.default_rng(2)
    sound = np.zeros(round(seconds * RATE))
    times = np.arange(RATE // 10) / RATE
    kick, hat = (
        np.sin(2 * np.pi * 60 * times) * np.exp(-times * 30),
        chance.normal(0, 0.3, len(times)) * np.exp(-times * 80),
    )
    for step in range(round(seconds / 0.25) - 1):
        at = round(step * 0.25 * RATE)
        sound[at : at + len(times)] += hat + (kick if step % 4 == 0 else 0)
    return (0.5 * sound).astype(np.float32)


def test_kicks_and_hats_lie_where_they_are_struck() -> None:
    rise = spectra_of(beaten()).rise
    grid = grid_of_rises(rise, np.arange(0, 11.5, 0.5))
    assert (grid[2::2, 0, 0] > 0.3).mean() > 0.9
    assert (grid[3::2, 0, 0] > 0.3).mean() < 0.1
    assert (grid[2:, 2, (0, 2)] > 0).mean() > 0.9
    assert (grid[2:, 2, (1, 3)] > 0).mean() < 0.1


def test_a_piece_without_drums_has_an_empty_grid() -> None:
    rise = spectra_of(tune(bars=4)).rise
    assert percussive(rise) < percussive(spectra_of(beaten()).rise)
    soft = np.full((round(4 * FRAMES_A_SECOND), 3), 0.1, dtype=np.float32)
    assert not grid_of_rises(soft, np.arange(0, 4, 0.5)).any()


def test_no_beats_no_grid() -> None:
    assert grid_of_rises(np.zeros((0, 3)), np.zeros(0)).shape == (0, 3, 4)
