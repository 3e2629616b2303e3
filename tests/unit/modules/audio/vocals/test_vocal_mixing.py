import numpy as np
import pytest

from modules.audio.clip import RATE, Clip, never
from modules.audio.crew import Crew
from modules.audio.loudness import integrated_loudness
from modules.audio.peaks import true_peak
from modules.audio.rendering import in_memory
from modules.audio.vocals.chain import cleaned, de_essed, usual
from modules.audio.vocals.ducking import ducked, singing
from modules.audio.vocals.filtering import bandpass, filtered
from modules.audio.vocals.mixing import Desk, mixed
from modules.audio.vocals.placing import echo_time

pytestmark = pytest.mark.slow

SECONDS = 6


def sung(level: float = 0.2) -> np.ndarray:
    """A tone with partials between seconds 2 and 4, over a deep rumble."""
    times = np.arange(SECONDS * RATE) / RATE
    tone = sum(np.sin(2 * np.pi * 220 * part * times) / part for part in range(1, 12))
    return (level * tone * ((times > 2) & (times < 4)) + 0.02 * np.sin(2 * np.pi * 30 * times)).astype(np.float32)


def playing(level: float = 0.1) -> np.ndarray:
    return (np.random.RandomState(1).standard_normal((SECONDS * RATE, 2)) * level).astype(np.float32)


def song(backing, second=None, **desk):
    with Crew(2, never) as crew:
        return mixed(backing, (sung(), second), Desk(**desk), in_memory, crew, lambda _share: None)


@pytest.mark.parametrize("level", [0.0, 0.003, 0.3])
def test_the_mix_is_as_loud_as_asked_and_below_the_ceiling(level):
    backing = playing(level)
    untouched = backing.copy()
    made = song(backing, second=sung(0.5))

    assert integrated_loudness(Clip(made.mix, RATE)) == pytest.approx(-14, abs=0.5)
    assert true_peak(made.mix) <= -1
    assert np.abs(made.vocal).max() < 1
    assert np.array_equal(backing, untouched)
    assert made.mix.tobytes() == song(backing, second=sung(0.5)).mix.tobytes()


def test_the_backing_gives_way_only_while_somebody_sings():
    share = singing(cleaned(sung()))
    assert share[:140].max() == 0
    assert share[220:380].min() > 0.999
    made = np.empty_like(playing())
    ducked(playing(), share, 4.0, made)
    left = filtered(made[:, 0], bandpass(500, 3000))
    before, during = (np.std(left[start * RATE : (start + 1) * RATE]) for start in (0, 2))
    assert during < 0.8 * before


def test_the_chain_takes_rumble_and_hisses_and_brings_loud_and_soft_nearer():
    dry = sung()
    rumble = cleaned(dry)[:RATE]
    assert np.std(rumble) < 0.2 * np.std(dry[:RATE])
    hiss = np.random.RandomState(2).standard_normal(SECONDS * RATE).astype(np.float32) * (
        np.arange(len(dry)) > 5 * RATE
    )
    loud = dry + 0.5 * hiss
    assert np.std(de_essed(loud)[5 * RATE :]) < 0.8 * np.std(loud[5 * RATE :])
    steps = dry * np.where(np.arange(len(dry)) > 3 * RATE, 1.0, 0.25).astype(np.float32)
    quiet, strong = (usual(cleaned(steps)[second * RATE : (second + 1) * RATE]) for second in (2, 3))
    assert strong - quiet < 9


def test_echoes_keep_to_the_beat():
    assert echo_time(0.5) == 0.5
    assert echo_time(1.0) == 0.5
    assert echo_time(0.2) == pytest.approx(0.4)
