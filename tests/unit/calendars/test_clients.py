"""How Google, Apple and Outlook list the same entries."""

from datetime import date, datetime

import pytest

from exchange.calendars.clients import Client, shown_by
from exchange.core.entries import CalendarEntry, EntryState
from tests.factories.calendars import TOKYO, make_entry

CANCELLED = make_entry(state=EntryState.CANCELLED, title="周年式典")
MONTH = make_entry(starts=date(2027, 4, 1), ends=date(2027, 4, 30), month_only=True)
TIMED = make_entry(
    starts=datetime(2027, 5, 19, 10, 0, tzinfo=TOKYO),
    ends=datetime(2027, 5, 19, 11, 0, tzinfo=TOKYO),
)


@pytest.mark.parametrize("client", Client)
def test_a_subscription_shows_what_was_cancelled_by_its_title_everywhere(client: Client) -> None:
    shown = shown_by(client, CANCELLED)
    assert shown is not None
    assert (shown.title, shown.struck) == ("【中止】周年式典", False)


@pytest.mark.parametrize(
    ("client", "seen", "struck"),
    [(Client.GOOGLE, False, None), (Client.APPLE, True, True), (Client.OUTLOOK, True, False)],
)
def test_a_file_loaded_once_shows_it_as_each_client_does(
    client: Client, seen: bool, struck: bool | None
) -> None:
    shown = shown_by(client, CANCELLED, one_time=True)
    assert (shown is not None) is seen
    assert (shown.struck if shown else None) is struck


@pytest.mark.parametrize(
    ("client", "days"), [(Client.GOOGLE, 30), (Client.APPLE, None), (Client.OUTLOOK, 30)]
)
def test_a_month_is_counted_in_days_or_repeated(client: Client, days: int | None) -> None:
    shown = shown_by(client, MONTH)
    assert shown is not None
    assert (shown.first, shown.last, shown.days) == (date(2027, 4, 1), date(2027, 4, 30), days)


@pytest.mark.parametrize(("entry", "whole"), [(TIMED, False), (make_entry(), True)])
def test_a_whole_day_has_no_clock(entry: CalendarEntry, whole: bool) -> None:
    for client in Client:
        shown = shown_by(client, entry)
        assert shown is not None
        assert (shown.begins_at is None) is whole
        assert shown.days is None
