"""What the division's editions wait for, across them and in one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Programme, Pupil, Registration, School
from exchange.youth.queries.missing import missing_for
from exchange.youth.queries.programmes import readable_editions
from exchange.youth.rules.board import Lack


def lacks_of_all(session: Session, actor: Actor, today: date) -> Sequence[Lack]:
    """Return what registrations of the actor's announced editions lack; whose, is not loaded."""
    wanted = Edition.id.in_(readable_editions(actor))
    ordered = _registrations().where(wanted).order_by(Edition.starts, Edition.id, Registration.id)
    return _lacks(session, ordered, today)


def lacks_of_edition(session: Session, edition_id: UUID, today: date) -> Sequence[Lack]:
    """Return what an announced edition's registrations lack, and whose; `place` orders them."""
    statement = (
        _registrations()
        .join(Registration.pupil)
        .join(Registration.school)
        .where(Edition.id == edition_id)
        .options(contains_eager(Registration.pupil), contains_eager(Registration.school))
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )
    return _lacks(session, statement, today)


def _registrations() -> Select[Registration]:
    """Select the registrations of announced editions.

    The editions come by themselves: there are few, and each has texts in every language.
    """
    edition = selectinload(Registration.edition).joinedload(Edition.programme)
    return (
        select(Registration)
        .join(Registration.edition)
        .where(Edition.state == EditionState.ANNOUNCED)
        .options(edition.joinedload(Programme.partner))
    )


def _lacks(session: Session, statement: Select[Registration], today: date) -> Sequence[Lack]:
    rows = session.scalars(statement).all()
    gaps = missing_for(session, rows, today)
    return [Lack(row, gap) for row in rows for gap in gaps[row.id]]
