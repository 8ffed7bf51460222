"""Rules of gifts: who, what they are worth, what was given before, what is better not given."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.amounts import YEN, Money
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.text import fold
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind

if TYPE_CHECKING:
    from exchange.gifts.models import Gift, GiftLimit, Taboo

#: What was given longer ago, or will be, is not held against a gift.
REMEMBERED_YEARS: Final = 10
_COMMAS: Final = re.compile(r"[、,，;；/／\n]+")
_LAST_OF_FEBRUARY: Final = 28


@dataclass(frozen=True, slots=True)
class Offer:
    """What makes a gift the same as another: the thing, and who gets it."""

    name: str
    stock_item_id: UUID | None
    partner_id: UUID
    recipient_id: UUID | None
    recipient: str


@dataclass(frozen=True, slots=True)
class Cautions:
    """What a person has to have seen before a gift is recorded."""

    repeats: Sequence["Gift"]
    taboos: Sequence["Taboo"]

    def __bool__(self) -> bool:
        return bool(self.repeats or self.taboos)


def remembered(day: date) -> tuple[date, date]:
    """Return the first and last day of what is held against a gift: ten years either way.

    What was planned or entered before is looked at too, whichever of them comes first.
    """
    return _years_from(day, -REMEMBERED_YEARS), _years_from(day, REMEMBERED_YEARS)


def value_of(unit_price: Money | None, quantity: int, value: Money | None) -> Money | None:
    """Return what all pieces are worth; raises DomainError when price and value disagree."""
    if unit_price is None:
        return value
    total = Money(unit_price.minor * quantity, unit_price.currency)
    if value is not None and value != total:
        raise DomainError(message("gifts.error.value_differs", total=total), field="value")
    return total


def ensure_line(direction: GiftDirection, line: GiftLine, value: Money | None) -> None:
    """Raise DomainError for a received gift that is charged, or one charged without yen."""
    if line is GiftLine.NONE:
        return
    if direction is GiftDirection.RECEIVED:
        raise DomainError(message("gifts.error.received_charged"), field="line")
    if value is None or value.currency != YEN:
        raise DomainError(message("gifts.error.charged_in_yen"), field="value")


def ensure_approval(approved_on: date | None, *, decided: bool, today: date) -> None:
    """Raise DomainError for half an approval, or one of a day to come."""
    if (approved_on is not None) != decided:
        field = "decided_by" if approved_on else "approved_on"
        raise DomainError(message("gifts.error.half_approval"), field=field)
    if approved_on is not None and approved_on > today:
        raise DomainError(message("gifts.error.approval_ahead"), field="approved_on")


def limit_on(limits: Iterable["GiftLimit"], line: GiftLine, day: date) -> "GiftLimit | None":
    """Return the limit of a line that is in force on a day; None where none was set."""
    begun = [each for each in limits if each.line is line and each.since <= day]
    return max(begun, key=lambda each: (each.since, each.id), default=None)


def ensure_within(value: Money | None, limit: "GiftLimit | None", *, approved: bool) -> None:
    """Raise DomainError when a gift is worth more than its line allows without an approval."""
    if limit is None or value is None or approved or value.minor <= limit.most:
        return
    most = Money(limit.most, YEN)
    sentence = message("gifts.error.over_limit", line=label(limit.line), most=most)
    raise DomainError(sentence, field="approved_on")


def repeats_of(offer: Offer, earlier: Iterable["Gift"]) -> tuple[list["Gift"], list["Gift"]]:
    """Return the earlier gifts of the same thing: to the same person, and to others of the city."""
    same = [gift for gift in earlier if _same_thing(offer, gift)]
    person = [gift for gift in same if _same_person(offer, gift)]
    city = [gift for gift in same if gift.partner_id == offer.partner_id and gift not in person]
    return person, city


def ensure_no_repeat(repeats: Sequence["Gift"], reason: str) -> None:
    """Raise DomainError when somebody would get the same thing again without a reason."""
    if repeats and not reason:
        sentence = message("gifts.error.same_again", day=repeats[0].day)
        raise DomainError(sentence, field="repeat_reason")


def taboos_in(taboos: Iterable["Taboo"], texts: Iterable[str], partner: str) -> list["Taboo"]:
    """Return what speaks against a thing for a partner, by any of its names."""
    folded = [fold(text) for text in texts if text]
    return [
        taboo
        for taboo in taboos
        if not taboo.partners or partner in taboo.partners
        if any(word in text for word in words_of(taboo.words) for text in folded)
    ]


def words_of(text: str) -> list[str]:
    """Return the words of a list as they are searched."""
    return [word for part in _COMMAS.split(text) if (word := fold(part))]


def ensure_read(cautions: Cautions, *, read: bool) -> None:
    """Raise DomainError when something speaks against a gift and nobody says they know."""
    if cautions and not read:
        raise DomainError(message("gifts.error.cautions"), field="cautions_read")


def ensure_in_stock(on_hand: int, wanted: int) -> None:
    """Raise DomainError when more is given than there is."""
    if wanted > on_hand:
        raise DomainError(message("gifts.error.stock_short", count=on_hand), field="quantity")


def moved_by(kind: MovementKind, number: int, on_hand: int) -> int:
    """Return by how many a stock changes; raises DomainError below zero or for no change."""
    signed = {
        MovementKind.BOUGHT: number,
        MovementKind.USED: -number,
        MovementKind.COUNTED: number - on_hand,
    }[kind]
    if on_hand + signed < 0:
        raise DomainError(message("gifts.error.stock_short", count=on_hand), field="number")
    if signed == 0:
        raise DomainError(message("gifts.error.nothing_moved"), field="number")
    return signed


def _years_from(day: date, years: int) -> date:
    """Return the same day some years on; from 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, day.month, _LAST_OF_FEBRUARY)


def _same_thing(offer: Offer, gift: "Gift") -> bool:
    if offer.stock_item_id is not None and offer.stock_item_id == gift.stock_item_id:
        return True
    return fold(offer.name) == fold(gift.title["ja"])


def _same_person(offer: Offer, gift: "Gift") -> bool:
    if offer.recipient_id is not None or gift.recipient_id is not None:
        return offer.recipient_id == gift.recipient_id
    same_city = offer.partner_id == gift.partner_id
    return same_city and fold(offer.recipient) == fold(gift.recipient)
