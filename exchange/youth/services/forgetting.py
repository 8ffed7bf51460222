"""What guardians wrote in applications, and their addresses, end when their time is over."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, transact
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import revoke
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.jobs.services import enqueue
from exchange.jobs.worker import NotYetError, Work
from exchange.youth.models import Application, Edition
from exchange.youth.queries.applications import applications_to_empty, has_applications

#: The kind of the job that empties the applications of an edition, each in its time.
FORGET: Final = "youth.forget_applications"
_AT_NIGHT: Final = time(0, 45)
#: How long the job waits while an edition still keeps some.
_PAUSE: Final = timedelta(days=7)


def plan_forgetting(session: Session, edition: Edition) -> None:
    """Let a job look after an edition's applications; call it before the first is made."""
    if not has_applications(session, edition.id):
        night = datetime.combine(edition.closes_on + timedelta(days=1), _AT_NIGHT, OFFICE_ZONE)
        enqueue(session, FORGET, {"edition": str(edition.id)}, run_at=night)


def forget_due(session: Session, *, actor: Actor, today: date) -> Sequence[Application]:
    """Empty every application whose time is over; return them.

    A link nobody used ends with the window, what was written by the outcome. The row stays: when
    something was sent, and what became of it, without anybody's name.
    """
    rows = applications_to_empty(session, today)
    for row in rows:
        row.answers, row.reason, row.mail = None, None, ""
        row.emptied_at = clock.now()
        revoke(row.link)
    flush(session)
    for row in rows:
        record(
            session,
            actor=actor,
            act="applications.change",
            subject=Subject("application", row.id),
            changes=dict.fromkeys(("answers", "mail", "reason"), (None, None)),
            without_values=True,
        )
    return rows


def forget(work: Work) -> None:
    """Empty what is due; the job waits while its edition still keeps some."""
    key = UUID(work.arguments["edition"])
    if not transact(work.database, lambda session: _all_forgotten(session, key)):
        raise NotYetError(_PAUSE)


def _all_forgotten(session: Session, edition_id: UUID) -> bool:
    forget_due(session, actor=system_actor("exchange work"), today=clock.today())
    return not has_applications(session, edition_id)
