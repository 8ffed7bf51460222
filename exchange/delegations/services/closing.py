"""Close a visit: its report is owed, its partners' timelines tell of it, its outcome is kept."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import record
from exchange.celebrations.runway import in_all_languages
from exchange.closures.queries import office_closed_on
from exchange.core.database import Localized, expect_version, flush, reference_uuid, restate
from exchange.core.dates import PartialDate
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.delegations.enums import Direction, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.reports import report_key
from exchange.delegations.rules import ensure_outcome, report_day
from exchange.delegations.services.cycles import fulfil_turns
from exchange.delegations.services.states import advance_visit, publish_visit
from exchange.delegations.services.visits import subject_of
from exchange.partners.enums import FactKind, SourceKind
from exchange.partners.services.facts import FactDetails, add_fact
from exchange.partners.services.sources import SourceDetails, add_source
from exchange.tasks.services import TaskDetails, add_task

#: The short name of our own record among the sources.
OWN_RECORD: Final = "KM-OWN"
#: Holidays are asked for so far beyond the last day.
_AHEAD: Final = timedelta(days=150)


def close_visit(
    session: Session, *, actor: Actor, key: UUID, version: int, report_days: int
) -> Visit:
    """Close a visit; who answers for it owes a report within so many working days, once.

    Turns of its partners' cycles that it fulfils are settled by it.
    """
    visit = advance_visit(session, actor=actor, key=key, version=version, target=VisitState.CLOSED)
    _owe_report(session, actor, visit, report_days)
    fulfil_turns(session, actor=actor, visit=visit)
    _tell_of_it(session, actor, visit)
    return visit


def show_visit(session: Session, *, actor: Actor, key: UUID, version: int) -> Visit:
    """Publish a visit; one that is closed is told of on its partners' timelines from then on."""
    visit = publish_visit(session, actor=actor, key=key, version=version)
    _tell_of_it(session, actor, visit)
    return visit


def state_outcome(
    session: Session, *, actor: Actor, key: UUID, version: int, outcome: str
) -> Visit:
    """Say what came of a visit that has begun."""
    visit = locked_visit(session, key)
    expect_version(visit, version)
    ensure_outcome(visit.state)
    if changes := restate(visit, {"outcome": outcome}):
        record(
            session, actor=actor, act="visits.outcome", subject=subject_of(visit), changes=changes
        )
        flush(session)
    return visit


def _owe_report(session: Session, actor: Actor, visit: Visit, days: int) -> None:
    closed = office_closed_on(session, visit.ends, visit.ends + _AHEAD)
    outward = visit.direction is Direction.OUT
    said = message("delegations.report.out") if outward else message("delegations.report.in")
    details = TaskDetails(
        title=translate(said, Language.JA),
        due=report_day(visit.ends, days, closed),
        assignee_id=_who_owes(session, actor, visit),
    )
    add_task(
        session,
        actor=actor,
        details=details,
        subject=subject_of(visit),
        key=report_key(visit.id),
        is_demo=visit.is_demo,
    )


def _who_owes(session: Session, actor: Actor, visit: Visit) -> UUID | None:
    """Return who answers for a visit; who closes it where that person has left or has no tasks."""
    owner = session.get(User, visit.owner_id) if visit.owner_id else None
    return owner.id if owner is not None and owner.can_own("tasks:edit") else actor.user_id


def _tell_of_it(session: Session, actor: Actor, visit: Visit) -> None:
    """Write a closed, public visit into its partners' timelines: once, and theirs to correct.

    A visit for staff alone is not told of, and one of the demo is no history.
    """
    if visit.state is not VisitState.CLOSED or visit.published_at is None or visit.is_demo:
        return
    source = add_source(
        session,
        actor=actor,
        slug=OWN_RECORD,
        details=SourceDetails(
            kind=SourceKind.OFFICIAL,
            title=Localized(in_all_languages(message("delegations.own_record.title"))),
            document="visits",
        ),
        key=reference_uuid("source", OWN_RECORD),
    )
    for partner in visit.partners:
        details = FactDetails(
            source_id=source.id, text=visit.title, date=PartialDate.of(visit.starts)
        )
        fact_key = reference_uuid("visit_history", f"{visit.id}/{partner.slug}")
        add_fact(
            session,
            actor=actor,
            slug=partner.slug,
            kind=FactKind.HISTORY,
            details=details,
            key=fact_key,
        )
