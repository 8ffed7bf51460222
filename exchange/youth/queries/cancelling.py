"""Who the cancelling of an edition affects, and who had a place in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Exists, Select, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.youth.enums import PLACED, RegistrationState
from exchange.youth.models import Cancellation, Pupil, Registration, RegistrationStep, School
from exchange.youth.rules.registrations import is_cancellable

_AFFECTED = [state for state in RegistrationState if is_cancellable(state)]

_BY_SCHOOL = Order(
    School.sort_key,
    Registration.id,
    then=(School.id, Pupil.sort_key),
    places=select(Registration.id).join(Registration.pupil).join(Pupil.school),
)


def affected_registrations(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return the registrations that cancelling an edition would change, by school and name."""
    affected = Registration.state.in_(_AFFECTED)
    return session.scalars(_of_edition(edition_id).where(affected)).all()


def cancelled_places(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who had a place when the edition was cancelled, by school and name."""
    return session.scalars(_of_edition(edition_id).where(_had_place())).all()


def places_page(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[Registration]:
    """Return a page of those who had a place, by school and name."""
    statement = _of_edition(edition_id).where(_had_place()).order_by(None)
    return paginate(session, statement, _BY_SCHOOL, cursor=cursor)


def placed_page(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[Registration]:
    """Return a page of those who have a place in an edition, by school and name."""
    statement = _of_edition(edition_id).where(Registration.state.in_(PLACED)).order_by(None)
    return paginate(session, statement, _BY_SCHOOL, cursor=cursor)


def cancellation_of(session: Session, edition_id: UUID) -> Cancellation | None:
    """Return what the cancelling of an edition cost; None for one that was not cancelled."""
    return session.get(Cancellation, edition_id)


def _had_place() -> Exists:
    return exists().where(
        RegistrationStep.registration_id == Registration.id,
        RegistrationStep.state == RegistrationState.CANCELLED_BY_PROGRAMME,
        RegistrationStep.previous.in_(PLACED),
    )


def _of_edition(edition_id: UUID) -> Select[Registration]:
    return (
        select(Registration)
        .join(Registration.pupil)
        .join(Pupil.school)
        .where(Registration.edition_id == edition_id)
        .options(
            contains_eager(Registration.pupil).contains_eager(Pupil.school),
            joinedload(Registration.school),
        )
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )
