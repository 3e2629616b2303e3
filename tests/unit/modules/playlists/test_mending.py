"""Whatever is there, the steps make it what it should be, in few requests."""

import math

from hypothesis import given
from hypothesis import strategies as st

from modules.playlists.mending import AT_ONCE, Add, Move, Remove, Replace, moves, steps

URIS = st.sampled_from([f"spotify:track:{letter}" for letter in "abcdefgh"])


def carried_out(there, todo):
    """What Spotify does with such requests."""
    now = list(there)
    for step in todo:
        match step:
            case Replace(uris):
                now = list(uris)
            case Remove(uris):
                now = [one for one in now if one not in uris]
            case Add(uris, position):
                assert position <= len(now)
                now[position:position] = uris
            case Move(start, before, length):
                assert before < start
                assert start + length <= len(now)
                row = now[start : start + length]
                now[start : start + length] = []
                now[before:before] = row
    return now


def many(count, start=0):
    return [f"spotify:track:{number}" for number in range(start, start + count)]


@given(st.lists(st.none() | URIS, max_size=30), st.lists(URIS, max_size=30))
def test_whatever_is_there_becomes_what_is_wanted(there, wanted):
    todo = steps(there, wanted)
    assert carried_out(there, todo) == wanted
    assert (todo == []) == (there == wanted)
    assert len(todo) <= max(1, math.ceil(len(wanted) / AT_ONCE))
    assert all(len(step.uris) <= AT_ONCE for step in todo if not isinstance(step, Move))


@given(st.permutations(many(260)), st.integers(0, 260), st.lists(st.integers(0, 400), max_size=40, unique=True))
def test_long_lists_too(there, cut, extra):
    wanted = many(260)
    found = [*there[:cut], *(f"spotify:track:{one}" for one in extra if f"spotify:track:{one}" not in there[:cut])]
    todo = steps(found, wanted)
    assert carried_out(found, todo) == wanted
    assert len(todo) <= 3


def test_a_push_that_was_cut_short_goes_on_where_it_was():
    wanted = many(300)
    assert steps([], wanted) == [Add(many(100), 0), Add(many(100, 100), 100), Add(many(100, 200), 200)]
    assert steps(wanted[:200], wanted) == [Add(many(100, 200), 200)]


def test_what_was_added_twice_is_there_once():
    wanted = many(250)
    todo = steps(many(100) + many(100) + many(150, 100), wanted)
    assert carried_out(many(100) + many(100) + many(150, 100), todo) == wanted


def test_a_row_that_was_moved_is_one_step():
    wanted = many(300)
    assert steps([*wanted[10:200], *wanted[:10], *wanted[200:]], wanted) == [Move(190, 0, 10)]
    assert moves([*wanted[10:200], *wanted[:10], *wanted[200:]], wanted) == 1
    assert steps(["x", *wanted], wanted) == [Remove(["x"])]


def test_a_song_that_is_wanted_twice_stays_twice():
    assert steps(["a", "b", "a"], ["a", "b", "a"]) == []
    assert carried_out(["a", "a", "a"], steps(["a", "a", "a"], ["a", "b", "a"])) == ["a", "b", "a"]


def test_moves_leave_out_what_only_one_side_has():
    assert moves(["a", "x", "b", None], ["a", "b", "c"]) == 0
    assert moves(["b", "a"], ["a", "b", "c"]) == 1
    assert moves([], ["a"]) == 0
