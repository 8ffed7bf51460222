"""The lines of a visit's budget, and what participants pay themselves."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.budgets.models import BudgetLine, ParticipantShare
from exchange.core.errors import NotFoundError
from exchange.itineraries.models import ItineraryItem


def lines_of(session: Session, visit_id: UUID) -> Sequence[BudgetLine]:
    """Return a visit's lines in their order, with their headings."""
    return session.scalars(
        select(BudgetLine)
        .where(BudgetLine.visit_id == visit_id, BudgetLine.ended_at.is_(None))
        .options(*_headed())
        .order_by(BudgetLine.position, BudgetLine.fiscal_year, BudgetLine.id)
    ).all()


def locked_lines(session: Session, visit_id: UUID) -> Mapping[UUID, BudgetLine]:
    """Return a visit's lines, ended ones too, by key as they are now; lock the visit before."""
    found = session.scalars(
        select(BudgetLine)
        .where(BudgetLine.visit_id == visit_id)
        .order_by(BudgetLine.id)
        .execution_options(populate_existing=True)
    )
    return {line.id: line for line in found}


def last_position(session: Session, visit_id: UUID) -> int:
    """Return the last place in a visit's order, 0 without lines; lock the visit before."""
    last = select(func.max(BudgetLine.position)).where(BudgetLine.visit_id == visit_id)
    return session.scalar(last) or 0


def line_by_id(session: Session, key: UUID) -> BudgetLine:
    """Return a line with its visit and headings; raises NotFoundError for one taken off."""
    found = session.scalar(
        select(BudgetLine)
        .where(BudgetLine.id == key, BudgetLine.ended_at.is_(None))
        .options(*_headed(), joinedload(BudgetLine.visit))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def moments_of(session: Session, visit_id: UUID) -> Mapping[UUID, ItineraryItem]:
    """Return, by line, the point of the programme it is spent on."""
    rows = session.execute(
        select(BudgetLine.id, ItineraryItem)
        .join(ItineraryItem, ItineraryItem.id == BudgetLine.itinerary_item_id)
        .where(BudgetLine.visit_id == visit_id, BudgetLine.ended_at.is_(None))
    )
    return {row[0]: row[1] for row in rows}


def parts_of(session: Session, line: BudgetLine) -> Sequence[BudgetLine]:
    """Return the parts of a line in several fiscal years, itself among them, by year."""
    if line.split_id is None:
        return [line]
    return session.scalars(
        select(BudgetLine)
        .where(BudgetLine.split_id == line.split_id, BudgetLine.ended_at.is_(None))
        .order_by(BudgetLine.fiscal_year, BudgetLine.id)
    ).all()


def shares_of(session: Session, visit_id: UUID) -> Sequence[ParticipantShare]:
    """Return what participants of a visit pay themselves."""
    return session.scalars(
        select(ParticipantShare)
        .where(ParticipantShare.visit_id == visit_id, ParticipantShare.ended_at.is_(None))
        .order_by(ParticipantShare.created_at, ParticipantShare.id)
    ).all()


def share_by_id(session: Session, key: UUID) -> ParticipantShare:
    """Return a share; raises NotFoundError for one taken off."""
    found = session.get(ParticipantShare, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found


def _headed() -> tuple[_AbstractLoad, ...]:
    return joinedload(BudgetLine.heading), joinedload(BudgetLine.detail)
