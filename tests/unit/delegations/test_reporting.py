"""Until when a visit is reported on."""

from datetime import date

import pytest

from exchange.delegations.rules import report_day

CLOSED = frozenset({date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)})


@pytest.mark.parametrize(
    ("last", "days", "due"),
    [
        (date(2027, 5, 19), 1, date(2027, 5, 20)),
        (date(2027, 5, 19), 7, date(2027, 5, 28)),
        (date(2027, 5, 22), 1, date(2027, 5, 24)),
        (date(2027, 4, 30), 1, date(2027, 5, 6)),
        (date(2027, 4, 30), 2, date(2027, 5, 7)),
    ],
)
def test_a_report_is_due_so_many_working_days_after_the_last_day(
    last: date, days: int, due: date
) -> None:
    assert report_day(last, days, CLOSED) == due
