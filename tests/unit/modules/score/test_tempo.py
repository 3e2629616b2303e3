import numpy as np
import pytest

from modules.score.tempo import FASTEST, TICKS, Tempo, TempoMap


def test_ticks_become_seconds_across_changes_of_tempo():
    tempo_map = TempoMap([Tempo.from_bpm(60), Tempo.from_bpm(120, 2 * TICKS)])

    assert tempo_map.seconds([0, TICKS, 2 * TICKS, 4 * TICKS]).tolist() == [0.0, 1.0, 2.0, 3.0]


def test_seconds_become_ticks_again():
    tempo_map = TempoMap([Tempo.from_bpm(83), Tempo.from_bpm(140.5, 1000), Tempo.from_bpm(40, 5000)])
    ticks = np.arange(0, 9000, 7)

    assert np.array_equal(tempo_map.ticks(tempo_map.seconds(ticks)), ticks)


def test_before_any_tempo_midi_has_120():
    assert float(TempoMap([Tempo.from_bpm(60, TICKS)]).seconds(TICKS)) == 0.5


def test_a_tempo_is_whole_microseconds_as_a_midi_file_has_it():
    assert Tempo.from_bpm(92).microseconds == 652_174
    assert Tempo.from_bpm(92).bpm == pytest.approx(92, abs=1e-4)
    assert Tempo.from_bpm(1e9).bpm == pytest.approx(FASTEST)


def test_the_main_tempo_is_the_one_that_lasts_longest():
    tempo_map = TempoMap([Tempo.from_bpm(90), Tempo.from_bpm(60, TICKS), Tempo.from_bpm(90, 2 * TICKS)])

    assert tempo_map.main(4 * TICKS) == Tempo.from_bpm(90)
    assert tempo_map.main(0) == Tempo.from_bpm(90)
