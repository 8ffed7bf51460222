"""What the division's editions wait for, across them and in one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Programme, Pupil, Registration, School
from exchange.youth.queries.missing import missing_for
from exchange.youth.queries.programmes import readable_editions
from exchange.youth.rules.board import Lack


def lacks_of_all(session: Session, actor: Actor, today: date) -> Sequence[Lack]:
    """Return what registrations of the actor's announced editions lack."""
    wanted = Edition.id.in_(readable_editions(actor))
    return _lacks(session, _registrations().where(wanted), today)


def lacks_of_edition(session: Session, edition_id: UUID, today: date) -> Sequence[Lack]:
    """Return what an announced edition's registrations lack; `place` orders them."""
    return _lacks(session, _registrations().where(Edition.id == edition_id), today)


def _registrations() -> Select[Registration]:
    return (
        select(Registration)
        .join(Registration.edition)
        .join(Edition.programme)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(Edition.state == EditionState.ANNOUNCED)
        .options(
            contains_eager(Registration.edition)
            .contains_eager(Edition.programme)
            .joinedload(Programme.partner),
            contains_eager(Registration.pupil),
            contains_eager(Registration.school),
        )
        .order_by(Edition.starts, Edition.id, School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )


def _lacks(session: Session, statement: Select[Registration], today: date) -> Sequence[Lack]:
    rows = session.scalars(statement).all()
    gaps = missing_for(session, rows, today)
    return [Lack(row, gap) for row in rows for gap in gaps[row.id]]
