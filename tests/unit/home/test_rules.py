"""What stands on the first pages, and in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from exchange.core.entries import CalendarEntry, EntryKind, EntryState
from exchange.home.rules import (
    by_day,
    days_until,
    shown_date,
    under_way,
    upcoming,
)
from tests.factories.calendars import make_entry

TODAY = date(2027, 5, 19)


def on(day: date, title: str = "", **changes: object) -> CalendarEntry:
    return make_entry(title=title or str(day), starts=day, ends=day, **changes)


def titles(entries: list[CalendarEntry]) -> list[str]:
    return [entry.title for entry in entries]


def test_what_comes_next_begins_today_and_ends_with_the_limit() -> None:
    days = [date(2027, 5, 18), TODAY, date(2027, 12, 28), date(2027, 5, 29)]
    found = upcoming([on(day) for day in days], TODAY, limit=2)
    assert titles(found) == ["2027-05-19", "2027-05-29"]


def test_a_date_known_to_the_month_comes_until_the_month_is_over() -> None:
    april, may = on(date(2027, 4, 1), month_only=True), on(date(2027, 5, 1), month_only=True)
    assert upcoming([april, may], TODAY, limit=5) == [may]


@pytest.mark.parametrize(("month_only", "text"), [(True, "2027-05"), (False, "2027-05-01")])
def test_a_date_is_shown_no_finer_than_it_is_known(month_only: bool, text: str) -> None:
    assert str(shown_date(on(date(2027, 5, 1), month_only=month_only))) == text


def test_days_are_counted_only_to_a_known_day() -> None:
    assert days_until(on(date(2027, 5, 29)), TODAY) == 10
    assert days_until(on(date(2027, 6, 1), month_only=True), TODAY) is None


def test_entries_stand_under_the_office_s_day_they_begin_and_running_ones_under_the_first() -> None:
    evening = datetime(2027, 5, 19, 15, 30, tzinfo=UTC)  # 00:30 of the 20th in Kumamoto
    running = replace(on(date(2027, 5, 17), "running"), ends=date(2027, 5, 21))
    night = replace(on(TODAY, "night"), starts=evening, ends=evening)
    grouped = by_day([night, running, on(date(2027, 5, 20), "whole day")], TODAY)
    assert [(day.day, titles(list(entries))) for day, entries in grouped] == [
        (19, ["running"]),
        (20, ["whole day", "night"]),
    ]


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "is_under_way"),
    [
        (EntryKind.VISIT, 17, 21, True),
        (EntryKind.VISIT, 19, 19, True),
        (EntryKind.VISIT, 20, 21, False),
        (EntryKind.VISIT, 17, 18, False),
        (EntryKind.YOUTH, 17, 21, False),
    ],
)
def test_a_visit_is_under_way_from_its_first_to_its_last_day(
    kind: EntryKind, starts: int, ends: int, is_under_way: bool
) -> None:
    entry = make_entry(kind=kind, starts=date(2027, 5, starts), ends=date(2027, 5, ends))
    assert (under_way([entry], TODAY) == [entry]) is is_under_way


def test_a_visit_called_off_is_not_under_way() -> None:
    visit = on(TODAY, kind=EntryKind.VISIT)
    draft = replace(visit, state=EntryState.TENTATIVE)
    assert under_way([draft, replace(visit, state=EntryState.CANCELLED)], TODAY) == [draft]
