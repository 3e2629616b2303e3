import numpy as np
import pytest

from modules.composing.arranging.draft import draft
from modules.composing.arranging.voicing import BEND, NEAREST, TONES, close, fold, moved, pitch_of, settle, step_of
from modules.composing.bars import BAR, DURATION, MELODY, PART, PITCH, SLOT
from modules.composing.chords import parse
from modules.composing.planning.metre import METRES
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest


def drafted(seed=1, **asked):
    rng = np.random.default_rng(seed)
    piece = plan(PlanRequest(**{"mood": MoodPath.steady(0.3, 0.2)} | asked), rng)
    return piece, draft(piece, rng)


def sung(piece, bars):
    notes = bars.notes[bars.notes[:, PART] == MELODY]
    chords = piece.chords[piece.first[notes[:, BAR]], np.minimum(notes[:, SLOT] // 4, 3)]
    return notes, chords


@pytest.mark.parametrize("metre", METRES)
def test_a_draft_fills_every_written_bar_within_its_length(metre) -> None:
    piece, bars = drafted(metre=METRES[metre])
    assert len(bars) == piece.written
    assert np.all(bars.notes[:, SLOT] < piece.metre.length)
    for part in range(3):
        assert np.all(np.bincount(bars.notes[bars.notes[:, PART] == part, BAR], minlength=len(bars)) > 0)


def test_strong_beats_of_a_melody_are_chord_tones_and_most_of_it_moves_by_steps() -> None:
    strong, steps = [], []
    for seed in range(20):
        piece, bars = drafted(seed)
        notes, chords = sung(piece, bars)
        down = notes[:, SLOT] == 0
        strong.extend(TONES[chords[down], notes[down, PITCH] % 12])
        steps.extend(np.abs(np.diff(notes[:, PITCH])) <= 4)
    assert np.mean(strong) > 0.95
    assert np.mean(steps) > 0.6


def test_a_melody_repeats_its_rhythm_and_closes_on_a_longer_note() -> None:
    repeated = closing = 0
    for seed in range(10):
        piece, bars = drafted(seed, seconds=40)
        notes, _ = sung(piece, bars)
        rhythm = [tuple(notes[notes[:, BAR] == bar, SLOT].tolist()) for bar in range(4)]
        repeated += rhythm[0] == rhythm[2]
        last = notes[notes[:, BAR] == 3]
        closing += last[-1, DURATION] >= 6
    assert repeated == 10
    assert closing >= 8


def test_a_draft_is_as_busy_as_the_mood() -> None:
    sizes = [len(drafted(mood=MoodPath.steady(0.2, arousal), tempo=100)[1].notes) for arousal in (-0.9, 0, 0.9)]
    assert sizes == sorted(sizes)
    assert sizes[2] > 2 * sizes[0]


def test_notes_give_way_to_the_leading_tone_of_a_chord() -> None:
    dominant = parse("E:maj")
    assert BEND[dominant, 7] == 1
    assert NEAREST[dominant, 7] == 1
    assert BEND[parse("C:maj"), 7] == 0
    assert close(parse("C:maj"), 55) == [55, 60, 64]


def test_steps_and_pitches_go_together() -> None:
    assert pitch_of(35) == 60
    assert step_of(60) == 35
    assert moved(np.array([57, 60, 64]), 2).tolist() == [60, 64, 67]


def test_lines_are_moved_by_octaves_into_a_range_and_strays_folded() -> None:
    assert settle(np.array([40, 43, 47]), 60, 84).tolist() == [64, 67, 71]
    assert settle(np.array([62, 90]), 60, 84).tolist() == [62, 78]
    assert fold(np.array([20, 100]), 36, 48).tolist() == [44, 40]
