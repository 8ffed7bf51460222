"""What the report of a visit tells, and what was done to that since."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from exchange.attachments.models import Document
from exchange.attachments.queries import documents_of
from exchange.audit.models import AuditLine
from exchange.budgets.models import BudgetLine
from exchange.budgets.queries import lines_of
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.delegations.queries.reports import report_key, report_task
from exchange.delegations.queries.wholes import tied_visit
from exchange.delegations.rules import has_outcome
from exchange.gifts.models import Gift
from exchange.gifts.queries.gifts import gifts_of_visit
from exchange.itineraries.queries import items_of, people_for
from exchange.papers.queries.people import listed_members
from exchange.papers.report import Told
from exchange.papers.reprinting import OF_WHAT_CAME, Deed
from exchange.promises.models import Promise
from exchange.promises.queries import promises_of_visit


def told_of(session: Session, visit_id: UUID) -> Told:
    """Return what is reported of a visit; raises NotFoundError, also for one not begun."""
    visit = tied_visit(session, visit_id)
    if not has_outcome(visit.state):
        raise NotFoundError
    members = listed_members(session, visit.id)
    ours = {member.person_id for member in members}
    given, _ = promises_of_visit(session, visit.id, [each.id for each in visit.partners])
    task = report_task(session, visit.id)
    return Told(
        visit=visit,
        members=members,
        named=[each for each in people_for(session, visit.id) if each.id not in ours],
        items=items_of(session, visit.id),
        promises=given,
        gifts=gifts_of_visit(session, visit.id),
        lines=lines_of(session, visit.id),
        documents=documents_of(session, Subject("visit", visit.id)),
        due=task.due if task else None,
    )


def came_since(session: Session, visit_id: UUID, since: datetime) -> Sequence[Deed]:
    """Return what was done after an instant to what came of a visit, and to the report's day."""
    document = select(Document.id).where(
        Document.subject_kind == "visit", Document.subject_id == visit_id
    )
    kept = {
        "promise": select(Promise.id).where(Promise.visit_id == visit_id),
        "gift": select(Gift.id).where(Gift.visit_id == visit_id),
        "budget_line": select(BudgetLine.id).where(BudgetLine.visit_id == visit_id),
        "document": document,
    }
    rows = session.execute(
        select(AuditLine.at, AuditLine.fields)
        .where(
            or_(
                AuditLine.subject_id == report_key(visit_id),
                *(
                    (AuditLine.subject_kind == kind) & AuditLine.subject_id.in_(found)
                    for kind, found in kept.items()
                ),
            ),
            AuditLine.at > since,
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [(at, OF_WHAT_CAME, fields) for at, fields in rows]
