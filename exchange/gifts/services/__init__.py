"""Verbs of the gifts room."""

from exchange.gifts.services.exports import note_register_taken
from exchange.gifts.services.gifts import (
    GiftPlan,
    cautions_for,
    correct_gift,
    end_gift,
    plan_of,
    record_gift,
    stated_of,
)
from exchange.gifts.services.settings import (
    LimitPlan,
    TabooPlan,
    add_taboo,
    change_limit,
    change_taboo,
    end_limit,
    end_taboo,
    set_limit,
)
from exchange.gifts.services.stock import (
    StockPlan,
    add_stock_item,
    change_stock_item,
    end_stock_item,
    move_stock,
)

__all__ = [
    "GiftPlan",
    "LimitPlan",
    "StockPlan",
    "TabooPlan",
    "add_stock_item",
    "add_taboo",
    "cautions_for",
    "change_limit",
    "change_stock_item",
    "change_taboo",
    "correct_gift",
    "end_gift",
    "end_limit",
    "end_stock_item",
    "end_taboo",
    "move_stock",
    "note_register_taken",
    "plan_of",
    "record_gift",
    "set_limit",
    "stated_of",
]
