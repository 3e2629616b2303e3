from datetime import UTC, date, datetime, timedelta

import pytest

from modules.mood.days import BadSpan, Span

DAY = date(2026, 3, 4)


def test_a_day_begins_at_midnight_where_the_person_is():
    here = Span(DAY, DAY, timedelta(hours=5, minutes=30)).when

    assert here.gte == datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
    assert here.lt == datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


def test_the_last_days_include_today_there():
    now = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)

    assert Span.ending(now, 7) == Span(date(2026, 2, 26), DAY)
    assert Span.ending(now, 1, timedelta(hours=2)).last == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("first", "last", "offset", "field"),
    [
        (DAY, DAY - timedelta(days=1), timedelta(), "until"),
        (DAY, DAY + timedelta(days=366), timedelta(), "until"),
        (DAY, DAY, timedelta(hours=15), "offset"),
        (DAY, DAY, timedelta(days=-400_000), "offset"),
        (date.min, date.min, timedelta(hours=2), "until"),
        (date.max, date.max, timedelta(), "until"),
    ],
)
def test_spans_that_no_calendar_has_are_refused(first, last, offset, field):
    with pytest.raises(BadSpan) as caught:
        Span(first, last, offset)

    assert caught.value.field == field
    assert caught.value.next_step


@pytest.mark.parametrize("days", [0, -3, 367, 10_000_000])
def test_so_many_days_are_refused(days):
    with pytest.raises(BadSpan):
        Span.ending(datetime(2026, 3, 4, tzinfo=UTC), days)
