"""The city's gifts in stock; how many there are is counted from the movements."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.gifts.models import StockItem, StockMovement


def stock_items(session: Session) -> Sequence[StockItem]:
    """Return what the city keeps ready, by name."""
    found = select(StockItem).where(StockItem.ended_at.is_(None))
    return session.scalars(found.order_by(StockItem.sort_key, StockItem.id)).all()


def stock_page(session: Session, *, cursor: str | None = None) -> Page[StockItem]:
    """Return a page of what the city keeps ready, by name."""
    found = select(StockItem).where(StockItem.ended_at.is_(None))
    return paginate(session, found, Order(StockItem.sort_key, StockItem.id), cursor=cursor)


def stock_item_by_id(session: Session, key: UUID) -> StockItem:
    """Return a gift in stock, one no longer kept too; raises NotFoundError."""
    found = session.get(StockItem, key)
    if found is None:
        raise NotFoundError
    return found


def locked_stock(session: Session, key: UUID) -> StockItem:
    """Return a gift in stock with its row locked until the transaction ends; or NotFoundError."""
    found = session.scalar(
        select(StockItem)
        .where(StockItem.id == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def on_hand(session: Session, key: UUID) -> int:
    """Return how many of a gift there are; lock it before giving one away."""
    total = select(func.sum(StockMovement.quantity)).where(StockMovement.item_id == key)
    return int(session.scalar(total) or 0)


def on_hand_of(session: Session, keys: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many there are of each of some gifts that ever moved, in one statement."""
    rows = session.execute(
        select(StockMovement.item_id, func.sum(StockMovement.quantity))
        .where(StockMovement.item_id.in_(keys))
        .group_by(StockMovement.item_id)
    )
    return {key: int(total) for key, total in rows}


def movements_page(
    session: Session, key: UUID, *, cursor: str | None = None
) -> Page[StockMovement]:
    """Return a page of the movements of a gift in stock, the latest first."""
    statement = select(StockMovement).where(StockMovement.item_id == key)
    order = Order(StockMovement.at, StockMovement.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)
