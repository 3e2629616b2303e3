import numpy as np
import pytest

from modules.composing import copies
from modules.composing.copies import Known, against, grams, line_of, longest, packed, short


@pytest.fixture
def line():
    rng = np.random.default_rng(5)
    return line_of(np.cumsum(rng.integers(1, 6, 60)), rng.integers(55, 80, 60))


def part(line, start, count, up=0, later=0):
    return line_of(line.onsets[start : start + count] + later, line.pitches[start : start + count] + up)


def test_a_run_is_found_in_any_key_and_at_any_time(line):
    other = part(line, 20, 13, up=5, later=800)

    assert longest(line, other) == (13, 20)
    assert longest(other, line) == (13, 0)


def test_other_rhythm_is_another_run(line):
    other = line_of(np.arange(60) * 3, line.pitches)

    assert longest(line, other)[0] < 5


def test_the_longest_of_all_references_is_told_with_its_name(line):
    found = against(line, [("short", [part(line, 3, 6)]), ("long", [part(line, 30, 11)])])

    assert (found.notes, found.start, found.source) == (11, 30, "long")


def test_what_was_learned_from_is_known_from_nine_notes_on(line, tmp_path):
    np.savez_compressed(tmp_path / "phrases.npz", **packed(short(grams(part(line, 10, 12), 9))))
    known = Known.read(tmp_path / "phrases.npz")

    assert (known.run(line).notes, known.run(line).start) == (12, 10)
    assert known.run(part(line, 30, 20)).source is None
    assert known.run(part(line, 30, 20)).notes == copies.MOST


def test_nothing_is_shared_with_silence(line):
    empty = line_of(np.zeros(0, dtype=int), np.zeros(0, dtype=int))

    assert longest(line, empty)[0] == 0
    assert against(empty, [("one", [line])]).notes == 0
