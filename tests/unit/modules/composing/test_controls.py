import numpy as np

from modules.composing import controls
from modules.composing.bars import Bars


def test_measured_bars_have_what_was_put_in(bars):
    measured = controls.measure(bars, 100, 0)
    assert measured.density[0].tolist() == [4, 2, 2]
    assert measured.polyphony[0].tolist() == [1, 1, 3]
    assert 60 <= measured.register[0, 0] <= 72
    assert (np.abs(measured.valence) <= 1).all()


def test_a_silent_part_asks_for_silence_and_leaves_the_rest_open(bars):
    measured = controls.measure(bars.without([1]), 100, 0)
    chosen = controls.features(measured, bars.lengths)
    assert (chosen[:, 1] == 1).all()
    assert (chosen[:, 4] == 0).all()


def test_no_wish_is_zero_and_the_metre_is_always_told():
    chosen = controls.features(controls.free(3), np.array([16, 12, 8]), given=(0,))
    assert chosen[:, controls.METRE].tolist() == [17, 13, 9]
    assert chosen[:, controls.GIVEN :].tolist() == [[1, 0, 0]] * 3
    others = [k for k in range(controls.GIVEN) if k != controls.METRE]
    assert (chosen[:, others] == 0).all()


def test_every_choice_exists(bars):
    wild = controls.measure(Bars(bars.notes, bars.lengths, bars.chords), 400, 1, 5).changed(valence=1, arousal=-1)
    chosen = controls.features(wild, bars.lengths, (0, 1, 2))
    assert (chosen.max(axis=0) < np.array(controls.SIZES)).all()


def test_a_faster_piece_is_more_aroused(bars):
    slow, fast = (controls.measure(bars, tempo, 0) for tempo in (60, 160))
    assert (fast.arousal > slow.arousal).all()
