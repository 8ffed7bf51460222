"""Applications of guardians: one of a link, those to look at, those to empty."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.youth.enums import CHOSEN
from exchange.youth.models import Application, Edition, Programme, Registration
from exchange.youth.rules.applying import KEPT, KEPT_CHOSEN


def application_of_link(session: Session, link: Link) -> Application:
    """Return what a link was made for, with its edition and registration; NotFoundError."""
    found = session.scalar(
        select(Application)
        .join(Application.edition)
        .join(Edition.programme)
        .where(Application.link_id == link.id)
        .options(
            contains_eager(Application.edition)
            .contains_eager(Edition.programme)
            .joinedload(Programme.partner),
            joinedload(Application.registration),
            joinedload(Application.link),
        )
    )
    if found is None:
        raise NotFoundError(message("core.error.link"))
    return found


def unsent_application(session: Session, edition_id: UUID, mail: str) -> Application | None:
    """Return the newest link a mail address was sent for an edition that nobody used yet."""
    return session.scalar(
        select(Application)
        .where(
            Application.edition_id == edition_id,
            Application.mail == mail,
            Application.sent_at.is_(None),
        )
        .options(joinedload(Application.link))
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
    )


def locked_application(session: Session, key: UUID) -> Application:
    """Lock and return an application, read anew; raises NotFoundError."""
    found = session.scalar(
        select(Application)
        .join(Application.link)
        .where(Application.id == key)
        .options(contains_eager(Application.link))
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(message("core.error.link"))
    return found


def held_registration(session: Session, row: Application) -> Registration | None:
    """Return the registration an application holds, read anew with its pupil."""
    if row.registration_id is None:
        return None
    return session.scalar(
        select(Registration)
        .where(Registration.id == row.registration_id)
        .options(joinedload(Registration.pupil))
        .execution_options(populate_existing=True)
    )


def is_only_registration(session: Session, registration: Registration) -> bool:
    """Say whether a pupil is in no other edition: nobody else relies on how it is written."""
    own = select(func.count()).where(Registration.pupil_id == registration.pupil_id)
    return session.scalar(own) == 1


def edition_id_of_application(session: Session, key: UUID) -> UUID:
    """Return the edition of an application: it is locked first; raises NotFoundError."""
    found = session.scalar(select(Application.edition_id).where(Application.id == key))
    if found is None:
        raise NotFoundError(message("core.error.link"))
    return found


def applications_page(
    session: Session, edition: Edition, *, answered: bool = False, cursor: str | None = None
) -> Page[Application]:
    """Return a page of the applications that stand alone, or stood alone and were answered.

    Those sent first come first, each with its school.
    """
    narrowed = Application.answer.is_not(None) if answered else _alone()
    statement = (
        select(Application)
        .where(Application.edition_id == edition.id, Application.sent_at.is_not(None), narrowed)
        .options(joinedload(Application.school))
    )
    return paginate(session, statement, Order(Application.sent_at, Application.id), cursor=cursor)


def waiting_applications(session: Session, edition_id: UUID) -> int:
    """Return how many applications of an edition stand alone."""
    statement = select(func.count()).where(Application.edition_id == edition_id, _alone())
    return session.scalar(statement) or 0


def application_to_answer(session: Session, key: UUID) -> Application:
    """Return an application that was sent, with its school, read anew; raises NotFoundError."""
    found = session.scalar(
        select(Application)
        .where(Application.id == key, Application.sent_at.is_not(None))
        .options(joinedload(Application.school))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def applications_to_empty(
    session: Session, today: date, *, limit: int | None = None
) -> Sequence[Application]:
    """Lock and return the applications whose time is over, with their links.

    Without those that somebody else is just emptying.
    """
    statement = _over(today).options(joinedload(Application.link)).limit(limit)
    return session.scalars(statement.with_for_update(of=Application, skip_locked=True)).all()


def addresses_kept(session: Session, addresses: Collection[str]) -> set[str]:
    """Return which of some addresses, in small letters, are kept for a guardian all the same."""
    applied = select(Application.mail).where(Application.mail.in_(addresses))
    guardian = func.lower(Registration.guardian_mail)
    registered = select(guardian).where(guardian.in_(addresses))
    return set(session.scalars(applied.union(registered)))


def _over(today: date) -> Select[Application]:
    chosen = Registration.state.in_(CHOSEN)
    window_over = Edition.closes_at < datetime.combine(today, time(), OFFICE_ZONE)
    return (
        select(Application)
        .join(Application.edition)
        .outerjoin(Application.registration)
        .where(
            Application.emptied_at.is_(None),
            or_(
                and_(Application.sent_at.is_(None), window_over),
                and_(chosen, Edition.ends < today - KEPT_CHOSEN),
                and_(or_(Registration.id.is_(None), ~chosen), Edition.ends < today - KEPT),
            ),
        )
        .order_by(Application.id)
    )


def _alone() -> ColumnElement[bool]:
    """Narrow applications as `rules.applying.stands_alone` does."""
    return and_(
        Application.sent_at.is_not(None),
        Application.withdrawn_at.is_(None),
        Application.registration_id.is_(None),
        Application.answer.is_(None),
    )
