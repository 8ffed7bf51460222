"""Gifts, the stock and the settings as pages, panels and files need them."""

from exchange.gifts.queries.gifts import (
    GiftFilter,
    all_gifts,
    gift_by_id,
    gifts_before,
    gifts_matching,
    gifts_of_partner,
    gifts_of_person,
    gifts_of_visit,
    gifts_page,
    locked_gift,
    people_named,
    people_of,
    published_gifts,
)
from exchange.gifts.queries.settings import (
    limit_by_id,
    limits,
    taboo_by_id,
    taboos,
)
from exchange.gifts.queries.stock import (
    locked_stock,
    movements_page,
    on_hand,
    on_hand_of,
    stock_item_by_id,
    stock_items,
    stock_page,
)

__all__ = [
    "GiftFilter",
    "all_gifts",
    "gift_by_id",
    "gifts_before",
    "gifts_matching",
    "gifts_of_partner",
    "gifts_of_person",
    "gifts_of_visit",
    "gifts_page",
    "limit_by_id",
    "limits",
    "locked_gift",
    "locked_stock",
    "movements_page",
    "on_hand",
    "on_hand_of",
    "people_named",
    "people_of",
    "published_gifts",
    "stock_item_by_id",
    "stock_items",
    "stock_page",
    "taboo_by_id",
    "taboos",
]
