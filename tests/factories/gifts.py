"""Gifts and the stock, made by the same services as everywhere."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.amounts import Money
from exchange.core.database import Localized
from exchange.core.permissions import system_actor
from exchange.gifts.enums import GiftDirection, MovementKind, TabooKind
from exchange.gifts.models import Gift, StockItem
from exchange.gifts.services import (
    GiftPlan,
    StockPlan,
    TabooPlan,
    add_stock_item,
    move_stock,
    record_gift,
)

ACTOR = system_actor("tests")
DAY = date(2026, 11, 20)
CLOCKS = TabooPlan(
    kind=TabooKind.MANNERS,
    words="時計、clock、鐘",
    partners=["kaohsiung"],
    note=Localized({"ja": "「送終」に通じる", "en": "Sounds like a funeral"}),
    source="一般に言われる習慣（未確認）",
)


def gift_plan(**changes: Any) -> GiftPlan:  # noqa: ANN401 - any of its fields
    """State a fan given to Heidelberg's mayor."""
    values: dict[str, Any] = {
        "direction": GiftDirection.GIVEN,
        "day": DAY,
        "partner": "heidelberg",
        "giver": "熊本市",
        "recipient": "Stadt Heidelberg",
        "title": Localized({"ja": "来民渋うちわ", "en": "Kutami fan"}),
    }
    return GiftPlan(**(values | changes))


def make_gift(session: Session, **changes: Any) -> Gift:  # noqa: ANN401 - fields of the plan
    """Record a gift whose partner exists, whatever speaks against it."""
    return record_gift(session, actor=ACTOR, plan=gift_plan(**changes), cautions_read=True)


def make_stock(session: Session, count: int = 3, *, name: str = "肥後象がん") -> StockItem:
    """Keep so many of a gift worth 5,000 yen ready."""
    plan = StockPlan(
        name=Localized({"ja": name, "en": "Higo inlay"}),
        unit_value=Money(5000, "JPY"),
        maker="見本工房",
    )
    item = add_stock_item(session, actor=ACTOR, plan=plan)
    if count:
        move_stock(
            session, actor=ACTOR, key=item.id, kind=MovementKind.BOUGHT, number=count, day=DAY
        )
    return item
