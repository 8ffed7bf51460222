"""The calendar's list by months, and what the grid may ask for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exchange.calendars.agenda import agenda_months, for_grid, later, read_day, read_range
from exchange.core.entries import Audience, CalendarEntry, EntryKind
from exchange.core.errors import BadRequestError

TODAY = date(2026, 11, 21)


def entry(uid: str, starts: date | datetime, ends: date | datetime | None = None) -> CalendarEntry:
    return CalendarEntry(
        uid=uid,
        kind=EntryKind.VISIT,
        audience=Audience.PUBLIC,
        title=uid,
        language="ja",
        starts=starts,
        ends=ends or starts,
    )


def test_entries_stand_under_the_month_they_begin_in_whole_days_first() -> None:
    morning = datetime(2027, 5, 19, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    found = [
        entry("timed", morning, morning + timedelta(hours=1)),
        entry("day", date(2027, 5, 19)),
        entry("earlier", date(2027, 4, 30)),
    ]
    months = agenda_months(found, date(2027, 4, 1))
    assert [(month.first, [e.uid for e in month.entries]) for month in months] == [
        (date(2027, 4, 1), ["earlier"]),
        (date(2027, 5, 1), ["day", "timed"]),
    ]


def test_what_runs_on_from_before_stands_in_the_first_month_shown() -> None:
    months = agenda_months([entry("long", date(2027, 3, 20), date(2027, 4, 2))], date(2027, 4, 1))
    assert [month.first for month in months] == [date(2027, 4, 1)]


def test_what_was_over_before_the_first_month_is_left_out() -> None:
    evening = datetime(2027, 3, 31, 20, 0, tzinfo=ZoneInfo("America/Chicago"))
    over = entry("over", evening, evening + timedelta(hours=2))
    assert agenda_months([over], date(2027, 4, 1)) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2027-05", date(2027, 5, 1)),
        ("2027-05-19", date(2027, 5, 19)),
        ("2026-11", TODAY),
        (None, TODAY),
        ("", TODAY),
    ],
)
def test_a_month_or_a_day_is_read(text: str | None, first: date) -> None:
    assert read_day(text, today=TODAY) == first


@pytest.mark.parametrize("text", ["2027-13", "May 2027", "2027", "2027-05-32"])
def test_an_unreadable_month_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError) as refusal:
        read_day(text, today=TODAY)
    assert refusal.value.sentence.id == "calendars.error.month"


@pytest.mark.parametrize("text", ["1900-01", "2200-12"])
def test_the_first_and_the_last_month_can_be_turned_to(text: str) -> None:
    assert read_day(text, today=TODAY).isoformat() == f"{text}-01"


@pytest.mark.parametrize("text", ["0001-01", "1899-12", "2201-01", "9999-12"])
def test_a_year_beyond_all_plans_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError) as refusal:
        read_day(text, today=TODAY)
    assert refusal.value.sentence.id == "calendars.error.year"


@pytest.mark.parametrize(
    ("months", "expected"),
    [(12, date(2027, 11, 1)), (-11, date(2025, 12, 1)), (2, date(2027, 1, 1))],
)
def test_months_are_counted_across_years(months: int, expected: date) -> None:
    assert later(date(2026, 11, 1), months) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-05-01", "2027-06-01"),
        ("2027-05-01T00:00:00+09:00", "2027-06-01T00:00:00+09:00"),
        ("2027-05-01T00:00:00", "2027-06-01T00:00:00"),
        ("2027-04-30T15:00:00Z", "2027-05-31T15:00:00Z"),
    ],
)
def test_a_range_is_read_in_the_office_s_days_and_its_end_is_exclusive(
    start: str, end: str
) -> None:
    assert read_range(start, end) == (date(2027, 5, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (None, "2027-06-01", "calendars.error.range_missing"),
        ("2027-05-01", "", "calendars.error.range_missing"),
        ("yesterday", "2027-06-01", "calendars.error.range_unreadable"),
        ("2027-05-01", "2027-02-30", "calendars.error.range_unreadable"),
        ("2027-05-01", "2027-05-01", "calendars.error.range_order"),
        ("2027-05-01", "2020-05-01", "calendars.error.range_order"),
        ("2000-01-01", "2027-05-01", "calendars.error.range_long"),
        ("0001-01-01", "0001-02-01", "calendars.error.year"),
        ("9999-11-01", "9999-12-31", "calendars.error.year"),
        ("0001-01-01T00:00:00+14:00", "0001-02-01", "calendars.error.range_unreadable"),
        ("9999-12-01", "9999-12-31T23:59:00-12:00", "calendars.error.range_unreadable"),
    ],
)
def test_a_malformed_range_is_refused_with_its_own_sentence(
    start: str | None, end: str | None, sentence: str
) -> None:
    with pytest.raises(BadRequestError) as refusal:
        read_range(start, end)
    assert refusal.value.sentence.id == sentence


def test_the_grid_gets_whole_days_with_an_exclusive_end_and_no_empty_address() -> None:
    drawn = for_grid(entry("visit", date(2027, 5, 19), date(2027, 5, 21)), url=None)
    assert (drawn["start"], drawn["end"], drawn["allDay"]) == ("2027-05-19", "2027-05-22", True)
    assert "url" not in drawn


def test_the_grid_gets_instants_with_their_offset() -> None:
    start = datetime(2027, 7, 27, 10, 0, tzinfo=UTC)
    drawn = for_grid(entry("flight", start, start + timedelta(hours=2)), url="/delegations/x/")
    assert (drawn["start"], drawn["end"], drawn["allDay"], drawn["url"]) == (
        "2027-07-27T10:00:00+00:00",
        "2027-07-27T12:00:00+00:00",
        False,
        "/delegations/x/",
    )
