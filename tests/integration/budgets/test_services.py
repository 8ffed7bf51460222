"""Lines saved whole or not at all, split, copied, placed; headings and shares kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.budgets.enums import Amount, Payer, ShareRoute
from exchange.budgets.grid import PlannedRow, plan_of
from exchange.budgets.models import BudgetLine
from exchange.budgets.offers import remaining
from exchange.budgets.queries import (
    all_visit_sums,
    headings,
    line_by_id,
    lines_of,
    parts_of,
    shares_of,
    sums_of_year,
)
from exchange.budgets.rules import LinePlan, Sums, total
from exchange.budgets.services import (
    SharePlan,
    StaleLinesError,
    add_heading,
    add_share,
    change_heading,
    change_share,
    copy_lines,
    copy_with_visit,
    end_heading,
    end_share,
    place_line,
    save_rows,
    split_line,
)
from exchange.core.amounts import Money
from exchange.core.database import Database, transact, unit_of_work, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from tests.factories.budgets import ACTOR, heading_plan, make_heading, make_line
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner

NOWHERE = UUID("0190c7c0-0000-7000-8000-000000000000")


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


def acts(session: Session) -> list[str]:
    found = session.scalars(select(AuditLine.act).order_by(AuditLine.act))
    return [act for act in found if act.startswith("budgets.")]


def save(session: Session, visit: Visit, *rows: PlannedRow) -> int:
    return save_rows(session, actor=ACTOR, visit_id=visit.id, rows=rows)


def test_rows_are_added_changed_and_taken_off_in_one_go(session: Session, visit: Visit) -> None:
    heading = make_heading(session)
    one, two = make_line(session, visit, heading), make_line(session, visit, heading)
    new = PlannedRow(3, uuid7(), 0, replace(plan_of(one), content="花束"))
    rows = (
        PlannedRow(1, one.id, 1, replace(plan_of(one), budgeted=9)),
        PlannedRow(2, two.id, 1, None),
        new,
    )
    assert save(session, visit, *rows) == 3
    found = lines_of(session, visit.id)
    assert [(line.content, line.budgeted, line.version) for line in found] == [
        ("通訳", 9, 2),
        ("花束", None, 1),
    ]
    assert acts(session) == [
        *["budgets.add_heading", "budgets.add_line", "budgets.add_line", "budgets.add_line"],
        *["budgets.change_line", "budgets.end_line"],
    ]
    assert save(session, visit, new) == 0
    assert save(session, visit, PlannedRow(2, two.id, 1, None)) == 0


def test_one_stale_row_keeps_the_whole_grid_from_being_saved(
    session: Session, visit: Visit
) -> None:
    heading = make_heading(session)
    one, two = make_line(session, visit, heading), make_line(session, visit, heading)
    save(session, visit, PlannedRow(1, one.id, 1, replace(plan_of(one), spent=5)))
    save(session, visit, PlannedRow(2, two.id, 1, None))
    plan = replace(plan_of(one), spent=6)
    rows = (
        PlannedRow(1, one.id, 1, plan),
        PlannedRow(2, two.id, 1, plan),
        PlannedRow(3, uuid7(), 0, plan),
        PlannedRow(4, uuid7(), 7, plan),
    )
    with pytest.raises(StaleLinesError) as caught:
        save(session, visit, *rows)
    assert [(each.number, each.line and each.line.id) for each in caught.value.conflicts] == [
        (1, one.id),
        (2, None),
        (4, None),
    ]
    with pytest.raises(StaleLinesError):
        save(session, visit, PlannedRow(1, one.id, 1, None))
    assert [line.spent for line in lines_of(session, visit.id)] == [5]


def test_the_same_change_sent_twice_is_no_conflict(session: Session, visit: Visit) -> None:
    line = make_line(session, visit, make_heading(session))
    row = PlannedRow(1, line.id, 1, replace(plan_of(line), spent=5))
    assert (save(session, visit, row), save(session, visit, row)) == (1, 0)


def test_two_who_save_the_same_row_at_once_save_one(fresh_database: Database) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
        visit = make_visit(session)
        line = make_line(session, visit, make_heading(session))
        key, visit_id, plan = line.id, visit.id, plan_of(line)
    start = Barrier(4)

    def change(number: int) -> str:
        row = PlannedRow(1, key, 1, replace(plan, spent=number))
        start.wait(timeout=30)
        try:
            transact(
                fresh_database,
                lambda session: save_rows(session, actor=ACTOR, visit_id=visit_id, rows=[row]),
            )
        except StaleRowError:
            return "stale"
        return "saved"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(change, range(1, 5)))
    assert answers == ["saved", "stale", "stale", "stale"]


@pytest.mark.parametrize(
    "wrong", [{"spent": 2, "committed": 1}, {"payer": Payer.OTHER}, {"requested": -1}]
)
def test_the_database_refuses_what_no_rule_would_let_through(
    session: Session, visit: Visit, wrong: dict[str, object]
) -> None:
    heading = make_heading(session)
    with pytest.raises(IntegrityError):
        make_line(session, visit, heading, **wrong)


def test_a_line_is_split_over_two_years_and_adds_up(session: Session, visit: Visit) -> None:
    foreign = {"foreign": Money(100, "EUR"), "rate": 100, "rate_on": date(2026, 11, 1)}
    line = make_line(session, visit, make_heading(session), spent=4_001, **foreign)
    part = {Amount.REQUESTED: 3_333, Amount.SPENT: 1}
    other = split_line(session, actor=ACTOR, key=line.id, version=1, year=2026, part=part)
    assert (line.requested, line.spent, line.foreign, line.rate) == (6_667, 4_000, None, None)
    assert (other.fiscal_year, other.requested, other.spent, other.budgeted) == (
        2026,
        3_333,
        1,
        None,
    )
    assert parts_of(session, line) == [other, line]
    third = split_line(
        session, actor=ACTOR, key=line.id, version=2, year=2028, part={Amount.REQUESTED: 1}
    )
    assert parts_of(session, third) == [other, line, third]
    assert sum(each.requested or 0 for each in parts_of(session, line)) == 10_000


def test_a_split_goes_to_another_year_around_the_visit(session: Session, visit: Visit) -> None:
    line = make_line(session, visit, make_heading(session))
    assert parts_of(session, line) == [line]
    for year, sentence in ((2027, "budgets.error.same_year"), (2030, "budgets.error.year_far")):
        with pytest.raises(DomainError) as caught:
            split_line(session, actor=ACTOR, key=line.id, version=1, year=year, part={})
        assert caught.value.sentence.id == sentence
    with pytest.raises(StaleRowError):
        split_line(session, actor=ACTOR, key=line.id, version=3, year=2026, part={})
    with pytest.raises(NotFoundError):
        split_line(session, actor=ACTOR, key=NOWHERE, version=1, year=2026, part={})


def test_lines_are_copied_as_requests_once(session: Session, visit: Visit) -> None:
    heading = make_heading(session)
    make_line(session, visit, heading, budgeted=8, committed=7, spent=6, payer=Payer.PREFECTURE)
    make_line(session, visit, heading, requested=None, budgeted=5, fiscal_year=2028)
    later = make_visit(session, starts=date(2029, 3, 30), ends=date(2029, 4, 2))
    key = uuid7()
    for count in (2, 0):
        copied = copy_lines(session, actor=ACTOR, visit_id=later.id, source_id=visit.id, key=key)
        assert copied == count
    found = lines_of(session, later.id)
    assert [(x.requested, x.budgeted, x.committed, x.spent, x.fiscal_year) for x in found] == [
        (10_000, None, None, None, 2028),
        (5, None, None, None, 2029),
    ]
    assert found[0].payer is Payer.PREFECTURE
    with pytest.raises(DomainError) as caught:
        copy_lines(session, actor=ACTOR, visit_id=later.id, source_id=later.id, key=key)
    assert caught.value.field == "source"


def test_lines_go_to_another_year_under_the_headings_of_that_year(
    session: Session, visit: Visit
) -> None:
    old = make_heading(session, until=2027)
    below = make_heading(session, 1, parent_id=old.id, until=2027)
    line = make_line(session, visit, old, detail_id=below.id)
    later = make_visit(session, starts=date(2028, 5, 30), ends=date(2028, 6, 2))
    ids = {"visit_id": later.id, "source_id": visit.id, "key": uuid7()}

    def split_off() -> BudgetLine:
        part = {Amount.REQUESTED: 1}
        return split_line(session, actor=ACTOR, key=line.id, version=1, year=2028, part=part)

    def refused() -> list[tuple[str | None, object]]:
        found = []
        for act in (lambda: copy_lines(session, actor=ACTOR, **ids), split_off):
            with pytest.raises(DomainError, match="heading_past") as caught:
                act()
            found.append((caught.value.field, caught.value.sentence.params["number"]))
        return found

    assert refused() == [("source", 7), ("year", 7)]
    new = make_heading(session, since=2028)
    assert refused() == [("source", 1), ("year", 1)]
    copy_with_visit(session, actor=ACTOR, source_id=visit.id, copy_id=later.id)
    assert lines_of(session, later.id) == []
    detail = make_heading(session, 1, parent_id=new.id, since=2028)
    assert copy_lines(session, actor=ACTOR, **ids) == 1
    for found in (lines_of(session, later.id)[0], split_off()):
        assert (found.heading_id, found.detail_id) == (new.id, detail.id)


def test_a_heading_does_not_lose_the_years_of_its_lines(session: Session, visit: Visit) -> None:
    row = make_heading(session)
    make_line(session, visit, row, fiscal_year=2026)
    make_line(session, visit, row)
    for wrong, field in (({"until": 2026}, "until"), ({"since": 2027}, "since")):
        with pytest.raises(DomainError, match="heading_years") as caught:
            change_heading(session, actor=ACTOR, key=row.id, version=1, plan=heading_plan(**wrong))
        assert caught.value.field == field
    plan = heading_plan(since=2026, until=2027)
    assert change_heading(session, actor=ACTOR, key=row.id, version=1, plan=plan).until == 2027


@pytest.mark.parametrize(("role", "count"), [(Role.COORDINATOR, 1), (Role.VIEWER, 0)])
def test_lines_come_with_a_copied_visit_for_those_who_may_edit_them(
    session: Session, visit: Visit, role: Role, count: int
) -> None:
    make_line(session, visit, make_heading(session))
    later = make_visit(session, starts=date(2029, 3, 30), ends=date(2029, 4, 2))
    actor = replace(ACTOR, role=role)
    copy_with_visit(session, actor=actor, source_id=visit.id, copy_id=later.id)
    assert len(lines_of(session, later.id)) == count


def test_a_line_stands_at_a_point_of_its_own_visits_programme(
    session: Session, visit: Visit
) -> None:
    line = make_line(session, visit, make_heading(session))
    item = make_item(session, visit)
    elsewhere = make_item(session, make_visit(session))
    place_line(session, actor=ACTOR, key=line.id, version=1, item_id=item.id)
    place_line(session, actor=ACTOR, key=line.id, version=2, item_id=item.id)
    assert (line.itinerary_item_id, line.version) == (item.id, 2)
    with pytest.raises(DomainError) as caught:
        place_line(session, actor=ACTOR, key=line.id, version=2, item_id=elsewhere.id)
    assert caught.value.field == "item"
    place_line(session, actor=ACTOR, key=line.id, version=2, item_id=None)
    assert line_by_id(session, line.id).itinerary_item_id is None


def test_headings_are_kept_by_people(session: Session, visit: Visit) -> None:
    key = uuid7()
    for _ in range(2):
        row = add_heading(session, actor=ACTOR, plan=heading_plan(), key=key)
    below = make_heading(session, 1, parent_id=key)
    change_heading(session, actor=ACTOR, key=key, version=1, plan=heading_plan())
    change_heading(session, actor=ACTOR, key=key, version=1, plan=heading_plan(until=2030))
    assert (row.until, row.version) == (2030, 2)
    for wrong, field in (
        (heading_plan(until=2019), "until"),
        (heading_plan(parent_id=below.id), "parent"),
    ):
        with pytest.raises(DomainError) as caught:
            add_heading(session, actor=ACTOR, plan=wrong)
        assert caught.value.field == field
    with pytest.raises(DomainError) as caught:
        change_heading(session, actor=ACTOR, key=key, version=2, plan=heading_plan(parent_id=key))
    assert caught.value.sentence.id == "budgets.error.own_parent"
    other = make_heading(session, 2)
    with pytest.raises(DomainError) as caught:  # its 細節 would stand below a 細節
        change_heading(
            session, actor=ACTOR, key=key, version=2, plan=heading_plan(parent_id=other.id)
        )
    assert (caught.value.field, caught.value.sentence.id) == ("parent", "budgets.error.parent_used")
    moved = heading_plan(1, parent_id=other.id)
    change_heading(session, actor=ACTOR, key=below.id, version=1, plan=moved)
    assert below.parent_id == other.id
    change_heading(
        session, actor=ACTOR, key=below.id, version=2, plan=heading_plan(1, parent_id=key)
    )
    for used in (key, below.id):
        make_line(session, visit, row, detail_id=below.id)
        with pytest.raises(DomainError) as caught:
            end_heading(session, actor=ACTOR, key=used, version=2 if used == key else 3)
        assert caught.value.sentence.id == "budgets.error.heading_used"


def test_a_heading_that_nothing_stands_under_is_taken_off(session: Session) -> None:
    row = make_heading(session)
    below = make_heading(session, 1, parent_id=row.id)
    with pytest.raises(DomainError):
        end_heading(session, actor=ACTOR, key=row.id, version=1)
    for heading in (below, row):
        end_heading(session, actor=ACTOR, key=heading.id, version=1)
    assert headings(session) == []
    with pytest.raises(NotFoundError):
        end_heading(session, actor=ACTOR, key=row.id, version=2)


def test_the_database_adds_up_as_the_rules_do(session: Session, visit: Visit) -> None:
    heading = make_heading(session)
    for amounts in (
        {"requested": 1, "budgeted": 20, "committed": 7, "spent": 5},
        {"budgeted": 3, "spent": 2},
        {"requested": None, "committed": 4},
        {"fiscal_year": 2026, "requested": 9},
    ):
        make_line(session, visit, heading, **amounts)
    lines = lines_of(session, visit.id)
    for number in (2026, 2027, 2028):
        year = FiscalYear(number)
        expected = total(line for line in lines if line.fiscal_year == number)
        assert sums_of_year(session, year) == expected
        found = [each.sums for each in all_visit_sums(session, year)]
        assert found == ([expected] if expected != Sums() else [])


def test_what_participants_pay_is_kept_apart(session: Session, visit: Visit) -> None:
    plan = SharePlan(
        content="参加者負担金",
        route=ShareRoute.REVENUE,
        fiscal_year=2027,
        per_person=100_000,
        people=12,
    )
    key = uuid7()
    for _ in range(2):
        row = add_share(session, actor=ACTOR, visit_id=visit.id, plan=plan, key=key)
    assert row.total == 1_200_000
    assert session.scalars(select(BudgetLine)).all() == []
    change_share(session, actor=ACTOR, key=key, version=1, plan=plan)
    change_share(session, actor=ACTOR, key=key, version=1, plan=replace(plan, received=5))
    assert (row.received, row.version) == (5, 2)
    for wrong, field in (
        (replace(plan, people=0), "people"),
        (replace(plan, per_person=0), "per_person"),
        (replace(plan, fiscal_year=2035), "year"),
    ):
        with pytest.raises(DomainError) as caught:
            add_share(session, actor=ACTOR, visit_id=visit.id, plan=wrong)
        assert caught.value.field == field
    end_share(session, actor=ACTOR, key=key, version=2)
    assert shares_of(session, visit.id) == []
    with pytest.raises(NotFoundError):
        end_share(session, actor=ACTOR, key=key, version=3)


def test_a_line_of_a_visit_that_does_not_exist_is_not_saved(session: Session) -> None:
    heading = make_heading(session)
    plan = LinePlan(heading_id=heading.id, content="x", fiscal_year=2027)
    with pytest.raises(NotFoundError):
        save_rows(session, actor=ACTOR, visit_id=NOWHERE, rows=[PlannedRow(1, uuid7(), 0, plan)])


def test_a_year_to_be_closed_names_visits_without_a_budget_and_without_a_cost(
    session: Session, visit: Visit
) -> None:
    year = FiscalYear.of(visit.starts).start

    def why() -> list[str]:
        return [each.why.id for each in remaining(session, fiscal_year=year, actor=ACTOR)]

    assert why() == []  # a draft may never go
    held = make_visit(session, state=VisitState.CLOSED)
    assert why() == ["budgets.remaining.no_lines"]
    make_line(session, held, make_heading(session), fiscal_year=year)
    assert why() == ["budgets.remaining.no_cost"]
