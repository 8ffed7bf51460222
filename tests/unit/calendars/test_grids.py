"""Months and weeks: whole rows, every entry on each of its days, and where one turns to."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.calendars.grids import (
    Mark,
    View,
    by_day,
    marks_by_day,
    month_grid,
    span_of,
    week_plan,
    year_grids,
)
from exchange.closures.rules import ClosedDay
from exchange.core.database import Localized
from tests.factories.calendars import make_entry

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


@given(day=DAYS, language=st.sampled_from(["ja", "en", "zh-Hant"]))
def test_a_month_is_whole_weeks_that_hold_each_of_its_days_once(day: date, language: str) -> None:
    grid = month_grid([], day.replace(day=1), language)
    days = [cell for row in grid.weeks for cell in row]
    assert {len(row) for row in grid.weeks} == {7}
    assert all(b.day - a.day == timedelta(days=1) for a, b in pairwise(days))
    inside = [cell.day for cell in days if not cell.outside]
    assert inside[0] == day.replace(day=1)
    assert {(each.year, each.month) for each in inside} == {(day.year, day.month)}
    assert (inside[-1] + timedelta(days=1)).day == 1
    assert days[0].day.isoweekday() == (1 if language == "en" else 7)


@given(day=DAYS, view=st.sampled_from(View))
def test_turning_on_and_back_leads_home(day: date, view: View) -> None:
    span = span_of(view, day)
    assert span.first <= day <= span.last
    assert span_of(view, span.later).first == span.last + timedelta(days=1)
    assert span_of(view, span.later).earlier == span.first
    assert span_of(view, span.earlier).last == span.first - timedelta(days=1)


def test_an_entry_of_several_days_is_in_each_and_runs_on_after_the_first() -> None:
    visit = make_entry(starts=date(2027, 5, 18), ends=date(2027, 5, 20))
    held = {cell.day: cell for cell in week_plan([visit], date(2027, 5, 17)).days if cell.entries}
    assert sorted(held) == [date(2027, 5, 18), date(2027, 5, 19), date(2027, 5, 20)]
    assert [cell.runs_on(visit) for cell in held.values()] == [False, True, True]


def test_a_flight_stands_on_the_days_of_its_places() -> None:
    leaves = datetime(2027, 7, 27, 11, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    arrives = datetime(2027, 7, 27, 17, 30, tzinfo=ZoneInfo("America/Chicago"))
    flight = make_entry(starts=leaves, ends=arrives)
    assert list(by_day([flight], date(2027, 7, 1), date(2027, 7, 31))) == [date(2027, 7, 27)]


def test_days_around_the_month_are_empty() -> None:
    grid = month_grid(
        [make_entry(starts=date(2027, 4, 30), ends=date(2027, 5, 1))], date(2027, 5, 1), "ja"
    )
    held = [cell.day for row in grid.weeks for cell in row if cell.entries]
    assert held == [date(2027, 5, 1)]


@pytest.mark.parametrize("first", [date(2027, 4, 1), date(2028, 2, 1)])
def test_a_year_is_twelve_months_on(first: date) -> None:
    grids = year_grids([], first, "ja")
    assert len(grids) == 12
    assert grids[0].first == first


def test_what_lasts_long_stands_beside_the_month_and_on_its_first_and_last_day() -> None:
    window = make_entry(starts=date(2027, 4, 17), ends=date(2027, 5, 17))
    grids = [month_grid([window], first, "ja") for first in (date(2027, 4, 1), date(2027, 5, 1))]
    held = [[day.day for row in grid.weeks for day in row if day.entries] for grid in grids]
    assert held == [[date(2027, 4, 17)], [date(2027, 5, 17)]]
    assert [grid.throughout for grid in grids] == [[window], [window]]
    assert month_grid([window], date(2027, 6, 1), "ja").throughout == []


def test_what_outlasts_the_week_is_said_once() -> None:
    window = make_entry(starts=date(2027, 5, 1), ends=date(2027, 5, 31))
    visit = make_entry(starts=date(2027, 5, 17), ends=date(2027, 5, 23))
    plan = week_plan([visit, window], date(2027, 5, 17))
    assert plan.throughout == [window]
    assert [list(day.entries) for day in plan.days] == [[visit]] * 7


def closed(day: date, name: str, *, provisional: bool = False) -> ClosedDay:
    return ClosedDay(day, Localized({"ja": name}), provisional, caution=False)


def test_a_day_s_name_stands_once_with_all_its_places() -> None:
    thanks, labour = date(2026, 11, 26), date(2026, 11, 23)
    found = marks_by_day(
        {
            "kumamoto": [closed(labour, "勤労感謝の日")],
            "san-antonio": [closed(thanks, "感謝祭", provisional=True)],
            "rome-ga": [closed(thanks, "感謝祭", provisional=True)],
        },
        {"san-antonio": "サンアントニオ市", "rome-ga": "ローム市"},
        "en",
    )
    assert found == {
        labour: [Mark("勤労感謝の日", "ja", (), provisional=False)],
        thanks: [Mark("感謝祭", "ja", ("サンアントニオ市", "ローム市"), provisional=True)],
    }
