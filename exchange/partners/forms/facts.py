"""Forms of facts: of each kind, the fields it is made of."""

from collections.abc import Sequence
from typing import Final

from wtforms import BooleanField, DecimalField, SelectMultipleField
from wtforms.fields.choices import enum_choices
from wtforms.validators import NumberRange, Optional

from exchange.core.messages import label, message
from exchange.partners.enums import ExchangeField, FactKind
from exchange.partners.forms.citing import CitingFields, chosen_source, offer_sources
from exchange.partners.models import PartnerFact, Source
from exchange.partners.services import FactDetails
from exchange.web.fields import PartialDateField, in_languages, opened, typed_text_or_none
from exchange.web.forms import KeyedForm

#: The fields beside source and place of which a fact of a kind is not made.
_FIGURE: Final = {"figure", "approximate", *("scope", "scope_en", "scope_zh_hant")}
_TEXT: Final = {"text", "text_en", "text_zh_hant"}
_HELD: Final = {"organiser", "organiser_en", "organiser_zh_hant"}


class FactForm(CitingFields, KeyedForm):
    """What a person states: a text, a figure or fields of exchange."""

    date = PartialDateField(
        message("partners.field.date"),
        render_kw={
            "hint": message("partners.hint.date"),
            "example": message("partners.example.date"),
        },
    )
    text, text_en, text_zh_hant = in_languages(message("partners.field.text"), lines=True)
    organiser, organiser_en, organiser_zh_hant = in_languages(
        message("partners.field.organiser"), required=False, longest=200
    )
    figure = DecimalField(
        message("partners.field.figure"), [Optional(), NumberRange(min=0)], places=None
    )
    approximate = BooleanField(message("partners.field.approximate"))
    scope, scope_en, scope_zh_hant = in_languages(
        message("partners.field.scope"),
        required=False,
        longest=200,
        hint=message("partners.hint.scope"),
    )
    fields = SelectMultipleField(
        message("partners.field.fields"),
        choices=enum_choices(ExchangeField, label=label),
        render_kw={"boxes": True},
    )

    def details(self) -> FactDetails:
        """Return what was typed; call it after `validate`."""
        return FactDetails(
            source_id=chosen_source(self),
            locator=self.locator.data or "",
            date=self.date.data,
            text=typed_text_or_none(self, "text") if "text" in self else None,
            organiser=typed_text_or_none(self, "organiser") if "organiser" in self else None,
            figure=self.figure.data if "figure" in self else None,
            approximate=bool("approximate" in self and self.approximate.data),
            scope=typed_text_or_none(self, "scope") if "scope" in self else None,
            fields=self.fields.data if "fields" in self else (),
        )


def new_fact_form(kind: FactKind, sources: Sequence[Source]) -> FactForm:
    """Open an empty form for a fact of a kind, or read what was sent from one."""
    return _fitted(FactForm(), kind, sources)


def fact_form(fact: PartnerFact, sources: Sequence[Source]) -> FactForm:
    """Open the form on a fact as it is."""
    return _fitted(FactForm(data=opened(fact)), fact.kind, sources)


def _fitted(form: FactForm, kind: FactKind, sources: Sequence[Source]) -> FactForm:
    """Leave only the fields a fact of the kind is made of."""
    for name in _needless(kind):
        del form[name]
    offer_sources(form, sources)
    return form


def _needless(kind: FactKind) -> set[str]:
    if kind.is_figure:
        return _TEXT | _HELD | {"fields"}
    if kind.is_fields:
        return _TEXT | _HELD | _FIGURE
    if kind is FactKind.HISTORY:
        return _FIGURE
    return _FIGURE | _HELD | (set() if kind is FactKind.EXCHANGE else {"fields"})
