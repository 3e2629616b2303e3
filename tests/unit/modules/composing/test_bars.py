import numpy as np

from modules.composing.bars import Bars, concatenate, silence, tidy
from modules.composing.batches import bars_of, events, targets


def test_events_and_back_are_the_same_notes(bars):
    again = bars_of(events(bars), bars.lengths, bars.chords)
    assert (again.notes == bars.notes).all()


def test_a_silent_bar_is_a_bar_line_and_nothing_else():
    written = events(silence(np.array([16, 12])))
    assert written[:, 0].tolist() == [0, 1]
    assert targets(written)[:, 0].tolist() == [16, 16]


def test_what_follows_a_note_is_the_next_note_or_the_end_of_the_bar(bars):
    written = events(bars)
    after = targets(written)
    notes = written[1:, 2] < 3
    assert (after[:-1][notes] == written[1:][notes, 1:]).all()
    assert (after[:-1][~notes, 0] == 16).all()
    assert after[-1, 0] == 16


def test_duplicates_keep_the_longest_and_pitches_fold_into_the_piano():
    notes = tidy(np.array([[0, 0, 2, 60, 2], [0, 0, 2, 60, 9], [0, 0, 2, 5, 1], [0, 0, 2, 120, 1]]))
    assert notes.tolist() == [[0, 0, 2, 29, 1], [0, 0, 2, 60, 10], [0, 0, 2, 108, 1]]


def test_windows_put_together_are_the_whole(bars):
    both = concatenate([bars.window(0, 5), bars.window(5, 7)])
    assert (both.notes == bars.notes).all()
    assert (both.chords == bars.chords).all()


def test_parts_taken_away_and_given_back(bars):
    assert (bars.without([0]).joined(bars.only([0])).notes == bars.notes).all()
    assert isinstance(bars.only([1]), Bars)
    assert set(bars.only([1]).notes[:, 2]) == {1}
