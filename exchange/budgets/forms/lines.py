"""Forms beside the grid: a split, a place in the programme, a copy, a share, a heading."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.budgets.enums import Amount, ShareRoute
from exchange.budgets.models import BudgetHeading, ParticipantShare
from exchange.budgets.rules import years_of
from exchange.budgets.services import HeadingPlan, SharePlan
from exchange.core.amounts import parse_money
from exchange.core.dates import FiscalYear
from exchange.core.messages import label, message
from exchange.delegations.models import Visit
from exchange.web import languages
from exchange.web.fields import UNCHOSEN, in_languages, opened, typed_text
from exchange.web.forms import BaseForm, KeyedForm

_FIRST: Final = 1945
_LAST: Final = 2100
_LONGEST: Final = 20


class SplitForm(BaseForm):
    """What of a line belongs to which other fiscal year."""

    year = SelectField(message("budgets.field.other_year"), [InputRequired()])
    requested = StringField(label(Amount.REQUESTED), [Length(max=_LONGEST)])
    budgeted = StringField(label(Amount.BUDGETED), [Length(max=_LONGEST)])
    committed = StringField(label(Amount.COMMITTED), [Length(max=_LONGEST)])
    spent = StringField(label(Amount.SPENT), [Length(max=_LONGEST)])

    def offer(self, visit: Visit, without: int) -> "SplitForm":
        """Offer the years around the visit, without the line's own."""
        self.year.choices = [year for year in _years(visit) if year.value != str(without)]
        return self

    def part(self) -> dict[Amount, int | None]:
        """Return what goes to the other year; raises DomainError for what is no amount."""
        return {name: _yen(self[name.value].data, name.value) for name in Amount}


class PlaceForm(BaseForm):
    """At which point of the programme a line is spent."""

    item = SelectField(message("budgets.field.item"), [Optional()])

    def offer(self, moments: Iterable[tuple[UUID, str]]) -> "PlaceForm":
        """Offer the points of the programme."""
        none = SelectChoice("", message("budgets.choice.none"))
        self.item.choices = [none, *(SelectChoice(str(key), words) for key, words in moments)]
        return self


class CopyForm(KeyedForm):
    """From which visit the lines are copied."""

    source = SelectField(message("budgets.field.source_visit"), [InputRequired()])

    def offer(self, visits: Sequence[Visit]) -> "CopyForm":
        """Offer the visits that have lines."""
        language = languages.current()
        self.source.choices = [UNCHOSEN] + [
            SelectChoice(str(visit.id), f"{visit.starts} {visit.title.in_language(language)}")
            for visit in visits
        ]
        return self


class ShareForm(KeyedForm):
    """What participants pay themselves."""

    content = StringField(message("budgets.field.content"), [DataRequired(), Length(max=200)])
    route = SelectField(
        message("budgets.field.route"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(ShareRoute, label=label)],
    )
    fiscal_year = SelectField(message("budgets.Column.year"), [InputRequired()])
    per_person = StringField(
        message("budgets.field.per_person"), [DataRequired(), Length(max=_LONGEST)]
    )
    people = IntegerField(
        message("budgets.field.people"), [InputRequired(), NumberRange(min=1, max=10_000)]
    )
    received = StringField(
        message("budgets.field.received"),
        [Length(max=_LONGEST)],
        render_kw={"hint": message("budgets.hint.received")},
    )

    def offer(self, visit: Visit) -> "ShareForm":
        """Offer the years around the visit."""
        self.fiscal_year.choices = _years(visit)
        return self

    def plan(self) -> SharePlan:
        """Return what was typed; raises DomainError for what is no amount."""
        return SharePlan(
            content=self.content.data,
            route=ShareRoute(self.route.data),
            fiscal_year=int(self.fiscal_year.data),
            per_person=parse_money(self.per_person.data, field="per_person").minor,
            people=self.people.data,
            received=_yen(self.received.data, "received"),
        )


class HeadingForm(KeyedForm):
    """A 節, or a 細節 of one."""

    number = IntegerField(
        message("budgets.field.number"), [InputRequired(), NumberRange(min=1, max=999)]
    )
    name, name_en, name_zh_hant = in_languages(message("budgets.field.name"), longest=100)
    parent = SelectField(
        message("budgets.field.parent"),
        [Optional()],
        render_kw={"hint": message("budgets.hint.parent")},
    )
    since = IntegerField(
        message("budgets.field.since"),
        [InputRequired(), NumberRange(min=_FIRST, max=_LAST)],
        render_kw={"example": "2020"},
    )
    until = IntegerField(
        message("budgets.field.until"),
        [Optional(), NumberRange(min=_FIRST, max=_LAST)],
        render_kw={"hint": message("budgets.hint.until")},
    )
    source = StringField(
        message("budgets.field.source"),
        [DataRequired(), Length(max=300)],
        render_kw={"hint": message("budgets.hint.source")},
    )
    note = StringField(message("budgets.field.note"), [Length(max=500)])

    def offer(self, headings: Iterable[BudgetHeading]) -> "HeadingForm":
        """Offer the 節 that a 細節 can stand below."""
        language = languages.current()
        none = SelectChoice("", message("budgets.choice.no_parent"))
        self.parent.choices = [none] + [
            SelectChoice(
                str(each.id),
                f"{each.number} {each.name.in_language(language)} ({FiscalYear(each.since)})",
            )
            for each in headings
            if each.parent_id is None
        ]
        return self

    def plan(self) -> HeadingPlan:
        """Return what was typed; call it after `validate`."""
        return HeadingPlan(
            number=self.number.data,
            name=typed_text(self, "name"),
            since=self.since.data,
            until=self.until.data,
            parent_id=UUID(self.parent.data) if self.parent.data else None,
            source=self.source.data,
            note=self.note.data or "",
        )


def heading_form(heading: BudgetHeading) -> HeadingForm:
    """Open the form on a 節 or 細節 as it is."""
    parent = str(heading.parent_id) if heading.parent_id else ""
    return HeadingForm(data={**opened(heading), "parent": parent})


def share_form(share: ParticipantShare) -> ShareForm:
    """Open the form on a share as it is."""
    return ShareForm(data={**opened(share), "fiscal_year": str(share.fiscal_year)})


def _years(visit: Visit) -> list[SelectChoice]:
    years = years_of(visit.starts, visit.ends)
    around = [years[0].previous, *years, years[-1].next]
    return [SelectChoice(str(year.start), message("budgets.year", year=year)) for year in around]


def _yen(text: str | None, field: str) -> int | None:
    return parse_money(text, field=field).minor if text else None
