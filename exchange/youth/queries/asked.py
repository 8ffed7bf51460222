"""Whose guardians are asked for consent: everybody, a page, their schools, how many consent."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.permissions import Actor
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    ParticipantKind,
    RegistrationState,
)
from exchange.youth.models import Consent, Pupil, Registration, School
from exchange.youth.queries.registrations import of_school, own_registrations
from exchange.youth.rules.consents import ASKED

_BY_NAME: Final = Order(
    Pupil.sort_key,
    Registration.id,
    places=select(Registration.id).join(Registration.pupil),
)


def asked_registrations(
    session: Session,
    actor: Actor,
    edition_id: UUID,
    *,
    school_id: UUID | None = None,
    states: Collection[RegistrationState] = ASKED,
) -> Sequence[Registration]:
    """Return the registrations of an edition whose guardians are asked, by school and name.

    The school is the one a pupil is at now: it holds the papers. Only what the actor may see; as
    many as the edition has seats and a waiting list.
    """
    statement = _asked(actor, edition_id, school_id, states)
    ordered = statement.order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    return session.scalars(ordered).all()


def asked_page(
    session: Session,
    actor: Actor,
    edition_id: UUID,
    *,
    school_id: UUID,
    cursor: str | None = None,
) -> Page[Registration]:
    """Return a page of the registrations of one school whose guardians are asked, by name."""
    statement = _asked(actor, edition_id, school_id, ASKED)
    return paginate(session, statement, _BY_NAME, cursor=cursor)


def asked_schools(session: Session, actor: Actor, edition_id: UUID) -> Sequence[School]:
    """Return the schools at which pupils are now whose guardians are asked, by name."""
    keys = _asked(actor, edition_id, None, ASKED).with_only_columns(Pupil.school_id)
    return session.scalars(
        select(School).where(School.id.in_(keys)).order_by(School.sort_key, School.id)
    ).all()


def joining_count(session: Session, actor: Actor, edition_id: UUID, *, school_id: UUID) -> int:
    """Return how many of the asked guardians of a school consent to taking part."""
    given = aliased(Consent)
    about = (
        Consent.registration_id == Registration.id,
        Consent.giver == ConsentGiver.GUARDIAN,
        Consent.purpose == ConsentPurpose.JOIN,
    )
    newest = select(func.max(Consent.number)).where(*about).correlate(Registration)
    joins = exists().where(
        given.registration_id == Registration.id,
        given.number == newest.scalar_subquery(),
        given.answer == ConsentAnswer.GIVEN,
    )
    asked = _asked(actor, edition_id, school_id, ASKED).where(joins)
    return session.scalar(asked.with_only_columns(func.count())) or 0


def _asked(
    actor: Actor, edition_id: UUID, school_id: UUID | None, states: Collection[RegistrationState]
) -> Select[Registration]:
    statement = (
        own_registrations(actor)
        .join(Registration.pupil)
        .join(Pupil.school)
        .where(
            Registration.edition_id == edition_id,
            Registration.state.in_(states),
            Registration.kind == ParticipantKind.OWN_YOUTH,
        )
        .options(
            contains_eager(Registration.pupil).contains_eager(Pupil.school),
            joinedload(Registration.school),
        )
    )
    return statement if school_id is None else statement.where(of_school(school_id))
