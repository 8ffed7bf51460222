"""Open days in a row."""

from datetime import date, timedelta

import pytest

from exchange.celebrations.windows import LONGEST, WindowDay, ensure_window, open_runs
from exchange.closures.models import AvoidedDays
from exchange.closures.rules import ClosedDay
from exchange.core.database import Localized
from exchange.core.errors import DomainError

MONDAY = date(2029, 10, 1)
CLOSED = ClosedDay(MONDAY, Localized({"ja": "国慶節"}), provisional=True, caution=False)


def week(**closed: WindowDay) -> list[WindowDay]:
    days = [MONDAY + timedelta(days=number) for number in range(12)]
    return [closed.get(f"d{day.day}", WindowDay(day, (), (), ())) for day in days]


def test_runs_end_at_weekends_and_at_what_is_closed_on_either_side() -> None:
    holiday = WindowDay(MONDAY, (), (CLOSED,), ())
    minded = WindowDay(
        date(2029, 10, 10), (), (), (AvoidedDays(place="kumamoto", reason="会期中"),)
    )
    runs = open_runs(week(d1=holiday, d10=minded))
    assert [(run.first.day, run.last.day) for run in runs] == [(2, 5), (8, 9), (11, 12)]


def test_a_day_is_open_when_nothing_speaks_against_it() -> None:
    days = week(d2=WindowDay(date(2029, 10, 2), (CLOSED,), (), ()))
    assert [day.day.day for day in days if day.open] == [1, 3, 4, 5, 8, 9, 10, 11, 12]


def test_no_open_day_is_no_run() -> None:
    assert open_runs([]) == []


def test_a_window_is_at_most_a_quarter_and_in_order() -> None:
    ensure_window(MONDAY, MONDAY)
    ensure_window(MONDAY, MONDAY + timedelta(days=LONGEST - 1))
    for last in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=LONGEST)):
        with pytest.raises(DomainError) as caught:
            ensure_window(MONDAY, last)
        assert caught.value.field == "ends"
