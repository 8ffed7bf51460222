"""Clocks of the partners beside Kumamoto's."""

from datetime import UTC, datetime, timedelta

import pytest

from exchange.core.translate import translate
from exchange.partners.rules import local_time

WINTER = datetime(2026, 1, 15, 3, 0, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "clock", "ahead", "hours"),
    [
        ("America/Chicago", WINTER, "21:00", -15, "15"),
        ("America/Chicago", SUMMER, "22:00", -14, "14"),
        ("Europe/Berlin", WINTER, "04:00", -8, "8"),
        ("Europe/Berlin", SUMMER, "05:00", -7, "7"),
        ("Asia/Seoul", SUMMER, "12:00", 0, "0"),
        ("Asia/Taipei", SUMMER, "11:00", -1, "1"),
        ("Pacific/Auckland", WINTER, "16:00", 4, "4"),
        ("Asia/Kolkata", SUMMER, "08:30", -3.5, "3:30"),
    ],
)
def test_the_difference_is_that_of_the_instant(
    zone: str, now: datetime, clock: str, ahead: float, hours: str
) -> None:
    found = local_time(zone, now)
    assert f"{found.there:%H:%M}" == clock
    assert (found.ahead, found.hours) == (timedelta(hours=ahead), hours)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Chicago", "（熊本より14時間遅い）"),
        ("Asia/Seoul", "（熊本と同じ）"),
        ("Pacific/Auckland", "（熊本より3時間早い）"),
    ],
)
def test_the_difference_is_said_in_words(zone: str, words: str) -> None:
    assert translate(local_time(zone, SUMMER).difference, "ja") == words
