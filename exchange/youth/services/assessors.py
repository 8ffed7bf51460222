"""Assessors without an account: a link each, shown once, ended at any time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.queries import values_told
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.links import LinkPurpose, Target, issue_signed, revoke
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.tasks.services import TaskDetails, add_task
from exchange.youth.models import Assessor
from exchange.youth.models.screening import BY_LINK
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.screening import assessor_in, assessors_by_keys, criteria_of
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.screening import ensure_last_day, ensure_screening


@dataclass(frozen=True, slots=True)
class AssessorEntry:
    """Whom a link is made for, until when, and whether the year of school is shown."""

    name: str
    last_day: date
    sees_grade: bool


def invite_assessor(
    session: Session, *, actor: Actor, edition_id: UUID, entry: AssessorEntry
) -> Assessor:
    """Make the link by which somebody scores; refused before there is anything to score by."""
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    ensure_screening(edition)
    if not criteria_of(session, edition.id):
        raise DomainError(message("youth.scoring.error.not_begun"))
    ensure_last_day(entry.last_day, clock.today())
    key = uuid7()
    link = issue_signed(session, Target(LinkPurpose.ASSESSOR, "assessor", key))
    assessor = Assessor(
        id=key,
        edition_id=edition.id,
        name=entry.name,
        link_id=link.id,
        link=link,
        last_day=entry.last_day,
        sees_grade=entry.sees_grade,
    )
    session.add(assessor)
    flush(session)
    _record(session, actor, assessor, act="assessors.invite")
    return assessor


def end_assessor(session: Session, *, actor: Actor, edition_id: UUID, key: UUID) -> Assessor:
    """End an assessor's link now; the scores given so far stay."""
    edition = locked_edition(session, actor, edition_id)
    assessor = assessor_in(session, edition.id, key)
    _end(session, actor, assessor)
    return assessor


def end_assessors_of(
    session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None
) -> int:
    """End the links somebody has handed to assessors; the heir is to make others. Return how many.

    Such a link is shown once, to whoever makes it: nobody can print it anew.
    """
    found = _assessors_of(session, leaver_id)
    for assessor in found:
        _end(session, actor, assessor)
        said = message("youth.scoring.renew", name=assessor.name)
        details = TaskDetails(title=translate(said, Language.JA)[:200], assignee_id=heir_id)
        about = Subject("edition", assessor.edition_id)
        add_task(session, actor=actor, details=details, subject=about)
    return len(found)


def count_assessors_of(session: Session, user_id: UUID) -> int:
    """Return how many assessors can score by a link that somebody has handed to them."""
    return len(_assessors_of(session, user_id))


def _assessors_of(session: Session, user_id: UUID) -> Sequence[Assessor]:
    told = values_told(session, actor_id=user_id, act="assessors.invite", field="assessor_id")
    return [
        assessor
        for assessor in assessors_by_keys(session, [UUID(text) for text in told])
        if assessor.last_day >= clock.today() and assessor.link.revoked_at is None
    ]


def _end(session: Session, actor: Actor, assessor: Assessor) -> None:
    """End a link that is live."""
    if assessor.link.revoked_at is not None:
        return
    revoke(assessor.link)
    flush(session)
    _record(session, actor, assessor, act="assessors.end")


def acting(assessor: Assessor) -> Actor:
    """Return who acts by an assessor's link: nobody with an account, named in the audit."""
    return Actor(user_id=None, role=None, name=f"{BY_LINK}{assessor.name}")


def _record(session: Session, actor: Actor, assessor: Assessor, *, act: str) -> None:
    record(
        session,
        actor=actor,
        act=act,
        subject=Subject("edition", assessor.edition_id),
        changes={
            "assessor": (None, f"{assessor.name} ({assessor.last_day.isoformat()})"),
            "assessor_id": (None, assessor.id),
        },
    )
