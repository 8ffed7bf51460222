"""Forms of the list of what is better not given, and of the limits."""

from collections.abc import Sequence

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.amounts import parse_money
from exchange.core.messages import label, message
from exchange.gifts.enums import CHARGED, GiftLine, TabooKind
from exchange.gifts.models import GiftLimit, Taboo
from exchange.gifts.services import LimitPlan, TabooPlan
from exchange.partners.models import Partner
from exchange.web.fields import UNCHOSEN, in_languages, opened, typed_text
from exchange.web.forms import KeyedForm


class TabooForm(KeyedForm):
    """Which things, for whom, why, and who says so."""

    words = StringField(
        message("gifts.field.words"),
        [DataRequired(), Length(max=500)],
        render_kw={"hint": message("gifts.hint.words")},
    )
    kind = SelectField(
        message("gifts.field.taboo_kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(TabooKind, label=label)],
    )
    partners = SelectMultipleField(
        message("gifts.field.partners"),
        render_kw={"boxes": True, "hint": message("gifts.hint.partners")},
    )
    note, note_en, note_zh_hant = in_languages(message("gifts.field.reason"), longest=500)
    source = StringField(
        message("gifts.field.source"),
        [DataRequired(), Length(max=300)],
        render_kw={"hint": message("gifts.hint.source")},
    )

    def offer(self, partners: Sequence[Partner]) -> "TabooForm":
        """Offer the partners to choose from."""
        self.partners.choices = [SelectChoice(each.slug, each.names) for each in partners]
        return self

    def plan(self) -> TabooPlan:
        """Return what was typed; call it after `validate`."""
        return TabooPlan(
            kind=TabooKind(self.kind.data),
            words=self.words.data,
            partners=list(self.partners.data or ()),
            note=typed_text(self, "note"),
            source=self.source.data,
        )


class LimitForm(KeyedForm):
    """How much a gift of a line may be worth, and since when."""

    line = SelectField(
        message("gifts.field.line"),
        [InputRequired()],
        choices=[UNCHOSEN, *(SelectChoice(line.value, label(line)) for line in CHARGED)],
    )
    most = StringField(
        message("gifts.field.most"),
        [DataRequired(), Length(max=20)],
        render_kw={"hint": message("gifts.hint.yen"), "example": "10,000"},
    )
    since = DateField(message("gifts.field.since"), [InputRequired()])
    limit_note = StringField(
        message("gifts.field.basis"),
        [Length(max=300)],
        render_kw={"hint": message("gifts.hint.basis")},
    )

    def plan(self) -> LimitPlan:
        """Return what was typed; raises DomainError for what is no amount."""
        return LimitPlan(
            line=GiftLine(self.line.data),
            most=parse_money(self.most.data, field="most").minor,
            since=self.since.data,
            note=self.limit_note.data or "",
        )


def taboo_form(taboo: Taboo) -> TabooForm:
    """Open the form on a line of the list."""
    return TabooForm(data=opened(taboo))


def limit_form(limit: GiftLimit) -> LimitForm:
    """Open the form on a limit."""
    return LimitForm(data={**opened(limit), "limit_note": limit.note})
