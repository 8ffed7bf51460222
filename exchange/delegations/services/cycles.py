"""State a cycle of visits, settle its turns by a visit, a date or a reason, take them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import Direction
from exchange.delegations.models import CycleTurn, Visit, VisitCycle
from exchange.delegations.queries import cycles
from exchange.delegations.reciprocity import directions, is_foreseen, turn_fulfilled
from exchange.delegations.rules import ensure_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleDetails:
    """What is stated of a cycle."""

    title: Localized
    years: int
    anchor_year: int
    both_ways: bool
    tolerance: int = 0
    source_id: UUID
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a turn: one of the three."""

    visit: Visit | None = None
    happened: PartialDate | None = None
    skipped_because: str = ""
    #: That the visit was linked when it was closed.
    by_itself: bool = False


def add_cycle(
    session: Session,
    *,
    actor: Actor,
    partner_id: UUID,
    details: CycleDetails,
    key: UUID | None = None,
) -> VisitCycle:
    """Add a cycle to a partner; with the `key` of a form sent before, return the earlier one."""
    cycle = VisitCycle(id=key or uuid7(), partner_id=partner_id, **stated(details))
    cycle, new = add_once(session, cycle)
    if new:
        _noted(session, actor, cycle.id, created(stated(details)), act="visits.add_cycle")
    return cycle


def correct_cycle(
    session: Session, *, actor: Actor, cycle: VisitCycle, version: int, details: CycleDetails
) -> VisitCycle:
    """Change what is stated of a cycle; raises StaleRowError."""
    expect_version(cycle, version)
    if changes := restate(cycle, stated(details)):
        flush(session)
        _noted(session, actor, cycle.id, changes, act="visits.correct_cycle")
    return cycle


def end_cycle(session: Session, *, actor: Actor, cycle: VisitCycle, version: int) -> None:
    """Expect no more visits of a cycle; what became of the earlier ones stays on record."""
    expect_version(cycle, version)
    if cycle.ended_at is not None:
        return
    changes = restate(cycle, {"ended_at": clock.now()})
    flush(session)
    _noted(session, actor, cycle.id, changes, act="visits.end_cycle")


def settle_turn(
    session: Session,
    *,
    actor: Actor,
    cycle: VisitCycle,
    year: int,
    direction: Direction,
    outcome: Outcome,
) -> CycleTurn:
    """Say what became of a turn; DomainError for none or several outcomes, or a wrong visit."""
    if not is_foreseen(cycle, year) or direction not in directions(cycle):
        raise DomainError(message("delegations.error.no_turn"))
    _ensure_one(outcome)
    if outcome.visit is not None:
        _ensure_fits(cycle, outcome.visit, direction)
    turn = CycleTurn(
        cycle_id=cycle.id,
        year=year,
        direction=direction,
        visit_id=outcome.visit and outcome.visit.id,
        happened=outcome.happened,
        skipped_because=outcome.skipped_because,
        by_itself=outcome.by_itself,
        is_demo=outcome.visit is not None and outcome.visit.is_demo,
    )
    session.add(turn)
    flush(session)
    values = {
        "year": year,
        "direction": direction,
        "visit_id": turn.visit_id,
        "happened": outcome.happened,
        "skipped_because": outcome.skipped_because or None,
        "by_itself": outcome.by_itself or None,
    }
    _noted(session, actor, cycle.id, created(values), act="visits.settle_turn")
    return turn


def fulfil_turns(session: Session, *, actor: Actor, visit: Visit) -> Sequence[CycleTurn]:
    """Settle the turns a closed visit fulfils, by the years its partners' cycles foresee."""
    found: list[CycleTurn] = []
    for link in visit.links:
        for cycle in cycles(session, partner_id=link.partner_id):
            year = turn_fulfilled(cycle, visit, cycle.turns)
            if year is not None:
                turn = settle_turn(
                    session,
                    actor=actor,
                    cycle=cycle,
                    year=year,
                    direction=visit.direction,
                    outcome=Outcome(visit=visit, by_itself=True),
                )
                found.append(turn)
    return found


def reopen_turn(
    session: Session, *, actor: Actor, turn: CycleTurn, version: int, reason: str
) -> None:
    """Take back what was said of a turn, with a reason; the record stays, marked as taken back."""
    expect_version(turn, version)
    if turn.ended_at is not None:
        return
    ensure_reason(reason)
    changes = restate(turn, {"ended_at": clock.now(), "reopened_because": reason})
    flush(session)
    _noted(session, actor, turn.cycle_id, changes, act="visits.reopen_turn")


def _ensure_one(outcome: Outcome) -> None:
    given = [outcome.visit is not None, outcome.happened is not None]
    if sum([*given, bool(outcome.skipped_because)]) != 1:
        raise DomainError(message("delegations.error.one_outcome"), field="visit")


def _ensure_fits(cycle: VisitCycle, visit: Visit, direction: Direction) -> None:
    """Refuse a visit that goes another way, or has nothing to do with the partner."""
    partners = {link.partner_id for link in visit.links}
    if visit.direction is not direction or cycle.partner_id not in partners:
        raise DomainError(message("delegations.error.other_visit"), field="visit")


def _noted(
    session: Session,
    actor: Actor,
    cycle_id: UUID,
    changes: Changes,
    *,
    act: str,
) -> None:
    subject = Subject("visit_cycle", cycle_id)
    record(session, actor=actor, act=act, subject=subject, changes=changes)
