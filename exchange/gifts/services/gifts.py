"""Record what was given and received, put it right, and take a mistake off the register."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.amounts import YEN, major_of
from exchange.core.database import (
    Localized,
    Money,
    expect_version,
    flush,
    localized_fields,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import ApprovalClass
from exchange.delegations.queries import visit_by_id
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind
from exchange.gifts.models import Gift, StockItem, search_key_of
from exchange.gifts.queries import (
    gifts_before,
    limits,
    locked_gift,
    locked_stock,
    on_hand,
    people_named,
    taboos,
)
from exchange.gifts.rules import (
    Cautions,
    Offer,
    ensure_approval,
    ensure_in_stock,
    ensure_line,
    ensure_no_repeat,
    ensure_read,
    ensure_within,
    limit_on,
    remembered,
    repeats_of,
    taboos_in,
    value_of,
)
from exchange.gifts.services.stock import moved
from exchange.itineraries.queries import items_of
from exchange.partners.models import Partner
from exchange.partners.queries import locked_partner


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftPlan:
    """What a person states about a gift; of a stock item its name is taken where none is typed."""

    direction: GiftDirection
    day: date
    partner: str
    giver: str = ""
    recipient: str = ""
    giver_id: UUID | None = None
    recipient_id: UUID | None = None
    visit_id: UUID | None = None
    itinerary_item_id: UUID | None = None
    title: Localized | None = None
    stock_item_id: UUID | None = None
    maker: str = ""
    unit_price: Money | None = None
    quantity: int = 1
    value: Money | None = None
    line: GiftLine = GiftLine.NONE
    document_number: str = ""
    approved_on: date | None = None
    decided_by: ApprovalClass | None = None
    kept_at: str = ""
    note: str = ""
    repeat_reason: str = ""


def record_gift(
    session: Session,
    *,
    actor: Actor,
    plan: GiftPlan,
    cautions_read: bool = False,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Gift:
    """Put a gift on the register; one from the stock leaves it. A form sent twice records one.

    Raises DomainError for a repeat without a reason, over the limit, short of stock, or when
    something speaks against it that nobody has read.
    """
    partner = locked_partner(session, plan.partner)
    if key is not None and (known := session.get(Gift, key)) is not None:
        return known
    whole = _checked(session, partner, plan, read=cautions_read, stock_back=0, gift=None)
    gift = Gift(id=key or uuid7(), is_demo=is_demo)
    _take(gift, whole, partner)
    session.add(gift)
    flush(session)
    _move(session, actor, gift, {gift.stock_item_id: -gift.quantity})
    values = {name: value for name, value in stated(whole).items() if value != ""}
    record(
        session,
        actor=actor,
        act="gifts.record",
        subject=subject_of(gift),
        changes=created(values),
    )
    flush(session)
    return gift


def correct_gift(
    session: Session,
    *,
    actor: Actor,
    key: UUID,
    version: int,
    plan: GiftPlan,
    cautions_read: bool = False,
) -> Gift:
    """Change what is stated about a gift; the stock follows. Raises StaleRowError, DomainError."""
    partner = locked_partner(session, plan.partner)
    gift = locked_gift(session, key)
    before = plan_of(gift, session.get_one(Partner, gift.partner_id).slug)
    if gift.version != version:
        raise StaleRowError(theirs=stated_of(before), version=gift.version)
    same_stock = gift.stock_item_id is not None and gift.stock_item_id == plan.stock_item_id
    back = gift.quantity if same_stock else 0
    whole = _checked(session, partner, plan, read=cautions_read, stock_back=back, gift=gift.id)
    was, now = stated(before), stated(whole)
    changes = {name: (was[name], now[name]) for name in now if was[name] != now[name]}
    if not changes:
        return gift
    moves: dict[UUID | None, int] = {gift.stock_item_id: gift.quantity}
    _take(gift, whole, partner)
    moves[gift.stock_item_id] = moves.get(gift.stock_item_id, 0) - gift.quantity
    _move(session, actor, gift, moves)
    record(session, actor=actor, act="gifts.correct", subject=subject_of(gift), changes=changes)
    flush(session)
    return gift


def end_gift(session: Session, *, actor: Actor, key: UUID, version: int) -> Gift:
    """Take a gift that never was off the register; what came from the stock goes back."""
    gift = locked_gift(session, key)
    expect_version(gift, version)
    gift.ended_at = clock.now()
    _move(session, actor, gift, {gift.stock_item_id: gift.quantity})
    changes = {"ended_at": (None, gift.ended_at)}
    record(session, actor=actor, act="gifts.end", subject=subject_of(gift), changes=changes)
    flush(session)
    return gift


def cautions_for(
    session: Session, partner: Partner, plan: GiftPlan, *, gift: UUID | None = None
) -> tuple[list[Gift], Cautions]:
    """Return what the same person got before, and what else speaks against a gift."""
    if plan.direction is GiftDirection.RECEIVED or plan.title is None:
        return [], Cautions((), ())
    earlier = gifts_before(
        session,
        plan.direction,
        partners=[partner.id],
        people=[plan.recipient_id] if plan.recipient_id else [],
        span=remembered(plan.day),
        without=gift,
    )
    offer = Offer(
        plan.title["ja"], plan.stock_item_id, partner.id, plan.recipient_id, plan.recipient
    )
    person, city = repeats_of(offer, earlier)
    against = taboos_in(taboos(session), [*plan.title.values(), plan.maker], partner.slug)
    return person, Cautions(city, against)


def with_stock(plan: GiftPlan, item: StockItem | None) -> GiftPlan:
    """Return a plan with what its stock item says where nothing is typed."""
    if item is None:
        return plan
    return replace(
        plan,
        title=plan.title or item.name,
        maker=plan.maker or item.maker,
        unit_price=plan.unit_price or item.unit_value,
    )


def plan_of(gift: Gift, partner: str) -> GiftPlan:
    """Return what is stated about a gift of a partner's slug."""
    names = [name for name in GiftPlan.__dataclass_fields__ if name != "partner"]
    return GiftPlan(partner=partner, **{name: getattr(gift, name) for name in names})


def stated_of(plan: GiftPlan) -> Mapping[str, object]:
    """Return a plan by the names of the form's fields."""
    price, value = plan.unit_price, plan.value
    money = price or value
    return {
        **stated(plan),
        **localized_fields("title", plan.title),
        "unit_price": f"{major_of(price):f}" if price else "",
        "value": f"{major_of(value):f}" if value else "",
        "currency": money.currency if money else YEN,
    }


def subject_of(gift: Gift) -> Subject:
    """Name a gift to the audit and to its documents."""
    return Subject("gift", gift.id)


def _checked(
    session: Session,
    partner: Partner,
    plan: GiftPlan,
    *,
    read: bool,
    stock_back: int,
    gift: UUID | None,
) -> GiftPlan:
    """Return the plan made whole; raises DomainError for what cannot be recorded."""
    item = locked_stock(session, plan.stock_item_id) if plan.stock_item_id else None
    whole = with_stock(plan, item)
    _ensure_parties(session, partner, whole)
    if whole.title is None:
        raise DomainError(message("gifts.error.no_title"), field="title")
    value = value_of(whole.unit_price, whole.quantity, whole.value)
    whole = replace(whole, value=value)
    ensure_line(whole.direction, whole.line, value)
    decided = whole.decided_by is not None
    ensure_approval(whole.approved_on, decided=decided, today=clock.today())
    limit = limit_on(limits(session), whole.line, whole.day)
    ensure_within(value, limit, approved=decided)
    if item is not None:
        if whole.direction is GiftDirection.RECEIVED:
            raise DomainError(message("gifts.error.received_stock"), field="stock_item_id")
        ensure_in_stock(on_hand(session, item.id) + stock_back, whole.quantity)
    person, cautions = cautions_for(session, partner, whole, gift=gift)
    ensure_no_repeat(person, whole.repeat_reason)
    ensure_read(cautions, read=read)
    return whole


def _ensure_parties(session: Session, partner: Partner, plan: GiftPlan) -> None:
    """Raise DomainError for nobody on a side, somebody unknown, or a visit of another partner."""
    known = people_named(session, {key for key in (plan.giver_id, plan.recipient_id) if key})
    sides = (("giver", plan.giver_id, plan.giver), ("recipient", plan.recipient_id, plan.recipient))
    for side, key, name in sides:
        if key is not None and key not in known:
            raise DomainError(message("gifts.error.unknown_person"), field=f"{side}_id")
        if key is None and not name:
            raise DomainError(message("gifts.error.nobody"), field=side)
    if plan.visit_id is None:
        if plan.itinerary_item_id is not None:
            raise DomainError(message("gifts.error.moment"), field="itinerary_item_id")
        return
    visit = visit_by_id(session, plan.visit_id)
    if partner.id not in {each.id for each in visit.partners}:
        raise DomainError(message("gifts.error.other_visit"), field="visit_id")
    items = {item.id for item in items_of(session, plan.visit_id)}
    if plan.itinerary_item_id is not None and plan.itinerary_item_id not in items:
        raise DomainError(message("gifts.error.moment"), field="itinerary_item_id")


def _take(gift: Gift, plan: GiftPlan, partner: Partner) -> None:
    for name, value in stated(plan).items():
        if name != "partner":
            setattr(gift, name, value)
    assert plan.title is not None
    gift.partner_id = partner.id
    gift.search_key = search_key_of(plan.title, plan.maker)


def _move(session: Session, actor: Actor, gift: Gift, moves: Mapping[UUID | None, int]) -> None:
    """Let the stock follow: below zero is given, above zero comes back; locked in one order."""
    for key in sorted(key for key in moves if key is not None):
        if quantity := moves[key]:
            kind = MovementKind.RETURNED if quantity > 0 else MovementKind.GIVEN
            item = locked_stock(session, key)
            row = moved(item, kind, quantity, day=gift.day, actor=actor)
            row.gift_id = gift.id
            session.add(row)
