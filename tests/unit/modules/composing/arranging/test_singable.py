"""A melody that was made easy to sing."""

import numpy as np
import pytest

from modules.composing.arranging.draft import draft
from modules.composing.arranging.singable import sung
from modules.composing.bars import DURATION, MELODY, PART, PITCH, SLOT
from modules.composing.planning.plan import Plan
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest


@pytest.fixture
def a_plan() -> Plan:
    return plan(PlanRequest(bars=16), np.random.default_rng(3))


def jagged(a_plan: Plan):
    """Material whose melody leaps to and fro in short notes."""
    notes = draft(a_plan, np.random.default_rng(4)).notes.copy()
    tune = np.flatnonzero(notes[:, PART] == MELODY)
    notes[tune, DURATION] = 2
    notes[tune, PITCH] = 72 + 4 * (np.arange(len(tune)) % 2) * (notes[tune, SLOT] % 4 != 0)
    return notes


def melody(notes):
    return notes[notes[:, PART] == MELODY]


def test_leaps_become_steps(a_plan):
    before = jagged(a_plan)
    after = sung(a_plan, before)
    leaps = [np.mean(np.abs(np.diff(melody(notes)[:, PITCH])) > 2) for notes in (before, after)]
    assert leaps[1] < leaps[0] / 2


def test_long_and_accented_notes_and_other_parts_stay(a_plan):
    before = jagged(a_plan)
    before[melody_rows(before)[::3], DURATION] = 6
    after = sung(a_plan, before)
    moved = np.flatnonzero(before[:, PITCH] != after[:, PITCH])
    assert len(moved)
    assert set(before[moved, PART]) == {MELODY}
    assert (before[moved, DURATION] < 4).all()
    assert (np.array(a_plan.metre.accents)[before[moved, SLOT]] < 3).all()


def melody_rows(notes):
    return np.flatnonzero(notes[:, PART] == MELODY)


def test_only_pitches_change(a_plan):
    before = jagged(a_plan)
    after = sung(a_plan, before)
    others = [column for column in range(5) if column != PITCH]
    assert (before[:, others] == after[:, others]).all()


def test_two_notes_are_left_alone(a_plan):
    notes = jagged(a_plan)
    few = notes[melody_rows(notes)[:2]]
    assert (sung(a_plan, few) == few).all()
