"""Offer the pupils of a pair's first half to their schools, as drafts for the second."""

from collections import Counter
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.journeys import CarryFate
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.pairs import first_half, persons_in
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.rules.pairs import Carried, carried, ensure_carries
from exchange.youth.services.steps import trace
from exchange.youth.services.telling import tell_school


def carry_over(session: Session, *, actor: Actor, edition_id: UUID) -> int:
    """Make a draft for each pupil of the first half who is not in the second; return how many.

    Done twice it does nothing the second time. Each draft is of the school the pupil is at now;
    the school is told how many it has, and submits them in one act or takes them out.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_carries(edition, clock.now())
    offered = [
        each
        for each in carried(
            first_half(session, edition), persons_in(session, edition), year=edition.fiscal_year
        )
        if each.fate is CarryFate.OFFERED
    ]
    for each in offered:
        _draft(session, actor, edition, each)
    if offered:
        _tell(session, edition, offered)
        subject = Subject("edition", edition.id)
        changes = {"drafts": (None, len(offered))}
        record(session, actor=actor, act="editions.carry", subject=subject, changes=changes)
    return len(offered)


def _draft(session: Session, actor: Actor, edition: Edition, each: Carried) -> None:
    last = each.registration
    draft = Registration(
        id=uuid7(),
        edition_id=edition.id,
        pupil_id=last.pupil_id,
        school_id=last.pupil.school_id,
        grade=each.grade,
        guardian_name=last.guardian_name,
        guardian_relationship=last.guardian_relationship,
        guardian_mail=last.guardian_mail,
        guardian_phone=last.guardian_phone,
        guardian_language=last.guardian_language,
        state=RegistrationState.DRAFT,
        is_demo=edition.is_demo or last.pupil.is_demo,
    )
    session.add(draft)
    flush(session)
    trace(session, actor=actor, registration=draft, previous=None)
    record(
        session,
        actor=actor,
        act="registrations.draft",
        subject=Subject("registration", draft.id),
        changes=created({"pupil_id": draft.pupil_id, "school_id": draft.school_id}),
    )


def _tell(session: Session, edition: Edition, offered: list[Carried]) -> None:
    """Tell each school how many drafts wait for it; nobody is named."""
    title = edition.title.in_language(Language.JA)
    for school_id, count in Counter(each.registration.pupil.school_id for each in offered).items():
        tell_school(
            session,
            school_id,
            message("youth.carry.mail.subject", edition=title),
            message("youth.carry.mail.body", edition=title, count=count, until=edition.closes_at),
        )
