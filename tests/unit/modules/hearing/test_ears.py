import subprocess
import sys

import numpy as np
import pytest

from modules.hearing.ears import Ears, hear
from modules.hearing.sound import prepared
from tests.tunes import tune, wav_of

pytestmark = pytest.mark.slow


class GivenUp(Exception):
    pass


@pytest.fixture(scope="module")
def ears():
    return Ears()


@pytest.fixture(scope="module")
def heard(ears):
    return ears.hear(wav_of(tune(bpm=100, bars=12)))


def test_the_tempo_of_a_tune_is_found(heard) -> None:
    assert heard.time.tempo == pytest.approx(100, rel=0.01)
    assert heard.time.steady
    assert heard.sure["beats"] > 0.6


def test_beats_lie_where_they_were_played(heard) -> None:
    known = 0.25 + 0.6 * np.arange(48)
    off = np.abs(known[:, None] - heard.time.beats).min(axis=1)
    assert np.quantile(off, 0.9) < 0.04


def test_bars_begin_with_the_bass(heard) -> None:
    bars = heard.time.beats[heard.time.downbeats]
    off = np.abs(bars[:, None] - (0.25 + 2.4 * np.arange(13))).min(axis=1)
    assert heard.time.metre == (4, 4)
    assert np.median(off) < 0.05


def test_the_key_is_found(heard) -> None:
    assert (heard.key.tonic, heard.key.mode) in {(0, "major"), (9, "minor")}


def test_chords_come_in_their_order(heard) -> None:
    names = [span.name for span in heard.chords if span.end - span.start > 1.0]
    assert names[:4] == ["C:maj", "G:maj", "A:min", "F:maj"]


def test_the_bass_is_told_from_what_is_above(heard) -> None:
    assert set(heard.parts.bass[:, 2].astype(int)) & {48, 43, 45, 41}
    assert heard.parts.melody[:, 2].mean() > heard.parts.bass[:, 2].mean() + 12


def test_a_tune_in_another_key_and_tempo_is_heard_alike(ears) -> None:
    other = ears.hear(wav_of(tune(bpm=124, bars=12, shift=3)))
    assert min(abs(other.time.tempo / wanted - 1) for wanted in (62, 124)) < 0.01
    assert (other.key.tonic, other.key.mode) in {(3, "major"), (0, "minor")}


def test_the_same_file_is_heard_the_same_whatever_the_threads() -> None:
    file = wav_of(tune(bars=6))
    one, two = Ears(threads=1).hear(file).facts(), Ears(threads=3).hear(file).facts()
    assert one == two


def test_everything_is_told_in_plain_numbers(heard) -> None:
    facts = heard.facts()
    assert type(facts).model_validate_json(facts.model_dump_json()) == facts
    assert all(0 <= share <= 1 for share in facts.sure.values())
    assert 0 <= facts.free.lowest < facts.free.highest <= 127


def test_listening_tells_how_far_it_is_and_stops_when_nobody_wants_it() -> None:
    told: list[float] = []
    hear(wav_of(tune(bars=3)), lambda fraction, _note: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] < 1

    def give_up() -> None:
        raise GivenUp

    with pytest.raises(GivenUp):
        hear(wav_of(tune(bars=3)), check=give_up)


def test_hearing_imports_nothing_heavy() -> None:
    code = (
        "import sys, modules.hearing.ears\n"
        "print([name for name in ('scipy', 'matplotlib', 'torch', 'librosa', 'numba') if name in sys.modules])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"


def test_a_sound_may_be_given_as_samples(ears) -> None:
    assert ears.hear_sound(prepared(tune(bars=4))).origin == "sound"
