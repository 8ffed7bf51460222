"""What a parser forgives is looked at here, byte by byte."""

import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser.property import unescape_backslash

from exchange.calendars.ical import calendar_bytes
from tests.factories.calendars import TOKYO, make_entry, make_feed, make_flight
from tests.factories.hostile import BOUNDED, TEXTS

HEAD = (
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//Kumamoto City//Exchange//EN\r\n"
    "CALSCALE:GREGORIAN\r\n"
    "UID:anniversaries-ja@exchange.kumamoto-city\r\n"
    "NAME:熊本市 友好姉妹都市等の周年\r\n"
    "X-WR-CALNAME:熊本市 友好姉妹都市等の周年\r\n"
    "DESCRIPTION:友好姉妹都市等の周年記念日\r\n"
    "X-WR-CALDESC:友好姉妹都市等の周年記念日\r\n"
    "COLOR:teal\r\n"
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"
    "X-PUBLISHED-TTL:PT12H\r\n"
)
ANNIVERSARY = (
    "BEGIN:VEVENT\r\n"
    "UID:heidelberg-1992-2027@exchange.kumamoto-city\r\n"
    "DTSTAMP:20261121T010203Z\r\n"
    "LAST-MODIFIED:20261121T010203Z\r\n"
    "SEQUENCE:0\r\n"
    "DTSTART;VALUE=DATE:20270519\r\n"
    "DTEND;VALUE=DATE:20270520\r\n"
    "SUMMARY;LANGUAGE=ja:ハイデルベルク市 友好都市提携35周年\r\n"
    "DESCRIPTION:熊本市とハイデルベルク市は1992年5月19日に友\r\n"
    " 好都市となりました。\r\n"
    "CATEGORIES:周年\\, 記念,ハイデルベルク\r\n"
    "URL:https://exchange.example/partners/heidelberg/\r\n"
    "STATUS:CONFIRMED\r\n"
    "TRANSP:TRANSPARENT\r\n"
    "END:VEVENT\r\n"
)
FLIGHT = (
    "BEGIN:VTIMEZONE\r\n"
    "TZID:America/Chicago\r\n"
    "BEGIN:DAYLIGHT\r\n"
    "DTSTART:20070311T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"
    "TZNAME:CDT\r\n"
    "TZOFFSETFROM:-0600\r\n"
    "TZOFFSETTO:-0500\r\n"
    "END:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:20071104T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"
    "TZNAME:CST\r\n"
    "TZOFFSETFROM:-0500\r\n"
    "TZOFFSETTO:-0600\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Asia/Tokyo\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:19700101T000000\r\n"
    "TZNAME:JST\r\n"
    "TZOFFSETFROM:+0900\r\n"
    "TZOFFSETTO:+0900\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\n"
    "UID:itinerary-0190f3c4-0000-7000-8000-000000000001@exchange.kumamoto-city\r\n"
    "DTSTAMP:20261121T010203Z\r\n"
    "LAST-MODIFIED:20261121T010203Z\r\n"
    "SEQUENCE:0\r\n"
    "DTSTART;TZID=Asia/Tokyo:20270727T110000\r\n"
    "DTEND;TZID=America/Chicago:20270727T173000\r\n"
    "SUMMARY;LANGUAGE=ja:福岡空港→サンアントニオ\r\n"
    "LOCATION:福岡空港 国際線\r\n"
    "STATUS:CONFIRMED\r\n"
    "TRANSP:OPAQUE\r\n"
    "END:VEVENT\r\n"
)
FOOT = "END:VCALENDAR\r\n"


def test_golden_bytes_of_an_anniversary() -> None:
    entry = make_entry(
        text="熊本市とハイデルベルク市は1992年5月19日に友好都市となりました。",
        path="/partners/heidelberg/",
        categories=("周年, 記念", "ハイデルベルク"),
    )
    content = calendar_bytes([entry], feed=make_feed(), one_time=False)
    assert content.decode() == HEAD + ANNIVERSARY + FOOT


def test_golden_bytes_of_a_flight() -> None:
    content = calendar_bytes([make_flight()], feed=make_feed(), one_time=True)
    assert content.decode() == HEAD + FLIGHT + FOOT


def check_lines(content: bytes) -> None:
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is split between two lines
        backslashes = len(line) - len(line.rstrip(b"\\"))
        assert backslashes % 2 == 0, line


@pytest.mark.parametrize("length", range(55, 75))
@pytest.mark.parametrize("end", ["\\\\next", "\\next", "\n次", ",;,;", "熊本", "𠮷野", "👨‍👩‍👧"])
def test_no_fold_splits_a_character_or_an_escape_pair(length: int, end: str) -> None:
    text = "x" * length + end
    content = calendar_bytes([make_entry(text=text)], feed=make_feed(), one_time=False)
    check_lines(content)
    assert Calendar.from_ical(content).events[0]["DESCRIPTION"] == text


def test_control_characters_never_leave() -> None:
    unwanted = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xD800, 0xDFFF]))
    entry = make_entry(title=f"a{unwanted}b", text=f"a{unwanted}b\u2028c", categories=("\0z",))
    content = calendar_bytes([entry], feed=make_feed(name="\0n\a"), one_time=False)
    check_lines(content)
    event = Calendar.from_ical(content).events[0]
    assert event["SUMMARY"] == "a\t  b"
    assert event["DESCRIPTION"] == "a\t\n\nb\nc"
    assert event.categories == ["z"]
    assert b"\r\nNAME:n\r\n" in content


def test_a_name_cannot_inject_lines() -> None:
    name = "A\r\nBEGIN:VEVENT\r\nSUMMARY:x"
    content = calendar_bytes([], feed=make_feed(name=name), one_time=False)
    assert b"\r\nNAME:A BEGIN:VEVENT SUMMARY:x\r\n" in content
    assert Calendar.from_ical(content).events == []


NASTY = st.text(
    st.one_of(
        st.sampled_from("\\;,:\"'\nnN 　熊本市友好姊妹都市ーゝ髙﨑ß한국👨‍👩‍👧𠮷"),
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufeff"),
    ),
    max_size=200,
)
INSTANTS = st.datetimes(
    datetime(2027, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone
    datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
).map(lambda instant: instant.replace(microsecond=0))


def in_utc(moment: date) -> datetime:
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


@given(title=NASTY, text=NASTY, category=NASTY.filter(bool), times=st.tuples(INSTANTS, INSTANTS))
def test_text_and_instants_survive(
    title: str, text: str, category: str, times: tuple[datetime, datetime]
) -> None:
    starts, ends = sorted(times, key=in_utc)
    assume(in_utc(starts) < in_utc(ends))
    entry = make_flight(title=title, text=text, categories=(category,), starts=starts, ends=ends)
    content = calendar_bytes([entry], feed=make_feed(name=title), one_time=False)
    check_lines(content)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.events
    assert event["SUMMARY"] == title.replace("\n", " ")
    assert unescape_backslash(str(calendar["NAME"])) == title.replace("\n", " ")
    assert event.get("DESCRIPTION", "") == text
    assert event.categories == [category.replace("\n", " ")]
    assert in_utc(event.start) == in_utc(starts)
    assert in_utc(event.end) == in_utc(ends)


@BOUNDED
@given(title=TEXTS, text=TEXTS, category=TEXTS, name=TEXTS)
def test_no_text_whatever_breaks_a_calendar(
    title: str, text: str, category: str, name: str
) -> None:
    entry = make_entry(title=title, text=text, categories=(category,), place=text)
    content = calendar_bytes([entry], feed=make_feed(name=name), one_time=False)
    check_lines(content)
    assert len(Calendar.from_ical(content).events) == 1


def test_entries_stand_in_order_of_start_and_uid_however_they_come() -> None:
    entries = [
        make_entry(uid="b@x"),
        make_entry(uid="a@x"),
        make_flight(
            uid="c@x",
            starts=datetime(2027, 5, 19, 8, tzinfo=TOKYO),
            ends=datetime(2027, 5, 19, 9, tzinfo=TOKYO),
        ),
    ]
    content = calendar_bytes(entries, feed=make_feed(), one_time=False)
    assert [str(event["UID"]) for event in Calendar.from_ical(content).events] == [
        "a@x", "b@x", "c@x",
    ]  # fmt: skip
    for seed in range(5):
        random.Random(seed).shuffle(entries)
        assert calendar_bytes(entries, feed=make_feed(), one_time=False) == content


SCRIPT = """
import sys
from exchange.calendars.ical import calendar_bytes
from tests.factories.hostile import BOUNDED, TEXTS
from tests.factories.calendars import make_entry, make_feed, make_flight
entries = [make_flight(), make_entry(categories=("a", "b"))]
sys.stdout.buffer.write(calendar_bytes(entries, feed=make_feed(), one_time=False))
"""


def test_bytes_are_the_same_in_every_process() -> None:
    bodies = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(bodies) == 1
    assert bodies.pop().count(b"BEGIN:VEVENT") == 2
