"""Keep gifts ready: put one on the list, buy, use and count them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    Money,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import sort_key
from exchange.gifts.enums import MovementKind
from exchange.gifts.models import StockItem, StockMovement
from exchange.gifts.queries import locked_stock, on_hand
from exchange.gifts.rules import moved_by


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPlan:
    """What a person states about a gift that is kept ready."""

    name: Localized
    unit_value: Money
    description: str = ""
    maker: str = ""
    kept_at: str = ""


def add_stock_item(
    session: Session,
    *,
    actor: Actor,
    plan: StockPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> StockItem:
    """Put a gift on the list of the stock; none of it is there yet."""
    item = StockItem(id=key or uuid7(), is_demo=is_demo, **_columns(plan))
    item, new = add_once(session, item)
    if new:
        changes = created(stated(plan))
        record(session, actor=actor, act="gifts.add_stock", subject=about(item), changes=changes)
    return item


def change_stock_item(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: StockPlan
) -> StockItem:
    """Change what is stated about a gift in stock; what was given keeps its own words."""
    item = locked_stock(session, key)
    expect_version(item, version)
    changes = restate(item, _columns(plan))
    changes.pop("sort_key", None)
    if changes:
        record(session, actor=actor, act="gifts.change_stock", subject=about(item), changes=changes)
        flush(session)
    return item


def end_stock_item(session: Session, *, actor: Actor, key: UUID, version: int) -> StockItem:
    """Take a gift off the list; raises DomainError while there are some left."""
    item = locked_stock(session, key)
    expect_version(item, version)
    if left := on_hand(session, key):
        raise DomainError(message("gifts.error.stock_left", count=left))
    item.ended_at = clock.now()
    changes = {"ended_at": (None, item.ended_at)}
    record(session, actor=actor, act="gifts.end_stock", subject=about(item), changes=changes)
    flush(session)
    return item


def move_stock(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    kind: MovementKind,
    number: int,
    day: date,
    note: str = "",
    movement: UUID | None = None,
) -> StockMovement:
    """Buy, use or count a gift in stock; raises DomainError below zero or for no change."""
    item = locked_stock(session, key)
    if movement is not None and (known := session.get(StockMovement, movement)):
        return known
    quantity = moved_by(kind, number, on_hand(session, key))
    row = moved(item, kind, quantity, day=day, actor=actor)
    row.id, row.note = movement or uuid7(), note
    session.add(row)
    changes = created({"kind": kind, "quantity": quantity, "day": day, "note": note or None})
    record(session, actor=actor, act="gifts.move_stock", subject=about(item), changes=changes)
    flush(session)
    return row


def moved(
    item: StockItem, kind: MovementKind, quantity: int, *, day: date, actor: Actor
) -> StockMovement:
    """Return a movement of a stock, yet to be added."""
    return StockMovement(
        item_id=item.id, kind=kind, quantity=quantity, day=day, at=clock.now(), by=actor.name
    )


def about(item: StockItem) -> Subject:
    """Name a gift in stock to the audit."""
    return Subject("gift_stock_item", item.id)


def _columns(plan: StockPlan) -> dict[str, object]:
    return {**stated(plan), "sort_key": sort_key(plan.name["ja"])}
