"""Posts in time: who holds one today, and how far that may be relied upon."""

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import pytest

from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.people.enums import PostDoubt, PostKind, PostStanding
from exchange.people.models import Post
from exchange.people.rules import (
    doubts,
    ensure_in_order,
    head_on,
    in_order,
    months_before,
    standing,
)

TODAY = date(2026, 11, 22)


def post(
    kind: PostKind = PostKind.HEAD, dates: Mapping[str, str] | None = None, **more: str
) -> Post:
    """Make a post that is in no database; dates as ISO text."""
    given = {**(dates or {}), **more}
    known = {name: PartialDate.parse(text) for name, text in given.items()}
    return Post(id=uuid4(), kind=kind, title=Localized({"ja": "市長"}), **known)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, PostStanding.PRESENT),
        ({"begins": "2020"}, PostStanding.PRESENT),
        ({"begins": "2026-11"}, PostStanding.PRESENT),
        ({"begins": "2026-12"}, PostStanding.COMING),
        ({"ends": "2026-11-23"}, PostStanding.PRESENT),
        ({"ends": "2026-11-22"}, PostStanding.PAST),
        ({"begins": "2018", "ends": "2022"}, PostStanding.PAST),
    ],
)
def test_a_post_stands_where_its_dates_put_it(
    dates: dict[str, str], expected: PostStanding
) -> None:
    assert standing(post(dates=dates), today=TODAY) is expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"confirmed": "2026-10"}, []),
        ({"confirmed": "2026-05"}, []),
        ({"confirmed": "2026-05-22"}, []),
        ({"confirmed": "2026-05-21"}, [PostDoubt.LONG_AGO]),
        ({"confirmed": "2025"}, [PostDoubt.LONG_AGO]),
        ({}, [PostDoubt.UNCONFIRMED]),
        ({"confirmed": "2026-11", "term_ends": "2026-11"}, []),
        ({"confirmed": "2026-11", "term_ends": "2026-10"}, [PostDoubt.TERM_OVER]),
        (
            {"confirmed": "2020", "term_ends": "2024"},
            [PostDoubt.LONG_AGO, PostDoubt.TERM_OVER],
        ),
        ({"ends": "2024"}, []),
        ({"begins": "2027"}, []),
    ],
)
def test_a_present_post_is_doubted_after_six_months_and_past_its_term(
    dates: dict[str, str], expected: list[PostDoubt]
) -> None:
    assert doubts(post(dates=dates), today=TODAY) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 6, date(2026, 5, 22)),
        (date(2026, 3, 31), 6, date(2025, 9, 30)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back_to_a_day_there_is(day: date, months: int, expected: date) -> None:
    assert months_before(day, months) == expected


def test_the_head_of_a_day_is_who_began_last() -> None:
    former, present = post(begins="2014", ends="2022-10"), post(begins="2022-10")
    deputy = post(PostKind.DEPUTY_HEAD, begins="2024")
    assert head_on([former, deputy, present], TODAY) is present
    assert head_on([former, present], date(2020, 1, 1)) is former
    assert head_on([deputy], TODAY) is None


def test_present_posts_come_first_by_kind_and_former_ones_by_time() -> None:
    head, contact = post(begins="2022"), post(PostKind.CONTACT)
    early, late = post(ends="2014"), post(begins="2014", ends="2022")
    assert in_order([early, contact, late, head], today=TODAY) == [head, contact, late, early]


def test_a_post_ends_no_earlier_than_it_begins() -> None:
    ensure_in_order(PartialDate(2022, 10), PartialDate(2022))
    ensure_in_order(None, PartialDate(2022))
    with pytest.raises(DomainError) as refusal:
        ensure_in_order(PartialDate(2022, 10), PartialDate(2022, 9))
    assert refusal.value.field == "ends"
