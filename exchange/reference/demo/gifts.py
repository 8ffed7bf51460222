"""The demo's gifts: a stock of two, one gift each way of the visit that is over, a limit."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.amounts import YEN, Money
from exchange.core.database import Localized
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import members_of
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind
from exchange.gifts.models import CITY
from exchange.gifts.services import (
    GiftPlan,
    LimitPlan,
    StockPlan,
    add_stock_item,
    move_stock,
    record_gift,
    set_limit,
)

_INLAY: Final = StockPlan(
    name=Localized(
        {
            "ja": "（見本）肥後象がんのしおり",
            "en": "(Demo) Higo inlay bookmark",
            "zh-Hant": "（範例）肥後象嵌書籤",
        }
    ),
    unit_value=Money(4500, YEN),
    description="見本データ：木箱入り",
    maker="（見本）工房",
    kept_at="国際課 書庫",
)
_SCARF: Final = StockPlan(
    name=Localized(
        {
            "ja": "（見本）市章入り風呂敷",
            "en": "(Demo) Wrapping cloth",
            "zh-Hant": "（範例）包袱巾",
        }
    ),
    unit_value=Money(1800, YEN),
    kept_at="国際課 書庫",
)


def load_gifts(session: Session, *, actor: Actor, today: date) -> None:
    """Fill the stock, set a limit, and give and receive one thing of the visit that is over."""
    limit = LimitPlan(
        line=GiftLine.REWARDS,
        most=10_000,
        since=date(2026, 4, 1),
        note="見本データ（市の規程を確かめて変更すること）",
    )
    set_limit(session, actor=actor, plan=limit, is_demo=True)
    inlay = _stock(session, actor, _INLAY, count=12, today=today)
    _stock(session, actor, _SCARF, count=30, today=today)
    closed = select(Visit).where(Visit.is_demo, Visit.state == VisitState.CLOSED)
    visit = session.scalars(closed).one()
    leader = members_of(session, visit.id)[0].person_id
    for gift in (_given(visit, leader, inlay), _received(visit, leader)):
        record_gift(session, actor=actor, plan=gift, cautions_read=True, is_demo=True)


def _stock(session: Session, actor: Actor, plan: StockPlan, *, count: int, today: date) -> UUID:
    item = add_stock_item(session, actor=actor, plan=plan, is_demo=True)
    bought = today - timedelta(days=200)
    move_stock(
        session,
        actor=actor,
        key=item.id,
        kind=MovementKind.BOUGHT,
        number=count,
        day=bought,
        note="見本データ",
    )
    return item.id


def _given(visit: Visit, leader: UUID, item: UUID) -> GiftPlan:
    return GiftPlan(
        direction=GiftDirection.GIVEN,
        day=visit.starts,
        partner="kaohsiung",
        visit_id=visit.id,
        giver=CITY,
        recipient_id=leader,
        stock_item_id=item,
        line=GiftLine.REWARDS,
    )


def _received(visit: Visit, leader: UUID) -> GiftPlan:
    return GiftPlan(
        direction=GiftDirection.RECEIVED,
        day=visit.starts,
        partner="kaohsiung",
        visit_id=visit.id,
        giver_id=leader,
        recipient=CITY,
        title=Localized(
            {"ja": "（見本）陶器の花瓶", "en": "(Demo) Vase", "zh-Hant": "（範例）花瓶"}
        ),
        value=Money(8000, YEN),
        kept_at="市長応接室",
    )
