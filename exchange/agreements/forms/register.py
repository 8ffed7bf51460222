"""The forms of an agreement and of its end."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.agreements.enums import AgreementKind, Criterion, SigningManner, TermKind
from exchange.agreements.models import Agreement
from exchange.agreements.services import AgreementDetails
from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.partners.enums import ExchangeField
from exchange.web.fields import (
    UNCHOSEN,
    PartialDateField,
    in_languages,
    opened,
    typed_text,
    typed_text_or_none,
)
from exchange.web.forms import BaseForm, KeyedForm

_LONGEST_TERM: Final = 99
_DATE: Final = {"example": message("agreements.example.date")}


class AgreementForm(KeyedForm):
    """What a person states of an agreement."""

    kind = SelectField(
        message("agreements.field.kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(AgreementKind, label=label)],
    )
    title, title_en, title_zh_hant = in_languages(message("agreements.field.title"), longest=200)
    predecessor_id = SelectField(
        message("agreements.field.predecessor"),
        render_kw={"hint": message("agreements.hint.predecessor")},
    )
    place, place_en, place_zh_hant = in_languages(
        message("agreements.field.place"), required=False, longest=200
    )
    term_kind = SelectField(
        message("agreements.field.term_kind"), choices=enum_choices(TermKind, label=label)
    )
    term_years = IntegerField(
        message("agreements.field.term_years"),
        [Optional(), NumberRange(min=1, max=_LONGEST_TERM)],
        render_kw={"hint": message("agreements.hint.term_years")},
    )
    fields = SelectMultipleField(
        message("agreements.field.fields"),
        choices=enum_choices(ExchangeField, label=label),
        render_kw={"boxes": True},
    )
    text_languages = SelectMultipleField(
        message("agreements.field.text_languages"),
        choices=[SelectChoice(tag, name) for tag, name in OWN_NAMES.items()],
        render_kw={"boxes": True},
    )
    document_number = StringField(
        message("agreements.field.document_number"),
        [Length(max=100)],
        render_kw={"example": message("agreements.example.document_number")},
    )
    signing = SelectMultipleField(
        message("agreements.field.signing"),
        choices=enum_choices(SigningManner, label=label),
        render_kw={"boxes": True, "hint": message("agreements.hint.signing")},
    )
    ceremony_on = PartialDateField(
        message("agreements.field.ceremony_on"),
        render_kw={**_DATE, "hint": message("agreements.hint.ceremony_on")},
    )
    clair_heads_sign = SelectField(
        message("agreements.field.clair_heads_sign"), choices=enum_choices(Criterion, label=label)
    )
    clair_not_one_field = SelectField(
        message("agreements.field.clair_not_one_field"),
        choices=enum_choices(Criterion, label=label),
    )
    clair_council = SelectField(
        message("agreements.field.clair_council"), choices=enum_choices(Criterion, label=label)
    )

    def offer(self, others: Sequence[Agreement]) -> "AgreementForm":
        """Offer the partner's other agreements as predecessors."""
        self.predecessor_id.choices = [
            SelectChoice("", message("agreements.choice.no_predecessor")),
            *(SelectChoice(str(other.id), other.title) for other in others),
        ]
        return self

    def details(self) -> AgreementDetails:
        """Return what was typed; call it after `validate`."""
        before = self.predecessor_id.data
        return AgreementDetails(
            kind=AgreementKind(self.kind.data),
            title=typed_text(self, "title"),
            place=typed_text_or_none(self, "place"),
            predecessor_id=UUID(before) if before else None,
            term_kind=TermKind(self.term_kind.data),
            term_years=self.term_years.data,
            fields=self.fields.data,
            text_languages=self.text_languages.data,
            document_number=self.document_number.data or None,
            signing=self.signing.data or None,
            ceremony_on=self.ceremony_on.data,
            clair_heads_sign=Criterion(self.clair_heads_sign.data),
            clair_not_one_field=Criterion(self.clair_not_one_field.data),
            clair_council=Criterion(self.clair_council.data),
        )


class EndForm(BaseForm):
    """The last day of an agreement, and why it ended."""

    ended_on = PartialDateField(
        message("agreements.field.ended_on"), [InputRequired()], render_kw=_DATE
    )
    reason = TextAreaField(
        message("agreements.field.end_reason"), [DataRequired(), Length(max=500)]
    )


def agreement_form(agreement: Agreement, others: Sequence[Agreement]) -> AgreementForm:
    """Open the form on an agreement as it is."""
    values = opened(agreement)
    values |= {"predecessor_id": agreement.predecessor_id or "", "version": agreement.version}
    return AgreementForm(data=values).offer(others)


def new_agreement_form(others: Sequence[Agreement]) -> AgreementForm:
    """Open the empty form: nothing is stated by merely sending it."""
    unknown = {
        name: Criterion.UNKNOWN
        for name in ("clair_heads_sign", "clair_not_one_field", "clair_council")
    }
    return AgreementForm(data={"term_kind": TermKind.UNKNOWN, **unknown}).offer(others)
