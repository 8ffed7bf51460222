"""A visit with all that it is made of and tied to, for its page, its form and its changes."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from exchange.core.errors import NotFoundError
from exchange.delegations.models import Visit, VisitHost, VisitLeg, VisitPartner


def tied_visit(session: Session, key: UUID) -> Visit:
    """Return a visit with owner, legs, hosts and what it serves; raises NotFoundError.

    Its page shows its celebrations as a panel of their own room.
    """
    return _found(session, select(Visit).options(joinedload(Visit.owner)), key)


def whole_visit(session: Session, key: UUID) -> Visit:
    """Return the same with its celebrations, for the form; raises NotFoundError."""
    return _found(session, select(Visit).options(_with_celebrations()), key)


def locked_whole_visit(session: Session, key: UUID) -> Visit:
    """Return the same with its row locked until the transaction ends; raises NotFoundError."""
    statement = select(Visit).options(_with_celebrations()).with_for_update(of=Visit)
    return _found(session, statement.execution_options(populate_existing=True), key)


def _found(session: Session, statement: Select[Visit], key: UUID) -> Visit:
    """Load what is few of each in one statement with the visit, its legs in a second one."""
    tied = statement.where(Visit.id == key).options(
        joinedload(Visit.links).joinedload(VisitPartner.partner),
        joinedload(Visit.host_links).joinedload(VisitHost.party),
        joinedload(Visit.measures),
        joinedload(Visit.projects),
        selectinload(Visit.legs).joinedload(VisitLeg.partner),
    )
    found = session.scalars(tied).unique().one_or_none()
    if found is None:
        raise NotFoundError
    return found


def _with_celebrations() -> ExecutableOption:
    return selectinload(Visit.celebrations)
