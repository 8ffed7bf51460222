"""The pages of gifts and budgets, and the keys their addresses name in the demo data."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.budgets.models import BudgetLine, ParticipantShare
from exchange.core.offers import Subject
from exchange.gifts.enums import GiftDirection
from exchange.gifts.models import Gift, GiftLimit, StockItem, Taboo
from tests.browser.kept_photo import photo_of

GIVING_PAGES: Final = (
    "/gifts/",
    "/gifts/?direction=given&year=1999",
    "/gifts/new",
    "/gifts/new?direction=given&visit={over}",
    "/gifts/new?direction=received&partner=kaohsiung",
    "/gifts/{gift}/",
    "/gifts/{gift}/edit",
    "/gifts/{gift}/documents/new",
    "/gifts/{gift}/documents/",
    "/gifts/documents/{gift_photo}/",
    "/gifts/documents/{gift_photo}/edit",
    "/gifts/stock/",
    "/gifts/stock/new",
    "/gifts/stock/{in_stock}/",
    "/gifts/stock/{in_stock}/edit",
    "/gifts/settings/",
    "/gifts/settings/taboos/new",
    "/gifts/settings/taboos/{taboo}/edit",
    "/gifts/settings/limits/new",
    "/gifts/settings/limits/{limit}/edit",
    "/budgets/",
    "/budgets/?year=1999",
    "/budgets/visits/{visit}/",
    "/budgets/visits/{over}/",
    "/budgets/visits/{under_way}/",
    "/budgets/visits/{visit}/edit",
    "/budgets/visits/{visit}/import",
    "/budgets/visits/{visit}/copy",
    "/budgets/visits/{visit}/shares/new",
    "/budgets/shares/{share}/edit",
    "/budgets/lines/{line}/",
    "/budgets/headings/",
    "/budgets/headings/new",
    "/budgets/headings/{heading}/edit",
)
GIVING_FILES: Final = (
    "budgets.workbook",
    "budgets.year_workbook",
    "gifts.document_file",
    "gifts.photo",
    "gifts.published",
    "gifts.workbook",
)


def keys_of_giving(session: Session) -> dict[str, object]:
    """Find a gift, what it came from and the lists, and keep a photograph of it."""
    given = select(Gift).where(Gift.direction == GiftDirection.GIVEN)
    gift = session.scalars(given).one()
    line = session.scalars(select(BudgetLine).order_by(BudgetLine.id)).all()[0]
    return {
        "gift": gift.id,
        "gift_photo": photo_of(session, Subject("gift", gift.id)).id,
        "in_stock": session.scalars(select(StockItem).order_by(StockItem.id)).all()[0].id,
        "taboo": session.scalars(select(Taboo).order_by(Taboo.id)).all()[0].id,
        "share": session.scalars(select(ParticipantShare)).one().id,
        "line": line.id,
        "heading": line.heading_id,
        "limit": session.scalars(select(GiftLimit)).one().id,
    }
