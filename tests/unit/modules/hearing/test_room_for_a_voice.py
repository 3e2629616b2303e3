import numpy as np
import pytest

from modules.hearing.ears import Ears
from modules.hearing.singing import sung
from modules.score.score import Note, Score, TimeSignature, track_of
from modules.score.tempo import TICKS


def played(numerator: int, name: str = "Piano") -> Score:
    """Twelve bars of low chords, then twelve of high ones, declared in bars of so many quarters."""
    notes = [
        Note(beat * TICKS, (beat + 1) * TICKS, pitch + (12 if beat >= 48 else 0), 80)
        for beat in range(96)
        for pitch in (48 + (5 if beat % 8 >= 4 else 0), 55, 60)
    ]
    tune = [Note(beat * TICKS, (beat + 1) * TICKS, 79 + beat % 3, 90) for beat in range(96)]
    return Score((track_of("Chords", notes), track_of(name, tune)), time_signatures=(TimeSignature(0, numerator, 4),))


@pytest.fixture(scope="module")
def heard():
    return Ears().hear_score(played(4, "Vocal"))


def test_sections_say_what_they_leave_for_a_voice_and_how_likely_one_sings(heard) -> None:
    told = heard.facts().sections
    assert all(0 <= section.sung <= 1 and 0 <= section.sure <= 1 for section in told)
    assert all(section.free.lowest >= 48 and section.free.highest - section.free.lowest == 16 for section in told)
    assert len(heard.sung) == len(heard.time.downbeats)
    assert 0 <= heard.sure["sections"] <= 1


def test_a_track_that_is_called_the_singers_is_told_of(heard) -> None:
    assert any('"Vocal"' in remark for remark in heard.remarks)
    assert heard.backing().remarks == heard.remarks


def test_a_backing_lies_on_the_bars_that_were_heard(heard) -> None:
    backing = heard.backing()
    assert len(backing.bars) == 24
    assert backing.when(backing.lines[:-1]) == pytest.approx(heard.time.beats[heard.time.downbeats], abs=1e-3)
    assert backing.stretches[0].start == 0
    assert backing.stretches[-1].end == 24


def test_bars_of_one_beat_are_counted_by_ear() -> None:
    assert Ears().hear_score(played(1)).time.count > 1


def test_singing_goes_on_through_a_doubtful_bar_and_keeps_out_of_a_silent_beginning() -> None:
    chance = np.array([0.05] * 4 + [0.9] * 4 + [0.4] + [0.9] * 4 + [0.02] * 4)
    assert sung(chance).tolist() == [False] * 4 + [True] * 9 + [False] * 4
    assert not len(sung(np.zeros(0)))
