"""Days of stays, places taken, and until when anything is kept."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.hosting.rules.stays import (
    Days,
    ensure_days,
    ensure_hosts,
    has_homestays,
    hosts_here,
    most_at_once,
    purge_day,
    within,
)
from exchange.youth.enums import EditionState, YouthDirection


def days(first: int, last: int) -> Days:
    return Days(date(2026, 8, first), date(2026, 8, last))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], 0),
        ([days(11, 12)], 0),
        ([days(10, 12)], 1),
        ([days(1, 3), days(4, 10)], 1),
        ([days(1, 4), days(4, 10)], 2),
        ([days(1, 10), days(2, 3), days(5, 6)], 2),
    ],
)
def test_the_fullest_day_counts(taken: list[Days], expected: int) -> None:
    assert most_at_once(taken, days(1, 10)) == expected


def test_stated_days_stand_and_the_whole_where_none_are() -> None:
    assert within(None, None, days(1, 10)) == days(1, 10)
    assert within(date(2026, 8, 2), date(2026, 8, 3), days(1, 10)) == days(2, 3)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (None, None, None),
        (date(2026, 8, 1), date(2026, 8, 1), None),
        (date(2026, 8, 1), None, "hosting.error.one_day"),
        (None, date(2026, 8, 1), "hosting.error.one_day"),
        (date(2026, 8, 2), date(2026, 8, 1), "hosting.error.days_order"),
    ],
)
def test_one_day_alone_and_days_in_the_wrong_order_are_refused(
    first: date | None, last: date | None, refused: str | None
) -> None:
    if refused is None:
        ensure_days(first, last, field="until")
        return
    with pytest.raises(DomainError, match=refused) as caught:
        ensure_days(first, last, field="until")
    assert caught.value.field == "until"


def test_families_are_kept_sixty_days_after_the_last() -> None:
    assert purge_day(date(2026, 8, 10)) == date(2026, 10, 9)


def test_nobody_stays_with_a_family_on_line() -> None:
    assert set(YouthDirection) - {each for each in YouthDirection if has_homestays(each)} == {
        YouthDirection.ONLINE
    }


def test_guests_stay_here_only_where_somebody_comes() -> None:
    assert {each for each in YouthDirection if hosts_here(each)} == {
        YouthDirection.RECEIVE,
        YouthDirection.CONFERENCE,
    }
    ensure_hosts(YouthDirection.RECEIVE, EditionState.ANNOUNCED)
    with pytest.raises(DomainError, match="nobody_comes"):
        ensure_hosts(YouthDirection.SEND, EditionState.ANNOUNCED)
    with pytest.raises(DomainError, match="edition_cancelled"):
        ensure_hosts(YouthDirection.RECEIVE, EditionState.CANCELLED)
