"""Legs: what they must be, what they leave open; who can host; fallback days."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from exchange.core.errors import DomainError
from exchange.delegations.enums import VisitState
from exchange.delegations.hosts import parties_in_force
from exchange.delegations.legs import Leg, LegError, ensure_legs, move_legs, open_points
from exchange.delegations.models import Visit, VisitLeg, VisitPartner
from exchange.delegations.rules import (
    ensure_fallback,
    ensure_fallback_open,
    ensure_head,
    may_fall_back,
)
from exchange.partners.models import Partner
from tests.factories.agreements import reference_agreements

HERE, ELSEWHERE = uuid4(), uuid4()


def may(day: int) -> date:
    return date(2027, 5, day)


def leg(first: int, last: int, place: str = "ベルリン", partner: UUID | None = None) -> Leg:
    return Leg(partner, place, may(first), may(last))


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [leg(17, 22)],
        [leg(17, 19, "", HERE), leg(19, 22)],
        [leg(17, 17), leg(20, 22)],
    ],
)
def test_legs_in_order_on_the_days_of_the_visit_are_taken(legs: list[Leg]) -> None:
    ensure_legs(legs, partners=[HERE], starts=may(17), ends=may(22))


@pytest.mark.parametrize(
    ("legs", "sentence", "at", "field"),
    [
        ([leg(17, 18), leg(18, 22, "")], "leg_nowhere", 1, "place"),
        ([leg(17, 22, "", ELSEWHERE)], "leg_partner", 0, "partner"),
        ([leg(19, 18)], "ends_before_starts", 0, "ends"),
        ([leg(16, 18)], "leg_outside", 0, "starts"),
        ([leg(17, 23)], "leg_outside", 0, "ends"),
        ([leg(17, 20), leg(19, 22)], "leg_order", 1, "starts"),
    ],
)
def test_a_leg_that_cannot_be_is_refused_in_its_row(
    legs: list[Leg], sentence: str, at: int, field: str
) -> None:
    with pytest.raises(LegError) as refusal:
        ensure_legs(legs, partners=[HERE], starts=may(17), ends=may(22))
    error = refusal.value
    assert (error.sentence.id, error.at, error.field) == (
        f"delegations.error.{sentence}",
        at,
        field,
    )


def visit(*legs: tuple[int, int, UUID | None]) -> Visit:
    made = Visit(starts=may(17), ends=may(22))
    made.links = [VisitPartner(partner_id=HERE, partner=Partner(id=HERE))]
    made.legs = [
        VisitLeg(position=at, partner_id=partner, place="", starts=may(first), ends=may(last))
        for at, (first, last, partner) in enumerate(legs, start=1)
    ]
    return made


@pytest.mark.parametrize(
    ("legs", "points"),
    [
        ((), []),
        (((17, 19, HERE), (19, 22, None)), []),
        (((18, 19, HERE), (22, 22, None)), [("gap_day", 17), ("gap", 20, 21)]),
        (((16, 22, HERE),), [("outside", 1)]),
        (((17, 23, ELSEWHERE),), [("outside", 1), ("no_partner", 1)]),
    ],
)
def test_what_legs_leave_open_is_named(
    legs: tuple[tuple[int, int, UUID | None], ...], points: list[tuple[Any, ...]]
) -> None:
    found = [
        (point.id.removeprefix("delegations.legs."), *point.params.values())
        for point in open_points(visit(*legs))
    ]
    assert found == [
        (kind, *(may(day) for day in rest)) if kind.startswith("gap") else (kind, *rest)
        for kind, *rest in points
    ]


def test_legs_move_with_their_visit() -> None:
    moved = visit((17, 19, HERE))
    move_legs(moved, 2)
    assert [(each.starts, each.ends) for each in moved.legs] == [(may(19), may(21))]


@pytest.mark.parametrize(
    ("partner", "day", "names"),
    [
        ("kaohsiung", date(2027, 5, 1), ["熊本県", "熊本市", "高雄市"]),
        ("kaohsiung", date(2014, 5, 1), ["熊本県", "熊本市", "高雄市"]),
        ("kaohsiung", date(2016, 10, 1), []),
        ("kaohsiung", date(2010, 5, 1), []),
    ],
)
def test_the_parties_of_agreements_in_force_can_host(
    partner: str, day: date, names: list[str]
) -> None:
    agreements = [each for slug, each in reference_agreements().items() if slug.startswith(partner)]
    assert [party.names["ja"] for party in parties_in_force(agreements, day)] == names


def test_an_agreement_without_an_adopted_date_offers_nobody() -> None:
    agreements = reference_agreements()
    agreements["kaohsiung-2017"].claims = []
    assert parties_in_force([agreements["kaohsiung-2017"]], date(2027, 5, 1)) == []


@pytest.mark.parametrize(
    ("fallback", "sentence", "field"),
    [
        ((may(18), None), "fallback_half", "fallback_ends"),
        ((None, may(18)), "fallback_half", "fallback_starts"),
        ((may(18), may(17)), "ends_before_starts", "fallback_ends"),
        ((date(1900, 5, 1), may(17)), "year", "fallback_starts"),
        ((may(17), may(22)), "fallback_same", "fallback_starts"),
    ],
)
def test_fallback_days_that_cannot_be_are_refused(
    fallback: tuple[date | None, date | None], sentence: str, field: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        ensure_fallback(fallback, (may(17), may(22)))
    assert (refusal.value.sentence.id, refusal.value.field) == (
        f"delegations.error.{sentence}",
        field,
    )


def test_other_fallback_days_or_none_are_taken() -> None:
    ensure_fallback((None, None), (may(17), may(22)))
    ensure_fallback((may(18), may(22)), (may(17), may(22)))


def test_a_visit_falls_back_until_it_begins_or_is_called_off() -> None:
    late = {VisitState.UNDER_WAY, VisitState.CLOSED, VisitState.CANCELLED}
    for state in VisitState:
        assert may_fall_back(state) is (state not in late)
        if state in late:
            with pytest.raises(DomainError):
                ensure_fallback_open(state)
        else:
            ensure_fallback_open(state)


@pytest.mark.parametrize(
    ("members", "heads", "refused"), [(0, 0, False), (3, 1, False), (3, 0, True)]
)
def test_known_members_need_a_head(members: int, heads: int, refused: bool) -> None:
    if not refused:
        ensure_head(members, heads)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_head(members, heads)
    assert refusal.value.sentence.id == "delegations.error.no_head"
