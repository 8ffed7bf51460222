"""Forms of the gifts kept ready, and of what moves them."""

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from exchange.core.amounts import major_of, parse_money
from exchange.core.messages import label, message
from exchange.gifts.enums import BY_HAND
from exchange.gifts.models import StockItem
from exchange.gifts.services import StockPlan
from exchange.web.fields import in_languages, opened, typed_text
from exchange.web.forms import KeyedForm


class StockForm(KeyedForm):
    """What a person states about a gift that is kept ready."""

    name, name_en, name_zh_hant = in_languages(message("gifts.field.title"), longest=200)
    unit_value = StringField(
        message("gifts.field.unit_value"),
        [DataRequired(), Length(max=20)],
        render_kw={"hint": message("gifts.hint.yen"), "example": "3,000"},
    )
    description = TextAreaField(message("gifts.field.description"), [Length(max=2000)])
    maker = StringField(message("gifts.field.maker"), [Length(max=200)])
    kept_at = StringField(message("gifts.field.store"), [Length(max=200)])

    def plan(self) -> StockPlan:
        """Return what was typed; raises DomainError for what is no amount."""
        return StockPlan(
            name=typed_text(self, "name"),
            unit_value=parse_money(self.unit_value.data, field="unit_value"),
            description=self.description.data or "",
            maker=self.maker.data or "",
            kept_at=self.kept_at.data or "",
        )


class MovementForm(KeyedForm):
    """That a stock became more or less, or was counted."""

    kind = SelectField(
        message("gifts.field.movement"),
        [InputRequired()],
        choices=[SelectChoice(kind.value, label(kind)) for kind in BY_HAND],
    )
    number = IntegerField(
        message("gifts.field.number"),
        [InputRequired(), NumberRange(min=0, max=100_000)],
        render_kw={"hint": message("gifts.hint.number")},
    )
    day = DateField(message("gifts.field.day"), [InputRequired()])
    movement_note = StringField(message("gifts.field.note"), [Length(max=300)])


def stock_form(item: StockItem) -> StockForm:
    """Open the form on a gift in stock as it is."""
    return StockForm(data={**opened(item), "unit_value": f"{major_of(item.unit_value):f}"})
