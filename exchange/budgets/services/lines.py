"""Save a grid whole or not at all, split a line over two years, copy the lines of a visit."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.audit.services import Deed, created, record, record_many
from exchange.budgets.enums import RECKONED, Amount
from exchange.budgets.grid import PlannedRow, plan_of
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.budgets.queries import headings, last_position, line_by_id, lines_of, locked_lines
from exchange.budgets.rules import LinePlan, ensure_year, headed_in, split, years_of
from exchange.core import clock
from exchange.core.database import expect_version, flush, restate, stated, uuid7
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit, visit_by_id
from exchange.itineraries.queries import items_of

_STATED: Final = tuple(part.name for part in fields(LinePlan))
_NO_CURRENCY: Final = {
    column.value: None for at in RECKONED.values() for column in (at.foreign, at.rate, at.rate_on)
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose line somebody else changed or took off (`line` is None) meanwhile."""

    number: int
    line: BudgetLine | None


class StaleLinesError(StaleRowError):
    """Rows of a grid that were changed since it was opened; nothing of the grid is saved."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__(theirs={}, version=0)
        self.conflicts = conflicts


def save_rows(session: Session, *, actor: Actor, visit_id: UUID, rows: Sequence[PlannedRow]) -> int:
    """Add, change and take off lines, all or nothing; return how many rows changed something.

    A row of version 0 is new; sent twice it is added once. Raises StaleLinesError.
    """
    visit = locked_visit(session, visit_id)
    known = locked_lines(session, visit.id)
    if conflicts := _conflicts(rows, known):
        raise StaleLinesError(conflicts)
    position = last_position(session, visit.id)
    deeds: list[Deed] = []
    for row in rows:
        line = known.get(row.key)
        if line is None and row.plan is not None:
            position += 1
            deeds.append(_add(session, visit, row, position))
        elif line is not None and line.ended_at is None:
            deeds += _change(line, row.plan)
    flush(session)
    record_many(session, actor=actor, deeds=deeds)
    return len(deeds)


def split_line(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    year: int,
    part: Mapping[Amount, int | None],
) -> BudgetLine:
    """Move a part of a line's amounts into another fiscal year; both add up to what it was.

    Returns the part. Raises DomainError for the same year, one without its heading, or more than
    there is.
    """
    visit = locked_visit(session, line_by_id(session, key).visit_id)
    line = line_by_id(session, key)
    expect_version(line, version)
    ensure_year(year, visit.starts, visit.ends)
    if year == line.fiscal_year:
        raise DomainError(message("budgets.error.same_year"), field="year")
    rest = split(line, part)
    headed = headed_in(line, year, headings(session), field="year")
    other = _part_of(line, year, headed, part)
    # What was reckoned from another currency is now two amounts in yen.
    values = {**_NO_CURRENCY, **{name.value: rest[name] for name in Amount}}
    changes = restate(line, {**values, "split_id": other.split_id})
    session.add(other)
    flush(session)
    record(session, actor=actor, act="budgets.split", subject=about(line), changes=changes)
    record(
        session,
        actor=actor,
        act="budgets.add_line",
        subject=about(other),
        changes=created({"visit": visit.id, **stated(plan_of(other))}),
    )
    return other


def copy_lines(
    session: Session, *, actor: Actor, visit_id: UUID, source_id: UUID, key: UUID
) -> int:
    """Copy the lines of another visit as requests; nothing budgeted, committed or spent.

    The years follow the visit, the headings the years. The request is what was requested, or
    budgeted, there. With the `key` of a form sent before nothing is copied twice. Returns how many
    lines came; raises DomainError, and none comes, where a heading is not in force.
    """
    visit, source = locked_visit(session, visit_id), visit_by_id(session, source_id)
    if source.id == visit.id:
        raise DomainError(message("budgets.error.same_visit"), field="source")
    known = locked_lines(session, visit.id)
    shift = _first_year(visit) - _first_year(source)
    last = years_of(visit.starts, visit.ends)[-1].start + 1
    among, lines = headings(session), lines_of(session, source.id)
    plans = {
        row_key: _asked_anew(line, min(line.fiscal_year + shift, last), among)
        for line in lines
        if (row_key := uuid5(key, str(line.id))) not in known
    }
    deeds = [
        _add(session, visit, PlannedRow(position, row_key, 0, plan), position)
        for position, (row_key, plan) in enumerate(
            plans.items(), last_position(session, visit.id) + 1
        )
    ]
    flush(session)
    record_many(session, actor=actor, deeds=deeds)
    return len(deeds)


def copy_with_visit(session: Session, *, actor: Actor, source_id: UUID, copy_id: UUID) -> None:
    """Copy the lines of an earlier visit to one made from it, for those who may edit budgets.

    Where a heading is not in force the visit comes without lines: its budget offers to copy them,
    and says then what stands against it.
    """
    if actor.may("budgets:edit"):
        with suppress(DomainError):
            copy_lines(session, actor=actor, visit_id=copy_id, source_id=source_id, key=copy_id)


def place_line(
    session: Session, *, actor: Actor, key: UUID, version: int, item_id: UUID | None
) -> BudgetLine:
    """Say at which point of the visit's programme a line is spent, or at none."""
    line = line_by_id(session, key)
    expect_version(line, version)
    if item_id is not None and item_id not in {
        each.id for each in items_of(session, line.visit_id)
    }:
        raise DomainError(message("budgets.error.moment"), field="item")
    changes = restate(line, {"itinerary_item_id": item_id})
    if changes:
        record(session, actor=actor, act="budgets.place", subject=about(line), changes=changes)
        flush(session)
    return line


def about(line: BudgetLine) -> Subject:
    """Name a line to the audit."""
    return Subject("budget_line", line.id)


def _conflicts(rows: Sequence[PlannedRow], known: Mapping[UUID, BudgetLine]) -> list[Conflict]:
    found = []
    for row in rows:
        line = known.get(row.key)
        if line is None:
            if row.version and row.plan is not None:
                found.append(Conflict(row.number, None))
        elif row.plan is not None and (line.ended_at is not None or not _agrees(line, row)):
            found.append(Conflict(row.number, None if line.ended_at else line))
        elif row.plan is None and line.ended_at is None and line.version != row.version:
            found.append(Conflict(row.number, line))
    return found


def _agrees(line: BudgetLine, row: PlannedRow) -> bool:
    """Say whether a row was written from the line as it is, or says just that."""
    return line.version == row.version or plan_of(line) == row.plan


def _add(session: Session, visit: Visit, row: PlannedRow, position: int) -> Deed:
    assert row.plan is not None
    values = {name: getattr(row.plan, name) for name in _STATED}
    line = BudgetLine(id=row.key, visit_id=visit.id, position=position, **values)
    line.is_demo = visit.is_demo
    session.add(line)
    changes = created({"visit": visit.id, **{k: v for k, v in values.items() if v != ""}})
    return Deed(act="budgets.add_line", subject=Subject("budget_line", row.key), changes=changes)


def _change(line: BudgetLine, plan: LinePlan | None) -> list[Deed]:
    if plan is None:
        line.ended_at = clock.now()
        changes: dict[str, tuple[object, object]] = {"ended_at": (None, line.ended_at)}
        return [Deed(act="budgets.end_line", subject=about(line), changes=changes)]
    changes = restate(line, {name: getattr(plan, name) for name in _STATED})
    if not changes:
        return []
    return [Deed(act="budgets.change_line", subject=about(line), changes=changes)]


def _asked_anew(line: BudgetLine, year: int, among: Sequence[BudgetHeading]) -> LinePlan:
    """Return a line as it is asked for in another year."""
    heading_id, detail_id = headed_in(line, year, among, field="source")
    return LinePlan(
        heading_id=heading_id,
        detail_id=detail_id,
        content=line.content,
        payer=line.payer,
        payer_name=line.payer_name,
        fiscal_year=year,
        requested=line.requested if line.requested is not None else line.budgeted,
    )


def _part_of(
    line: BudgetLine,
    year: int,
    headed: tuple[UUID, UUID | None],
    part: Mapping[Amount, int | None],
) -> BudgetLine:
    """Return the part of a line in another year, under its headings there, yet to be added."""
    plan = {**stated(plan_of(line)), **_NO_CURRENCY, "fiscal_year": year}
    plan |= {"heading_id": headed[0], "detail_id": headed[1]}
    return BudgetLine(
        id=uuid7(),
        visit_id=line.visit_id,
        position=line.position,
        split_id=line.split_id or uuid7(),
        itinerary_item_id=line.itinerary_item_id,
        is_demo=line.is_demo,
        **(plan | {name.value: part.get(name) for name in Amount}),
    )


def _first_year(visit: Visit) -> int:
    return years_of(visit.starts, visit.ends)[0].start
