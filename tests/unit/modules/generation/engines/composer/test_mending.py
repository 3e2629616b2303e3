import numpy as np
import pytest

from modules.composing.arranging.mending import mended
from modules.composing.bars import ACCOMPANIMENT, DURATION, MELODY, PART, PITCH, Bars, tidy
from modules.composing.chords import chord
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest


@pytest.fixture
def piece():
    """A plan of four bars, all in C major."""
    made = plan(PlanRequest(bars=4), np.random.default_rng(1))
    made.chords[:] = chord(0, "maj")
    return made


def bars(piece, *rows):
    blank = piece.blank
    return Bars(tidy(np.array(rows)), blank.lengths, blank.chords)


def full(piece):
    return bars(
        piece, *[(bar, 0, part, 60 - 12 * (part == 2), 8) for bar in range(4) for part in (MELODY, ACCOMPANIMENT)]
    )


def melody_of(made):
    return made.notes[made.notes[:, PART] == MELODY]


def test_a_held_note_that_rubs_against_the_chord_moves_and_a_passing_one_stays(piece):
    rows = [(bar, 0, MELODY, 65, 8) for bar in range(4)] + [(bar, 8, MELODY, 65, 2) for bar in range(4)]
    made, moved = mended(piece, bars(piece, *rows), full(piece))

    assert set(melody_of(made)[melody_of(made)[:, DURATION] == 8][:, PITCH]) <= {64, 67}
    assert set(melody_of(made)[melody_of(made)[:, DURATION] == 2][:, PITCH]) == {65}
    assert moved == 0.5


def test_nothing_stays_outside_the_scale(piece):
    made, _ = mended(piece, bars(piece, *[(bar, 2, MELODY, 66, 1) for bar in range(4)]), full(piece))

    assert set(melody_of(made)[:, PITCH]) == {65}


def test_the_melody_is_one_line_above_the_accompaniment(piece):
    rows = [(bar, 0, MELODY, pitch, 4) for bar in range(4) for pitch in (72, 64)]
    rows += [(bar, 0, ACCOMPANIMENT, pitch, 4) for bar in range(4) for pitch in (76, 60)]
    made, _ = mended(piece, bars(piece, *rows), full(piece))

    assert set(melody_of(made)[:, PITCH]) == {72}
    assert set(made.notes[made.notes[:, PART] == ACCOMPANIMENT][:, PITCH]) == {64, 60}


def test_silence_that_nobody_asked_for_is_filled(piece):
    made, _ = mended(piece, bars(piece, (0, 0, MELODY, 67, 4), (0, 0, ACCOMPANIMENT, 48, 4)), full(piece))

    assert set(melody_of(made)[:, 0]) == {0, 2, 3} | ({1} & set(melody_of(made)[:, 0]))
    assert set(made.notes[made.notes[:, PART] == ACCOMPANIMENT][:, 0]) == {0, 1, 2, 3}
