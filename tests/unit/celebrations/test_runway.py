"""Back-planning: which step falls on which day, and where it stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.celebrations.enums import StepAnchor, StepStanding
from exchange.celebrations.models import RunwayStep
from exchange.celebrations.runway import (
    USUAL,
    back_planned,
    due_day,
    is_done,
    months_earlier,
    moved_day,
    standing,
)
from exchange.core.database import Localized
from exchange.core.dates import FiscalYear
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def step(due: date, **values: object) -> RunwayStep:
    anchor = values.pop("anchor", StepAnchor.FIXED)
    return RunwayStep(title=Localized({"ja": "工程"}), due=due, anchor=anchor, **values)


def test_guilin_s_fiftieth_is_planned_back_from_three_years_out() -> None:
    planned = back_planned(date(2029, 10, 1), ())
    dated = {step.template.title.id.rpartition(".")[2]: step.due for step in planned}
    assert dated == {
        "review_past": date(2026, 10, 1),
        "sound_out": date(2027, 4, 1),
        "working_group": date(2027, 10, 1),
        "outline": date(2028, 3, 31),  # 1 April 2028 is a Saturday
        "budget_estimate": date(2028, 8, 31),
        "hold_dates": date(2028, 9, 29),
        "budget_request": date(2028, 10, 31),
        "invitation": date(2029, 1, 1),
        "council": date(2029, 3, 15),
        "programme": date(2029, 3, 30),
        "interpreters": date(2029, 6, 1),
        "gifts": date(2029, 6, 29),
        "announce": date(2029, 8, 1),
        "rehearse": date(2029, 8, 31),
    }
    assert list(dated.values()) == sorted(dated.values())


@given(DAYS)
def test_the_budget_is_asked_for_in_the_autumn_of_the_fiscal_year_before(day: date) -> None:
    year = FiscalYear.of(day)
    request = due_day(None, "10-31", day=day, closed=())
    assert FiscalYear.of(request) == year.previous
    assert request.month == 10
    assert FiscalYear.of(due_day(None, "03-15", day=day, closed=())) == year.previous


@given(DAYS, st.integers(0, 60))
def test_months_earlier_is_the_same_day_or_the_month_s_last(day: date, months: int) -> None:
    found = months_earlier(day, months)
    assert (day.year - found.year) * 12 + day.month - found.month == months
    assert found.day == day.day or (found + timedelta(days=1)).month != found.month


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2029, 10, 31), 1, date(2029, 9, 30)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2029, 1, 15), 1, date(2028, 12, 15)),
        (date(2029, 10, 1), 36, date(2026, 10, 1)),
    ],
)
def test_a_shorter_month_ends_earlier(day: date, months: int, found: date) -> None:
    assert months_earlier(day, months) == found


@given(DAYS)
def test_no_step_falls_on_a_weekend(day: date) -> None:
    assert all(planned.due.weekday() < 5 for planned in back_planned(day, ()))


def test_no_step_falls_on_a_day_the_office_is_closed() -> None:
    year_end = {date(2028, 12, 28) + timedelta(days=days) for days in range(1, 7)}
    holiday = {date(2029, 4, 30)}
    planned = back_planned(date(2029, 5, 1), year_end | holiday)
    dated = {step.template.title.id.rpartition(".")[2]: step.due for step in planned}
    assert dated["interpreters"] == date(2028, 12, 28)  # counted, it would be New Year's Day
    counted = step(date(2029, 1, 1), anchor=StepAnchor.CELEBRATION, months_before=0)
    assert moved_day(counted, date(2029, 4, 30), holiday) == date(2029, 4, 27)


def test_every_usual_step_hangs_on_one_thing() -> None:
    for template in USUAL:
        assert (template.months_before is None) == (template.anchor is StepAnchor.BUDGET)
        assert (template.budget_day is not None) == (template.anchor is StepAnchor.BUDGET)


def test_steps_move_with_the_day_and_fixed_ones_stay() -> None:
    before = date(2029, 1, 1)
    assert moved_day(step(before), date(2030, 4, 5), ()) == before
    counted = step(before, anchor=StepAnchor.CELEBRATION, months_before=9)
    assert moved_day(counted, date(2030, 4, 5), ()) == date(2029, 7, 5)
    budget = step(before, anchor=StepAnchor.BUDGET, budget_day="10-31")
    assert moved_day(budget, date(2030, 4, 5), ()) == date(2029, 10, 31)


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (date(2026, 11, 21), StepStanding.NO_RECORD),
        (date(2026, 11, 22), StepStanding.OVERDUE),
        (date(2026, 12, 1), StepStanding.AHEAD),
    ],
)
def test_what_was_due_before_the_runway_began_has_no_record(due: date, found: StepStanding) -> None:
    since, today = date(2026, 11, 22), date(2026, 12, 1)
    assert standing(step(due), since=since, today=today) is found
    done = step(due, done_on=today)
    assert standing(done, since=since, today=today) is StepStanding.DONE


def test_without_a_beginning_nothing_is_excused() -> None:
    late = step(date(2026, 1, 1))
    assert standing(late, since=None, today=date(2026, 2, 1)) is StepStanding.OVERDUE


@pytest.mark.parametrize("state", list(TaskState))
def test_a_step_that_is_a_task_is_done_there(state: TaskState) -> None:
    handed = step(date(2026, 1, 1), done_on=None)
    handed.task = Task(title="工程", state=state)
    assert is_done(handed) is (state is not TaskState.OPEN)
