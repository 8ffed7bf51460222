"""Dates from elsewhere: what is read of them, and how what is not is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.calendars.enums import Intake
from exchange.calendars.foreign import LARGEST_FILE, lines_of_file
from exchange.calendars.intake import (
    LONGEST_TITLE,
    MOST_LINES,
    chosen,
    proposals,
)
from exchange.core.errors import DomainError

TODAY = date(2030, 1, 1)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


@pytest.mark.parametrize(
    ("line", "first", "last", "title"),
    [
        ("2027-05-19 式典", "2027-05-19", "2027-05-19", "式典"),
        ("2027/5/19\t式典", "2027-05-19", "2027-05-19", "式典"),
        ("令和9年5月19日、式典", "2027-05-19", "2027-05-19", "式典"),
        ("2027-05 展覧会, 市役所", "2027-05", "2027-05", "展覧会, 市役所"),
        ("1992 交流のはじまり", "1992", "1992", "交流のはじまり"),
        ("2027-05-19~2027-05-21 訪問", "2027-05-19", "2027-05-21", "訪問"),
        ("2027-05-19 〜 2027-05-21 訪問", "2027-05-19", "2027-05-21", "訪問"),
    ],
)
def test_a_pasted_line_is_a_date_and_a_title(line: str, first: str, last: str, title: str) -> None:
    [found] = proposals(line, Intake.HISTORY, today=TODAY)
    assert (str(found.first), str(found.last), found.title) == (first, last, title)
    assert found.problem is None


@pytest.mark.parametrize(
    ("line", "lasts"),
    [
        ("2027-05-19~2027-05-21 訪問", True),
        ("2027-05-19 訪問", False),
        ("2027-05~2027-06 訪問", False),
        ("訪問", False),
    ],
)
def test_a_line_lasts_days_between_two_that_are_known(line: str, lasts: bool) -> None:
    [found] = proposals(line, Intake.HISTORY, today=TODAY)
    assert found.lasts_days is lasts


@pytest.mark.parametrize(
    ("line", "intake", "reason"),
    [
        ("式典", Intake.HISTORY, "calendars.error.line"),
        ("明日 式典", Intake.HISTORY, "core.date.not_partial"),
        ("2027-02-30 式典", Intake.HISTORY, "core.date.no_such_day"),
        ("1400-05-01 式典", Intake.HISTORY, "calendars.error.year"),
        ("2027-05-21~2027-05-19 訪問", Intake.HISTORY, "calendars.error.line_order"),
        ("2027-05 休業", Intake.AVOIDED, "calendars.error.day_wanted"),
        ("2027-05 休業", Intake.HOLIDAYS, "calendars.error.day_wanted"),
    ],
)
def test_what_cannot_be_read_stays_with_its_reason(line: str, intake: Intake, reason: str) -> None:
    [found] = proposals(line, intake, today=TODAY)
    assert found.problem is not None
    assert found.problem.id == reason
    with pytest.raises(DomainError):
        chosen([found], ["1"])


def test_a_file_s_events_become_lines_that_are_read_again() -> None:
    text = lines_of_file(
        calendar(
            "UID:1\r\nDTSTART;VALUE=DATE:20270519\r\nDTEND;VALUE=DATE:20270521\r\n"
            "SUMMARY:Fest\\, groß",
            "UID:2\r\nDTSTART:20271231T230000Z\r\nDTEND:20280101T010000Z\r\nSUMMARY:a\\nb",
            "UID:3\r\nDTSTART;VALUE=DATE:20280229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Tag",
            "UID:4\r\nSUMMARY:ohne Datum",
        )
    )
    found = proposals(text, Intake.HISTORY, today=TODAY)
    assert [(str(each.first), str(each.last), each.title) for each in found[:3]] == [
        ("2027-05-19", "2027-05-20", "Fest, groß"),
        ("2027-12-31", "2028-01-01", "a b"),
        ("2028-02-29", "2028-02-29", "Tag"),
    ]
    assert found[3].problem is not None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html></html>", "calendars.error.file_unreadable"),
        (b"\xff\xfe\x00", "calendars.error.file_unreadable"),
        (b"x" * (LARGEST_FILE + 1), "calendars.error.file_large"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(DomainError) as refusal:
        lines_of_file(content)
    assert refusal.value.sentence.id == reason


@given(st.binary(max_size=400))
def test_no_file_whatever_does_more_than_be_refused(noise: bytes) -> None:
    for content in (noise, calendar("UID:1\r\nDTSTART:" + noise.decode("latin-1"))):
        with suppress(DomainError):
            assert isinstance(lines_of_file(content), str)


@pytest.mark.parametrize("count", [0, MOST_LINES + 1])
def test_nothing_and_too_much_are_refused(count: int) -> None:
    with pytest.raises(DomainError):
        proposals("2027-05-19 式典\n" * count, Intake.HISTORY, today=TODAY)


def test_a_title_is_cut_where_no_page_would_show_more() -> None:
    [found] = proposals(f"2027-05-19 {'長' * 500}", Intake.HISTORY, today=TODAY)
    assert found.title == "長" * LONGEST_TITLE


def test_history_lies_behind_and_days_to_avoid_may_lie_ahead() -> None:
    line = "2027-05-19 式典"
    [history] = proposals(line, Intake.HISTORY, today=date(2026, 11, 22))
    assert (history.first, history.problem and history.problem.id) == (None, "core.date.ahead")
    [avoided] = proposals(line, Intake.AVOIDED, today=date(2026, 11, 22))
    assert avoided.problem is None


def test_closed_days_that_are_all_on_file_need_not_be_taken_in() -> None:
    on_file = frozenset({date(2027, 5, 19), date(2027, 5, 20)})
    lines = "2027-05-19~2027-05-20 祝日\n2027-05-19~2027-05-21 連休\n読めない行"
    found = proposals(lines, Intake.HOLIDAYS, today=TODAY, on_file=on_file)
    problems = [each.problem and each.problem.id for each in found]
    assert problems == ["calendars.error.on_file", None, "calendars.error.line"]
