from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from modules.documents.keys import EPOCH, key, kind

wholes = st.integers(-(2**63), 2**63 - 1)
numbers = wholes | st.floats(allow_nan=False) | st.integers(2**53 - 3, 2**53 + 3) | st.integers(-(2**53) - 3, 3 - 2**53)
moments = st.integers(-62_135_596_800_000, 253_402_300_799_999).map(lambda ms: EPOCH + timedelta(milliseconds=ms))


def ordered(one, other):
    return (one > other) - (one < other)


@given(numbers, numbers)
@example(0.0, -0.0)
@example(2**53, 2**53 + 1)
@example(2**63 - 1, float(2**63))
@example(-(2**63), float(-(2**63)))
@example(1, 1.0)
def test_numbers_sort_by_their_exact_value_whole_or_not(one, other):
    assert ordered(key(one), key(other)) == ordered(one, other)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_text_sorts_by_its_utf8(one, other):
    assert ordered(key(one), key(other)) == ordered(one.encode(), other.encode())


@given(moments, moments)
def test_datetimes_sort_by_time(one, other):
    assert ordered(key(one), key(other)) == ordered(one, other)


def test_kinds_follow_one_another_and_never_mix():
    values = [
        float("-inf"),
        0,
        float("inf"),
        "",
        "\uffff",
        False,
        True,
        datetime(1, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ]
    keys = [key(value) for value in values]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    for value in values:
        first, end = kind(key(value))
        inside = [other for other in values if first <= key(other) < end]
        assert value in inside
        assert len({(type(one) in (int, float) and "number") or type(one) for one in inside}) == 1


def test_none_has_no_key():
    assert key(None) is None
