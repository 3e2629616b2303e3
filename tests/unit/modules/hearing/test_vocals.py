"""Somebody who sings in what was sent is noticed and said, and instruments are not taken for one."""

import numpy as np
import pytest
from scipy.signal import resample_poly

from modules.audio.clip import never
from modules.hearing.ears import Ears
from modules.hearing.gliding import glides_of
from modules.hearing.vocals import likelihood, voice_in
from modules.voice.voices import VOICES
from modules.voice.words.melody import MelodyNote
from modules.voice.words.setting import set_words
from modules.voice.world.singer import WorldSinger
from tests.tunes import RATE, struck, tune, wav_of

pytestmark = pytest.mark.slow
WORDS = "Over the hill there is a road that nobody knows\nand every evening somebody sings as she goes"
LINE = (67, 69, 71, 72, 71, 67, 69, 64, 65, 67, 69, 71, 72, 74, 72, 71)


@pytest.fixture(scope="module")
def band():
    return tune(bars=8)


@pytest.fixture(scope="module")
def voice(band):
    """A line of the song in every second bar, at the rate of hearing."""
    notes = [MelodyNote(1.0 + 0.6 * at, 0.55, pitch, 0.5, at // 8) for at, pitch in enumerate(LINE * 2)]
    setting = set_words(WORDS, notes, "en-us")
    clip = WorldSinger(VOICES["alto"]).sing(setting.notes, seed=1, report=lambda _done, _note: None, check=never)
    sound = resample_poly(clip.samples[:, 0], 1, 2)[: len(band)]
    return np.pad(sound, (0, len(band) - len(sound)))


@pytest.fixture(scope="module")
def ears():
    return Ears()


def whistled() -> np.ndarray:
    """The same line by an instrument that slides from note to note and never stops its vibrato."""
    times = np.arange(18 * RATE) / RATE
    pitch = np.convolve(np.repeat((LINE * 2)[:30], round(0.6 * RATE)), np.hanning(2000) / 1000, "same")
    pitch = np.pad(pitch, (0, len(times) - len(pitch)), mode="edge") + 0.3 * np.sin(2 * np.pi * 5.5 * times)
    phase = 2 * np.pi * np.cumsum(440 * 2 ** ((pitch - 69) / 12)) / RATE
    return 0.1 * sum(np.sin(k * phase) / k**1.5 for k in range(1, 12))


def test_a_voice_in_a_backing_is_said_and_makes_everything_else_less_sure(ears, band, voice) -> None:
    alone, together = ears.hear(wav_of(0.6 * band)), ears.hear(wav_of(0.6 * band + voice))
    assert alone.character.voice < 0.5 < together.character.voice
    assert not any("sing" in remark for remark in alone.remarks)
    assert any("Somebody seems to sing" in remark for remark in together.remarks)
    assert together.sure["chords"] < 0.85 * alone.sure["chords"]
    assert together.sure["notes"] < alone.sure["notes"]


def test_an_instrument_that_slides_and_trembles_is_no_voice(ears, band) -> None:
    lead = whistled()
    mix = 0.6 * band[: len(lead)] + lead[: len(band)]
    assert voice_in(glides_of(mix.astype(np.float32)), ears._judges["voice"]) < 0.5


def test_one_moment_that_sounds_like_a_voice_is_not_enough() -> None:
    odds = np.full(60, -4.0)
    odds[10:13] = 6.0
    assert likelihood(odds) < 0.1
    assert likelihood(np.where(np.arange(60) < 25, 4.0, -4.0)) > 0.9


def test_a_sound_of_two_seconds_has_too_little_to_find_a_voice_in(ears) -> None:
    assert voice_in(glides_of(struck(69, 2.0).astype(np.float32)), ears._judges["voice"]) == 0.0
