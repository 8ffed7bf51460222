"""The form of a gift: what, from whom to whom, what it is worth, who decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from exchange.core.amounts import YEN, ensure_currency, parse_money
from exchange.core.database import Money
from exchange.core.messages import label, message
from exchange.core.translate import show
from exchange.delegations.enums import ApprovalClass
from exchange.delegations.models import Visit
from exchange.gifts.enums import GiftDirection, GiftLine
from exchange.gifts.models import CITY, Gift, StockItem
from exchange.gifts.services import GiftPlan, plan_of, stated_of
from exchange.itineraries.models import ItineraryItem
from exchange.partners.models import Partner
from exchange.people.models import Person
from exchange.web import languages
from exchange.web.fields import UNCHOSEN, in_languages, typed_text_or_none
from exchange.web.forms import KeyedForm

_MOST: Final = 10_000
_PRICE: Final = "3,000"


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftChoices:
    """What a gift's form offers to choose from."""

    partners: Sequence[Partner]
    visits: Sequence[Visit]
    people: Sequence[Person]
    stock: Sequence[StockItem]
    #: How many there are of each in stock.
    on_hand: Mapping[UUID, int]
    items: Sequence[ItineraryItem]


class GiftForm(KeyedForm):
    """What a person states about a gift."""

    day = DateField(message("gifts.field.day"), [InputRequired()])
    partner = SelectField(message("gifts.field.partner"), [InputRequired()])
    visit_id = SelectField(message("gifts.field.visit"), [Optional()])
    itinerary_item_id = SelectField(message("gifts.field.moment"), [Optional()])
    giver_id = SelectField(message("gifts.field.giver_id"), [Optional()])
    giver = StringField(
        message("gifts.field.giver"),
        [Length(max=200)],
        render_kw={"hint": message("gifts.hint.party")},
    )
    recipient_id = SelectField(message("gifts.field.recipient_id"), [Optional()])
    recipient = StringField(
        message("gifts.field.recipient"),
        [Length(max=200)],
        render_kw={"hint": message("gifts.hint.party")},
    )
    stock_item_id = SelectField(
        message("gifts.field.stock"),
        [Optional()],
        render_kw={"hint": message("gifts.hint.stock")},
    )
    title, title_en, title_zh_hant = in_languages(
        message("gifts.field.title"), required=False, longest=200
    )
    maker = StringField(message("gifts.field.maker"), [Length(max=200)])
    quantity = IntegerField(
        message("gifts.field.quantity"),
        [InputRequired(), NumberRange(min=1, max=_MOST)],
        default=1,
    )
    currency = StringField(message("gifts.field.currency"), [Length(max=3)], default=YEN)
    unit_price = StringField(
        message("gifts.field.unit_price"), [Length(max=20)], render_kw={"example": _PRICE}
    )
    value = StringField(
        message("gifts.field.value"),
        [Length(max=20)],
        render_kw={"hint": message("gifts.hint.value")},
    )
    line = SelectField(
        message("gifts.field.line"),
        [Optional()],
        choices=enum_choices(GiftLine, label=label),
        default=GiftLine.NONE.value,
    )
    document_number = StringField(message("gifts.field.document_number"), [Length(max=60)])
    approved_on = DateField(message("gifts.field.approved_on"), [Optional()])
    decided_by = SelectField(
        message("gifts.field.decided_by"),
        [Optional()],
        choices=[UNCHOSEN, *enum_choices(ApprovalClass, label=label)],
    )
    kept_at = StringField(
        message("gifts.field.kept_at"),
        [Length(max=200)],
        render_kw={"hint": message("gifts.hint.kept_at")},
    )
    note = TextAreaField(message("gifts.field.note"), [Length(max=2000)])
    repeat_reason = StringField(
        message("gifts.field.repeat_reason"),
        [Length(max=300)],
        render_kw={"hint": message("gifts.hint.repeat_reason")},
    )
    cautions_read = BooleanField(message("gifts.field.cautions_read"))

    def offer(self, choices: GiftChoices) -> "GiftForm":
        """Offer what there is to choose from."""
        language = languages.current()
        self.partner.choices = [SelectChoice(each.slug, each.names) for each in choices.partners]
        self.visit_id.choices = _or_none(
            (visit.id, f"{visit.starts} {visit.title.in_language(language)}")
            for visit in choices.visits
        )
        self.itinerary_item_id.choices = _or_none(
            (item.id, f"{item.start_day} {item.title.in_language(language)}")
            for item in choices.items
        )
        self.giver_id.choices = self.recipient_id.choices = _or_none(
            (person.id, _person(person)) for person in choices.people
        )
        self.stock_item_id.choices = _or_none(
            (item.id, _in_stock(item, choices.on_hand.get(item.id, 0), language))
            for item in choices.stock
        )
        return self

    def plan(self, direction: GiftDirection) -> GiftPlan:
        """Return what was typed; call it after `validate`. Raises DomainError for an amount."""
        currency = ensure_currency(self.currency.data or YEN, field="currency")
        return GiftPlan(
            direction=direction,
            day=self.day.data,
            partner=self.partner.data,
            giver=self.giver.data or "",
            recipient=self.recipient.data or "",
            giver_id=_key(self.giver_id.data),
            recipient_id=_key(self.recipient_id.data),
            visit_id=_key(self.visit_id.data),
            itinerary_item_id=_key(self.itinerary_item_id.data),
            title=typed_text_or_none(self, "title"),
            stock_item_id=_key(self.stock_item_id.data),
            maker=self.maker.data or "",
            unit_price=_money(self.unit_price.data, currency, "unit_price"),
            quantity=self.quantity.data,
            value=_money(self.value.data, currency, "value"),
            line=GiftLine(self.line.data or GiftLine.NONE),
            document_number=self.document_number.data or "",
            approved_on=self.approved_on.data,
            decided_by=ApprovalClass(self.decided_by.data) if self.decided_by.data else None,
            kept_at=self.kept_at.data or "",
            note=self.note.data or "",
            repeat_reason=self.repeat_reason.data or "",
        )


def new_gift_form(direction: GiftDirection, **known: Any) -> GiftForm:  # noqa: ANN401 - fields
    """Open a form with what the address knows; the city stands on its side of it."""
    side = "giver" if direction is GiftDirection.GIVEN else "recipient"
    return GiftForm(data={side: CITY, **known})


def gift_form(gift: Gift) -> GiftForm:
    """Open the form on a gift as it is."""
    values = {**stated_of(plan_of(gift, gift.partner.slug)), "version": gift.version}
    return GiftForm(data={name: _choice(value) for name, value in values.items()})


def _choice(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


def _or_none(found: Iterable[tuple[UUID, str]]) -> list[SelectChoice]:
    return [SelectChoice("", message("gifts.choice.none"))] + [
        SelectChoice(str(key), words) for key, words in found
    ]


def _person(person: Person) -> str:
    return f"{person.name.written} / {person.affiliation}".removesuffix(" / ")


def _in_stock(item: StockItem, count: int, language: str) -> str:
    words = message("gifts.choice.in_stock", name=item.name.in_language(language), count=count)
    return show(words, language)


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _money(text: str | None, currency: str, field: str) -> Money | None:
    return parse_money(text, currency, field=field) if text else None
