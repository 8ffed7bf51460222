from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar, Event

from exchange.calendars.enums import Reminder
from exchange.calendars.ical import CANCELLED_MARKS, calendar_bytes
from exchange.core.entries import CalendarEntry, EntryKind, EntryState
from exchange.core.languages import FEED_LANGUAGES
from tests.factories.calendars import (
    BERLIN,
    CHICAGO,
    MODIFIED,
    TOKYO,
    make_entry,
    make_feed,
    make_flight,
)


def read(content: bytes) -> Calendar:
    """Parse a calendar and make sure that the parser had nothing to forgive."""
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    calendar.validate()  # type: ignore[no-untyped-call]
    for component in calendar.walk():
        assert component.errors == []
        for name, value in component.property_items(recursive=False):
            assert type(value).__name__ != "vBroken", name
    for event in calendar.events:
        for name in event.required:
            assert name in event
        for name in event.singletons:
            assert not isinstance(event.get(name), list), name
    return calendar


def write(*entries: CalendarEntry, one_time: bool = False, **feed: str | None) -> bytes:
    return calendar_bytes(entries, feed=make_feed(**feed), one_time=one_time)


def only_event(content: bytes) -> Event:
    (event,) = read(content).events
    return event


def test_whole_days_end_on_the_day_after_the_last() -> None:
    event = only_event(write(make_entry(starts=date(2027, 12, 28), ends=date(2027, 12, 31))))
    assert (event.start, event.end) == (date(2027, 12, 28), date(2028, 1, 1))
    assert event["DTSTART"].params == {"VALUE": "DATE"}
    assert event["DTEND"].params == {"VALUE": "DATE"}


def test_a_month_span_is_one_transparent_event_over_the_month() -> None:
    entry = make_entry(starts=date(2030, 4, 1), ends=date(2030, 4, 30), month_only=True)
    event = only_event(write(entry))
    assert (event.start, event.end) == (date(2030, 4, 1), date(2030, 5, 1))
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_flight_starts_in_one_zone_and_ends_in_another() -> None:
    calendar = read(write(make_flight()))
    (event,) = calendar.events
    assert event.start == datetime(2027, 7, 27, 2, 0, tzinfo=UTC)
    assert event.end == datetime(2027, 7, 27, 22, 30, tzinfo=UTC)
    assert [zone.tz_name for zone in calendar.timezones] == ["America/Chicago", "Asia/Tokyo"]
    assert calendar.get_missing_tzids() == set()


def test_times_are_the_same_when_an_independent_engine_reads_them() -> None:
    entries = [
        make_flight(uid=f"summer-{hour}@x", starts=start, ends=start + timedelta(hours=1))
        for hour, start in enumerate(
            datetime(2027, month, day, 10, tzinfo=zone)
            for month, day in ((1, 15), (3, 29), (7, 1), (11, 8))
            for zone in (CHICAGO, BERLIN, TOKYO)
        )
    ]
    seen = recurring_ical_events.of(read(write(*entries))).between((2027, 1, 1), (2028, 1, 1))
    assert {str(event["UID"]): event.start.astimezone(UTC) for event in seen} == {
        entry.uid: entry.starts.astimezone(UTC)
        for entry in entries
        if isinstance(entry.starts, datetime)
    }


@pytest.mark.parametrize(
    "starts",
    [
        datetime(2005, 4, 10, 9, 0, tzinfo=CHICAGO),
        datetime(2027, 11, 7, 1, 30, fold=1, tzinfo=CHICAGO),
        datetime(2027, 7, 1, 9, 0, tzinfo=UTC),
    ],
    ids=["older than the zone's rule", "second time the clock shows it", "already UTC"],
)
def test_what_a_zone_cannot_say_is_written_in_utc(starts: datetime) -> None:
    in_utc = starts.astimezone(UTC)
    event = only_event(write(make_flight(starts=starts, ends=in_utc + timedelta(hours=2))))
    assert event["DTSTART"].params == {}
    assert (event.start, event.end) == (in_utc, in_utc + timedelta(hours=2))


def test_a_moment_without_length_has_no_end() -> None:
    noon = datetime(2027, 7, 1, 12, tzinfo=TOKYO)
    event = only_event(write(make_flight(kind=EntryKind.TASK, starts=noon, ends=noon)))
    assert "DTEND" not in event
    assert event.start == noon.astimezone(UTC)


def test_what_the_feed_says_about_itself_is_read_back() -> None:
    calendar = read(write(make_entry(), name="周年, 記念; \\ 都市\nX:1", description="一\n二"))
    # the parser hands these two back as they stand in the file
    assert calendar["NAME"] == "周年\\, 記念\\; \\\\ 都市 X:1"
    assert calendar["X-WR-CALNAME"] == calendar["NAME"]
    assert calendar["DESCRIPTION"] == "一\n二"
    assert calendar["COLOR"] == "teal"
    assert calendar["UID"] == "anniversaries-ja@exchange.kumamoto-city"
    assert calendar.decoded("REFRESH-INTERVAL") == timedelta(hours=12)
    assert calendar["REFRESH-INTERVAL"].params == {"VALUE": "DURATION"}
    assert calendar["X-PUBLISHED-TTL"] == "PT12H"
    assert "METHOD" not in calendar
    assert "X-WR-TIMEZONE" not in calendar


def test_an_empty_feed_still_has_a_component() -> None:
    calendar = read(write())
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Tokyo"]
    assert calendar.events == []


def test_an_event_carries_its_text_place_and_categories() -> None:
    entry = make_entry(
        text="式典は未定。\n場所: ハイデルベルク",
        place="市役所, 1F",
        categories=("周年, 記念", "都市"),
    )
    event = only_event(write(entry))
    assert event["SUMMARY"] == "ハイデルベルク市 友好都市提携35周年"
    assert event["SUMMARY"].params == {"LANGUAGE": "ja"}
    assert event["DESCRIPTION"] == "式典は未定。\n場所: ハイデルベルク"
    assert event["LOCATION"] == "市役所, 1F"
    assert event.categories == ["周年, 記念", "都市"]


def test_empty_fields_are_left_out() -> None:
    assert list(only_event(write(make_entry()))) == [
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE",
        "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
    ]  # fmt: skip


def test_revision_is_that_of_the_entry() -> None:
    modified = datetime(2026, 11, 21, 10, 2, 3, 999_999, tzinfo=TOKYO)
    event = only_event(write(make_entry(sequence=4, last_modified=modified)))
    assert event["SEQUENCE"] == 4
    assert event.stamp == event.last_modified == MODIFIED


@pytest.mark.parametrize(
    ("state", "one_time", "status", "title"),
    [
        (EntryState.CONFIRMED, False, "CONFIRMED", "式典"),
        (EntryState.CONFIRMED, True, "CONFIRMED", "式典"),
        (EntryState.TENTATIVE, False, "TENTATIVE", "式典"),
        (EntryState.TENTATIVE, True, "TENTATIVE", "式典"),
        (EntryState.CANCELLED, False, "CONFIRMED", "【中止】式典"),
        (EntryState.CANCELLED, True, "CANCELLED", "【中止】式典"),
    ],
)
def test_status_of_an_event(state: EntryState, one_time: bool, status: str, title: str) -> None:
    event = only_event(write(make_entry(title="式典", state=state), one_time=one_time))
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == (status, title)


@pytest.mark.parametrize("language", FEED_LANGUAGES)
def test_a_cancelled_title_is_marked_in_every_feed_language(language: str) -> None:
    entry = make_entry(title="X", language=language, state=EntryState.CANCELLED)
    event = only_event(write(entry))
    assert str(event["SUMMARY"]) == CANCELLED_MARKS[language] + "X"
    assert event["SUMMARY"].params == {"LANGUAGE": language}


NINE = datetime(2027, 7, 1, 9, tzinfo=TOKYO)


@pytest.mark.parametrize("kind", EntryKind)
def test_whole_days_never_take_time(kind: EntryKind) -> None:
    assert only_event(write(make_entry(kind=kind)))["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (EntryKind.ANNIVERSARY, "TRANSPARENT"),
        (EntryKind.CELEBRATION, "OPAQUE"),
        (EntryKind.REGISTRATION, "TRANSPARENT"),
        (EntryKind.VISIT, "OPAQUE"),
        (EntryKind.ITINERARY, "OPAQUE"),
        (EntryKind.YOUTH, "OPAQUE"),
        (EntryKind.TASK, "TRANSPARENT"),
    ],
)
def test_hours_take_time_unless_they_are_deadlines(kind: EntryKind, expected: str) -> None:
    entry = make_entry(kind=kind, starts=NINE, ends=NINE + timedelta(hours=1))
    assert only_event(write(entry))["TRANSP"] == expected


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://exchange.example", "https://exchange.example/partners/heidelberg/?q=%E7%86%8A"),
        ("https://a.example/sub/", "https://a.example/sub/partners/heidelberg/?q=%E7%86%8A"),
        ("https://熊本.example:8443", "https://xn--8pvr4u.example:8443/partners/heidelberg/?q=%E7%86%8A"),
        ("http://[2001:db8::1]", "http://[2001:db8::1]/partners/heidelberg/?q=%E7%86%8A"),
        ("http://192.0.2.1:8000", "http://192.0.2.1:8000/partners/heidelberg/?q=%E7%86%8A"),
        ("http://127.0.0.1:8000", None),
        ("http://localhost", None),
        ("http://exchange.localhost:80", None),
        ("http://[::1]:8000", None),
        ("http://0.0.0.0", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_link_is_ascii_and_never_leads_to_this_machine(
    base_url: str | None, expected: str | None
) -> None:
    entry = make_entry(path="/partners/heidelberg/?q=熊")
    assert only_event(write(entry, base_url=base_url)).get("URL") == expected


def test_an_entry_without_a_page_has_no_link() -> None:
    assert "URL" not in only_event(write(make_entry(path=None)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_modified": None}, "has no last_modified"),
        ({"ends": date(2027, 5, 18)}, "ends before it starts"),
        ({"starts": NINE, "ends": NINE - timedelta(minutes=1)}, "ends before it starts"),
        ({"starts": NINE, "ends": date(2027, 7, 1)}, "mixes a day and a time"),
        ({"starts": NINE.replace(tzinfo=None), "ends": NINE.replace(tzinfo=None)}, "aware"),
        ({"uid": "熊本@x"}, "a UID is"),
        ({"uid": "a b@x"}, "a UID is"),
        ({"uid": "a" * 256}, "a UID is"),
        ({"uid": ""}, "a UID is"),
    ],
)
def test_an_entry_that_no_reader_would_understand_is_refused(
    changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        write(make_entry(**changes))


def test_the_same_uid_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        write(make_entry(), make_entry())


def test_arriving_before_leaving_by_the_wall_clock_is_no_error() -> None:
    entry = make_flight(
        starts=datetime(2027, 7, 27, 18, tzinfo=TOKYO),
        ends=datetime(2027, 7, 27, 15, tzinfo=CHICAGO),
    )
    assert only_event(write(entry)).end == datetime(2027, 7, 27, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reminder", "days", "hours"),
    [
        (Reminder.DAY_BEFORE, timedelta(hours=-15), timedelta(days=-1)),
        (Reminder.WEEK_BEFORE, timedelta(days=-6, hours=-15), timedelta(days=-7)),
    ],
)
def test_a_reminder_comes_at_nine_or_at_the_entry_s_own_hour(
    reminder: Reminder, days: timedelta, hours: timedelta
) -> None:
    body = calendar_bytes(
        [make_entry(title="式典,\n前夜"), make_flight()],
        feed=make_feed(),
        one_time=False,
        reminder=reminder,
    )
    (whole,), (flight,) = (event.alarms.times for event in read(body).events)
    assert (whole.trigger, flight.trigger) == (
        datetime.combine(date(2027, 5, 19), time()) + days,
        datetime(2027, 7, 27, 11, tzinfo=TOKYO) + hours,
    )
    assert (str(whole.alarm["ACTION"]), str(whole.alarm["DESCRIPTION"])) == (
        "DISPLAY",
        "式典, 前夜",
    )


def test_nothing_reminds_unasked_nor_of_what_does_not_take_place() -> None:
    assert b"VALARM" not in write(make_entry())
    cancelled = make_entry(state=EntryState.CANCELLED)
    body = calendar_bytes(
        [cancelled], feed=make_feed(), one_time=True, reminder=Reminder.DAY_BEFORE
    )
    assert b"VALARM" not in body
