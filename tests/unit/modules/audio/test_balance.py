import numpy as np

from modules.audio.balance import Balance
from modules.audio.bundled import bundled_soundfont
from modules.audio.soundfont import SoundFont
from modules.score.score import Note, Track


def test_soft_samples_are_lifted_and_loud_ones_lowered_within_reason():
    balance = Balance(SoundFont(bundled_soundfont()))
    piano, horn, kit = (
        balance.gain(Track("", program, is_drum, notes=(Note(0, 960, 60, 90),)))
        for program, is_drum in ((0, False), (60, False), (0, True))
    )

    assert piano > 1.3
    assert horn < 0.7
    assert kit == 1.0
    gains = [balance.gain(Track("", program, notes=(Note(0, 960, 60, 90),))) for program in range(128)]
    assert all(-8.01 <= 20 * np.log10(gain) <= 8.01 for gain in gains)


def test_a_track_without_notes_stays_as_it_is():
    assert Balance(SoundFont(bundled_soundfont())).gain(Track("")) == 1.0
