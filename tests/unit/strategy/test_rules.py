"""Rules of activities: dated well enough, and counted in what."""

from datetime import UTC, date, datetime
from typing import Final

import pytest

from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.strategy.enums import ActivityKind, ActivityOrganiser, Count
from exchange.strategy.models import Activity
from exchange.strategy.rules import (
    counted_in,
    ensure_dated,
    ensure_stands,
    year_name,
    years_of,
)

TODAY: Final = date(2026, 11, 25)
NETWORK, COURSES = Count.PROMOTIONS_ABROAD, Count.SEMINARS_AND_COURSES


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (PartialDate(2026), "strategy.activity.error.bare_year"),
        (PartialDate(2026, 12), "core.date.ahead"),
        (PartialDate(2026, 11, 26), "core.date.ahead"),
        (PartialDate(2026, 11), None),
        (PartialDate(2026, 11, 25), None),
    ],
)
def test_an_activity_is_over_and_lies_in_one_fiscal_year(
    held: PartialDate, reason: str | None
) -> None:
    if reason is None:
        ensure_dated(held, today=TODAY)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_dated(held, today=TODAY)
    assert (refusal.value.sentence.id, refusal.value.field) == (reason, "held")


@pytest.mark.parametrize(
    ("held", "years"),
    [
        (PartialDate(2026, 3), (2025, 2026)),
        (PartialDate(2026, 4), (2026, 2026)),
        (PartialDate(2027, 3, 31), (2026, 2027)),
    ],
)
def test_an_activity_has_a_fiscal_and_a_calendar_year(
    held: PartialDate, years: tuple[int, int]
) -> None:
    assert years_of(held) == years


def test_a_year_is_named_by_its_basis() -> None:
    assert year_name(2026, calendar=False) == FiscalYear(2026)
    calendar = message("strategy.activities.calendar_year", year="2026")
    assert year_name(2026, calendar=True) == calendar


@pytest.mark.parametrize(
    ("kind", "organiser", "counts"),
    [
        (ActivityKind.PROMOTION, ActivityOrganiser.CITY, [NETWORK]),
        (ActivityKind.PROMOTION, ActivityOrganiser.JOINT, [NETWORK]),
        (ActivityKind.PROMOTION, ActivityOrganiser.OTHER, [NETWORK]),
        (ActivityKind.SEMINAR, ActivityOrganiser.CITY, [COURSES]),
        (ActivityKind.SEMINAR, ActivityOrganiser.JOINT, [COURSES]),
        (ActivityKind.SEMINAR, ActivityOrganiser.OTHER, []),
        (ActivityKind.COURSE, ActivityOrganiser.CITY, [COURSES]),
        (ActivityKind.COURSE, ActivityOrganiser.JOINT, [COURSES]),
        (ActivityKind.COURSE, ActivityOrganiser.OTHER, []),
        *((ActivityKind.OTHER, organiser, []) for organiser in ActivityOrganiser),
    ],
)
def test_kind_and_organiser_decide_what_counts_an_activity(
    kind: ActivityKind, organiser: ActivityOrganiser, counts: list[Count]
) -> None:
    activity = Activity(kind=kind, organiser=organiser)
    assert counted_in(activity) == counts


def test_what_was_withdrawn_counts_nowhere_and_stays_as_it_is() -> None:
    activity = Activity(kind=ActivityKind.PROMOTION, organiser=ActivityOrganiser.CITY)
    ensure_stands(activity)
    activity.withdrawn_at = datetime(2026, 11, 1, tzinfo=UTC)
    assert counted_in(activity) == []
    with pytest.raises(TransitionError):
        ensure_stands(activity)
