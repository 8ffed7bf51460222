"""Screen applicants: criteria, numbers, scores of several assessors, and the decision."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Criterion, Edition, Registration, Score
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import last_rank
from exchange.youth.queries.screening import (
    criteria_of,
    numbered_of,
    scores_by,
    totals_of,
)
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.screening import (
    Sheet,
    decided_order,
    ensure_points,
    ensure_screening,
    ensure_window_over,
    read_criteria,
    read_sheet,
    standings,
)
from exchange.youth.services.steps import take_step


def begin_screening(
    session: Session, *, actor: Actor, edition_id: UUID, criteria: str
) -> Sequence[Criterion]:
    """Say what is scored; once."""
    edition = _screened(session, actor, edition_id)
    if criteria_of(session, edition.id):
        raise DomainError(message("youth.screening.error.begun"), field="criteria")
    rows = [
        Criterion(edition_id=edition.id, number=number, name=name, most=most)
        for number, (name, most) in enumerate(read_criteria(criteria), start=1)
    ]
    session.add_all(rows)
    flush(session)
    _record(session, actor, edition, ("criteria", str(len(rows))))
    return rows


def give_scores(session: Session, *, actor: Actor, edition_id: UUID, scores: str) -> int:
    """Keep one assessor's whole sheet as typed in place of the earlier one; return how many."""
    edition = _screened(session, actor, edition_id)
    rows = _by_number(session, edition)
    most = [each.most for each in criteria_of(session, edition.id)]
    return _keep(session, actor, edition, read_sheet(scores, most, list(rows)))


def keep_sheet(session: Session, *, actor: Actor, edition_id: UUID, sheet: Sheet) -> int:
    """Keep one assessor's whole sheet in place of the earlier one; return how many numbers.

    Points that cannot be are refused; a number that has left meanwhile is left out.
    """
    edition = _screened(session, actor, edition_id)
    ensure_points(sheet, [each.most for each in criteria_of(session, edition.id)])
    known = _by_number(session, edition)
    left = {number: points for number, points in sheet.items() if number in known}
    return _keep(session, actor, edition, left)


def _keep(session: Session, actor: Actor, edition: Edition, sheet: Sheet) -> int:
    rows, criteria = _by_number(session, edition), criteria_of(session, edition.id)
    assessor = assessor_of(actor)
    waiting = [row.id for row in rows.values()]
    old = [
        score.id
        for score in scores_by(session, edition.id, assessor)
        if score.registration_id in waiting
    ]
    session.execute(delete(Score).where(Score.id.in_(old)))
    session.add_all(
        Score(
            registration_id=rows[number].id,
            criterion_id=criterion.id,
            assessor=assessor,
            points=points,
            at=clock.now(),
        )
        for number, given in sheet.items()
        for criterion, points in zip(criteria, given, strict=True)
    )
    flush(session)
    _record(session, actor, edition, ("scored", str(len(sheet))))
    return len(sheet)


def _by_number(session: Session, edition: Edition) -> Mapping[int, Registration]:
    return {row.blind_number or 0: row for row in numbered_of(session, edition.id)}


def decide_by_scores(
    session: Session, *, actor: Actor, edition_id: UUID, order: Sequence[int]
) -> int:
    """Select the best while seats are left, and let the others wait in order; return how many.

    Refused while anybody can still apply. Decided again, those who came later wait behind whoever
    waits. `order` are the numbers of equal score in the order a person decided.
    """
    edition = _screened(session, actor, edition_id)
    ensure_window_over(edition, clock.now())
    ordered = decided_order(standings(totals_of(session, edition.id)), order)
    rows = {row.blind_number: row for row in numbered_of(session, edition.id)}
    first = rank = last_rank(session, edition.id)
    for number in ordered:
        row = rows[number]
        if _has_seat(session, edition, row):
            target = RegistrationState.SELECTED
            take_step(session, actor=actor, registration=row, target=target)
        else:
            rank += 1
            target = RegistrationState.WAITLISTED
            take_step(session, actor=actor, registration=row, target=target, rank=rank)
        flush(session)
    _record(session, actor, edition, ("decided", str(len(ordered))))
    return len(ordered) - (rank - first)


def assessor_of(actor: Actor) -> str:
    """Return what tells assessors apart."""
    return str(actor.user_id) if actor.user_id else actor.name


def _has_seat(session: Session, edition: Edition, row: Registration) -> bool:
    seats = seats_of(session, [edition], school_id=row.school_id, gender=row.pupil.gender)
    return seats[edition.id].left_for_pupil > 0


def _screened(session: Session, actor: Actor, edition_id: UUID) -> Edition:
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    ensure_screening(edition)
    return edition


def _record(session: Session, actor: Actor, edition: Edition, change: tuple[str, str]) -> None:
    name, value = change
    record(
        session,
        actor=actor,
        act="editions.screening",
        subject=Subject("edition", edition.id),
        changes={name: (None, value)},
    )
