from itertools import pairwise

from modules.score.score import Note, Score, TimeSignature, Track
from modules.score.tempo import TICKS
from modules.score.timeline import bars_of


def piece(quarters: float, *signatures: TimeSignature) -> Score:
    notes = (Note(0, round(quarters * TICKS), 60, 80),)
    return Score((Track("", notes=notes),), time_signatures=signatures or (TimeSignature(0, 4, 4),))


def test_bars_are_whole_and_cover_the_music():
    assert [(bar.start, bar.end) for bar in bars_of(piece(4.1))] == [(0, 4 * TICKS), (4 * TICKS, 8 * TICKS)]
    assert len(bars_of(piece(8))) == 2
    assert len(bars_of(Score(()))) == 1


def test_a_metre_that_changes_within_a_bar_waits_for_the_nearest_line():
    bars = bars_of(piece(14, TimeSignature(0, 4, 4), TimeSignature(4 * TICKS + 30, 3, 4)))

    assert [bar[2:] for bar in bars] == [(4, 4), (3, 4), (3, 4), (3, 4), (3, 4)]
    assert all(one.end == other.start for one, other in pairwise(bars))


def test_metres_too_fine_for_paper_become_common_time():
    assert bars_of(piece(4, TimeSignature(0, 3, 64)))[0][2:] == (4, 4)


def test_beats_are_felt_in_threes_in_compound_metres():
    assert bars_of(piece(4, TimeSignature(0, 6, 8)))[0].beat == 3 * TICKS // 2
    assert bars_of(piece(4, TimeSignature(0, 6, 8)))[0].is_compound
    assert bars_of(piece(4, TimeSignature(0, 3, 4)))[0].beat == TICKS
    assert bars_of(piece(4, TimeSignature(0, 7, 8)))[0].beat == TICKS // 2
