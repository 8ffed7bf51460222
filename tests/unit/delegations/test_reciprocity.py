"""Who visited whom last, and what a cycle foresees."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from exchange.core.dates import PartialDate
from exchange.delegations.enums import Direction, Level, TurnStanding
from exchange.delegations.models import CycleTurn, Visit, VisitCycle
from exchange.delegations.reciprocity import balance, read_cycle, turn_fulfilled

IN, OUT = Direction.IN, Direction.OUT
TODAY = date(2026, 11, 22)
Outcomes = Mapping[tuple[int, Direction], str]


def visit(starts: str, way: Direction) -> Visit:
    return Visit(id=uuid4(), starts=date.fromisoformat(starts), direction=way)


def cycle(*, both_ways: bool = True, since: int = 2026) -> VisitCycle:
    """Make Heidelberg's cycle, on record here since a year."""
    return VisitCycle(
        id=uuid4(),
        years=5,
        anchor_year=1992,
        tolerance=1,
        both_ways=both_ways,
        created_at=datetime(since, 1, 1, tzinfo=UTC),
    )


def records(outcomes: Outcomes) -> list[CycleTurn]:
    """Make records: an ISO date is when it was, anything else a reason."""
    made = []
    for (year, way), outcome in outcomes.items():
        dated = outcome[:1].isdigit()
        made.append(
            CycleTurn(
                year=year,
                direction=way,
                happened=PartialDate.parse(outcome) if dated else None,
                skipped_because="" if dated else outcome,
            )
        )
    return made


@pytest.mark.parametrize(
    ("came", "went", "last", "turn"),
    [
        ("2018-02-01", "2017-09-01", IN, OUT),
        ("2018-02-01", "2019-09-01", OUT, IN),
        ("2018-02-01", None, IN, OUT),
        (None, "2017-09-01", OUT, IN),
        (None, None, None, None),
        ("2018-02-01", "2018-02-01", None, None),
    ],
)
def test_whoever_came_last_is_owed_a_visit(
    came: str | None, went: str | None, last: Direction | None, turn: Direction | None
) -> None:
    visits = [visit(day, way) for day, way in ((came, IN), (went, OUT)) if day]
    found = balance(visits, [])
    assert (found.last, found.turn) == (last, turn)


@pytest.mark.parametrize(
    ("happened", "turn"), [("2017-09", OUT), ("2018-02", None), ("2018", None), ("2018-03", IN)]
)
def test_a_visit_known_by_its_month_counts_as_far_as_that_tells(
    happened: str, turn: Direction | None
) -> None:
    """We went in that month; they came on 1 February 2018."""
    known = records({(2017, OUT): happened, (2022, OUT): "感染症"})
    found = balance([visit("2018-02-01", IN)], known)
    assert found.turn is turn
    known[0].ended_at = datetime(2026, 11, 1, tzinfo=UTC)
    assert balance([], known).turn is None


def test_the_latest_of_several_visits_counts() -> None:
    days = ("2012-05-01", "2022-05-01", "2017-05-01")
    found = balance([visit(day, OUT) for day in days], [])
    assert found.went is not None
    assert str(found.went.when) == "2022-05-01"


@pytest.mark.parametrize(
    ("outcomes", "today", "next_due", "by_last"),
    [
        ({}, TODAY, 2027, None),
        ({(2017, OUT): "2017-09", (2017, IN): "2018-02"}, TODAY, 2027, 2023),
        ({(2027, OUT): "2026-10"}, TODAY, 2027, 2031),
        ({(2027, OUT): "2026-10", (2027, IN): "2026-11"}, TODAY, 2032, 2031),
        ({(2022, OUT): "感染症", (2022, IN): "感染症"}, date(2022, 5, 1), 2027, None),
        ({}, date(2027, 12, 31), 2027, None),
        ({}, date(2028, 1, 1), 2032, None),
    ],
)
def test_the_next_is_due_by_the_anchor_whatever_became_of_the_last(
    outcomes: Outcomes, today: date, next_due: int, by_last: int | None
) -> None:
    reading = read_cycle(cycle(), records(outcomes), today=today)
    assert (reading.next_due, reading.by_last_visit) == (next_due, by_last)


def test_each_turn_says_what_became_of_it() -> None:
    known = records({(1997, OUT): "1997", (2017, OUT): "2017-09", (2022, IN): "感染症"})
    known[1].ended_at = datetime(2026, 11, 1, tzinfo=UTC)
    reading = read_cycle(cycle(), known, today=TODAY)
    assert [(turn.year, turn.direction, turn.standing) for turn in reading.turns] == [
        (1997, OUT, TurnStanding.DONE),
        (2017, OUT, TurnStanding.UNRECORDED),
        (2017, IN, TurnStanding.UNRECORDED),
        (2022, OUT, TurnStanding.UNRECORDED),
        (2022, IN, TurnStanding.SKIPPED),
        (2027, OUT, TurnStanding.DUE),
        (2027, IN, TurnStanding.DUE),
    ]


def test_what_was_missed_since_the_cycle_is_on_record_is_overdue() -> None:
    reading = read_cycle(cycle(both_ways=False), [], today=date(2028, 4, 1))
    assert [(turn.year, turn.standing) for turn in reading.turns][-2:] == [
        (2027, TurnStanding.OVERDUE),
        (2032, TurnStanding.DUE),
    ]
    assert {turn.direction for turn in reading.turns} == {IN}


@pytest.mark.parametrize(
    ("starts", "way", "known", "year"),
    [
        ("2027-05-17", OUT, {}, 2027),
        ("2026-04-01", OUT, {}, 2027),
        ("2028-12-31", IN, {}, 2027),
        ("2025-12-31", OUT, {}, None),
        ("2029-01-01", OUT, {}, None),
        # Nothing is foreseen in the anchor's own year.
        ("1992-05-19", OUT, {}, None),
        ("2027-05-17", OUT, {(2027, IN): "2027-02-01"}, 2027),
        ("2027-05-17", OUT, {(2027, OUT): "2027-02-01"}, None),
        ("2027-05-17", OUT, {(2027, OUT): "台風"}, None),
    ],
)
def test_a_visit_fulfils_the_open_turn_within_the_tolerance(
    starts: str, way: Direction, known: Outcomes, year: int | None
) -> None:
    made = visit(starts, way)
    made.level = Level.MAYOR
    assert turn_fulfilled(cycle(), made, records(known)) == year


def test_a_visit_fulfils_no_turn_of_another_kind_or_a_second_one() -> None:
    pupils, mayor = visit("2027-05-17", OUT), visit("2027-05-17", OUT)
    pupils.level, mayor.level = Level.YOUTH, Level.MAYOR
    assert turn_fulfilled(cycle(), pupils, []) is None
    assert turn_fulfilled(cycle(both_ways=False), mayor, []) is None
    earlier = CycleTurn(year=2022, direction=OUT, visit_id=mayor.id)
    assert turn_fulfilled(cycle(), mayor, [earlier]) is None
    earlier.ended_at = datetime(2027, 6, 1, tzinfo=UTC)
    assert turn_fulfilled(cycle(), mayor, [earlier]) == 2027
