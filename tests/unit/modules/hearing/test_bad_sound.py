"""Whatever is sent is answered plainly or refused plainly; nothing crashes."""

import io

import numpy as np
import pytest
import soundfile

from models.errors import Invalid, MuseaikaError
from modules.hearing import sound as sounds
from modules.hearing.ears import Ears
from tests.tunes import RATE, free_tune, laid, noise, talk, tune, wav_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ears():
    return Ears()


def resampled(rate: int) -> bytes:
    return wav_of(tune(bars=4, rate=rate), rate)


def test_silence_is_called_silence(ears) -> None:
    heard = ears.hear(wav_of(np.zeros(5 * RATE, dtype=np.float32)))
    assert heard.nature == "silence"
    assert not len(heard.time.beats)
    assert heard.key is None
    assert "silent" in heard.remarks[0]
    assert heard.sure["beats"] == heard.sure["key"] == 0


def test_noise_is_called_noise_and_nothing_is_made_up_about_it(ears) -> None:
    heard = ears.hear(wav_of(noise()))
    assert heard.nature == "noise"
    assert not len(heard.parts.pitched)
    assert heard.chords == ()
    assert heard.sure["chords"] == 0


def test_speech_is_not_sure_of_being_music(ears) -> None:
    heard = ears.hear(wav_of(talk()))
    assert heard.nature != "music" or heard.sure["beats"] < 0.5
    assert heard.remarks


def test_a_fifth_of_a_second_is_heard_and_said_to_be_too_little(ears) -> None:
    heard = ears.hear(wav_of(tune(bars=1)[RATE // 4 : RATE // 4 + RATE // 5]))
    assert heard.time.tempo == 0
    assert any("too little" in remark for remark in heard.remarks)


def test_what_is_shorter_still_is_refused_with_a_next_step(ears) -> None:
    with pytest.raises(sounds.TooShort) as refused:
        ears.hear(wav_of(np.ones(200, dtype=np.float32) * 0.1))
    assert refused.value.next_step


def test_a_very_long_sound_is_heard_up_to_the_limit_and_says_so(ears, monkeypatch) -> None:
    monkeypatch.setattr(sounds, "LONGEST", 6.0)
    heard = ears.hear(wav_of(tune(bars=6)))
    assert heard.seconds == pytest.approx(6.0, abs=0.01)
    assert any("first 6 seconds" in remark for remark in heard.remarks)


@pytest.mark.parametrize("rate", [8_000, 44_100, 192_000])
def test_any_rate_is_heard(ears, rate: int) -> None:
    heard = ears.hear(resampled(rate))
    assert heard.nature == "music"
    assert heard.seconds == pytest.approx(4 * 2.4 + 1.0, abs=0.1)


def test_eight_channels_are_heard_as_one(ears) -> None:
    one = tune(bars=4)
    held = io.BytesIO()
    soundfile.write(held, np.tile(one[:, None], (1, 8)) * 0.5, RATE, format="WAV", subtype="PCM_16")
    assert ears.hear(held.getvalue()).nature == "music"


def test_a_constant_part_changes_nothing_that_matters(ears) -> None:
    plain, lifted = tune(bars=6) * 0.5, tune(bars=6) * 0.5 + 0.3
    one, two = ears.hear(wav_of(plain)), ears.hear(wav_of(lifted))
    assert one.time.tempo == pytest.approx(two.time.tempo, rel=0.005)
    assert one.key[2:4] == two.key[2:4]


def test_samples_that_are_no_numbers_are_silent_and_said_so(ears) -> None:
    broken = tune(bars=6)
    broken[RATE : RATE + 500] = np.nan
    broken[3 * RATE : 3 * RATE + 5] = np.inf
    heard = ears.hear(wav_of(broken, subtype="FLOAT"))
    assert heard.nature == "music"
    assert any("no numbers" in remark for remark in heard.remarks)


def test_a_clipped_sound_is_heard(ears) -> None:
    heard = ears.hear(wav_of(np.clip(tune(bars=8) * 12, -1, 1)))
    assert heard.nature == "music"
    assert min(abs(heard.time.tempo / wanted - 1) for wanted in (50, 100, 200)) < 0.02


def test_free_time_is_not_sure_of_its_beat(ears) -> None:
    heard = ears.hear(wav_of(free_tune()))
    assert heard.nature == "music"
    assert not heard.time.steady
    assert heard.sure["beats"] < 0.75
    assert heard.key is not None


@pytest.mark.parametrize("beats", [2, 3, 5, 6, 7])
def test_other_metres_are_answered_with_beats_on_the_beats(ears, beats: int) -> None:
    heard = ears.hear(wav_of(tune(bpm=100, bars=10, beats=beats)))
    known = 0.25 + 0.6 * np.arange(10 * beats)
    off = np.abs(heard.time.beats[:, None] - np.append(known, known + 0.3)).min(axis=1)
    assert np.quantile(off[heard.time.beats < known[-1]], 0.8) < 0.05


def test_three_four_is_heard_as_three(ears) -> None:
    heard = ears.hear(wav_of(tune(bpm=110, bars=16, beats=3)))
    assert heard.time.metre[0] % 3 == 0


def test_a_change_of_key_is_found(ears) -> None:
    sound = np.concatenate([tune(bpm=120, bars=20), tune(bpm=120, bars=20, shift=3)])
    heard = ears.hear(wav_of(sound))
    assert len(heard.keys) >= 2
    first, last = heard.keys[0], heard.keys[-1]
    assert (last.tonic - first.tonic) % 12 in {0, 3, 6}
    assert first[2:4] != last[2:4]


def test_tempo_that_slows_down_is_followed(ears) -> None:
    gaps = np.linspace(0.5, 0.62, 48)
    starts = 0.3 + np.concatenate([[0], np.cumsum(gaps)])
    notes = [(at, 0.5, pitch, 0.2) for at in starts for pitch in (48, 60, 64, 67)]
    heard = ears.hear(wav_of(laid(notes, float(starts[-1]) + 1.0)))
    assert not heard.time.steady
    assert heard.time.tempo_map[0][1] > heard.time.tempo_map[-1][1]


@pytest.mark.parametrize("data", [b"", b"not sound at all", b"MThd\x00\x00", b"\x00" * 4096])
def test_what_is_no_music_file_is_refused_with_a_next_step(ears, data: bytes) -> None:
    with pytest.raises(MuseaikaError) as refused:
        ears.hear(data)
    assert isinstance(refused.value, Invalid)
    assert refused.value.next_step


def test_a_single_tone_has_no_beat(ears) -> None:
    times = np.arange(8 * RATE) / RATE
    heard = ears.hear(wav_of((0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)))
    assert heard.sure["beats"] < 0.3
