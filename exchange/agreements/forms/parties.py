"""The forms of a party and of one thing known about an agreement."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length

from exchange.agreements.enums import PartyRole
from exchange.agreements.models import AgreementFact, AgreementParty
from exchange.agreements.services import FactDetails, PartyDetails
from exchange.attachments.models import Document
from exchange.core.messages import label, message
from exchange.partners.models import Source
from exchange.web.fields import (
    UNCHOSEN,
    PartialDateField,
    in_languages,
    opened,
    typed_text,
)
from exchange.web.forms import BaseForm, KeyedForm

_DATE: Final = {"example": message("agreements.example.date")}


def _sources(sources: Sequence[Source]) -> list[SelectChoice]:
    return [
        SelectChoice("", message("agreements.choice.no_source")),
        *(
            SelectChoice(str(source.id), source.title, optgroup=label(source.kind))
            for source in sources
        ),
    ]


def _key(text: str | None) -> UUID | None:
    return UUID(text) if text else None


class PartyForm(KeyedForm):
    """Who is bound by an agreement, as what and how long."""

    names, names_en, names_zh_hant = in_languages(message("agreements.field.names"), longest=200)
    role = SelectField(
        message("agreements.field.role"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(PartyRole, label=label)],
    )
    since = PartialDateField(
        message("agreements.field.since"),
        render_kw={**_DATE, "hint": message("agreements.hint.since")},
    )
    until = PartialDateField(
        message("agreements.field.until"),
        render_kw={**_DATE, "hint": message("agreements.hint.until")},
    )
    successor_id = SelectField(
        message("agreements.field.successor"),
        render_kw={"hint": message("agreements.hint.successor")},
    )
    source_id = SelectField(message("agreements.field.end_source"))

    def offer(self, others: Sequence[AgreementParty], sources: Sequence[Source]) -> "PartyForm":
        """Offer the agreement's other parties and the sources."""
        self.successor_id.choices = [
            SelectChoice("", message("agreements.choice.nobody")),
            *(SelectChoice(str(other.id), other.names) for other in others),
        ]
        self.source_id.choices = _sources(sources)
        return self

    def details(self) -> PartyDetails:
        """Return what was typed; call it after `validate`."""
        return PartyDetails(
            names=typed_text(self, "names"),
            role=PartyRole(self.role.data),
            since=self.since.data,
            until=self.until.data,
            successor_id=_key(self.successor_id.data),
            source_id=_key(self.source_id.data),
        )


class FactForm(BaseForm):
    """One thing known about an agreement, and what says so."""

    text, text_en, text_zh_hant = in_languages(
        message("agreements.field.text"), longest=2000, lines=True
    )
    source_id = SelectField(
        message("agreements.field.source"),
        render_kw={"hint": message("agreements.hint.evidence")},
    )
    locator = StringField(message("agreements.field.locator"), [Length(max=60)])
    document_id = SelectField(message("agreements.field.document"))

    def offer(self, sources: Sequence[Source], documents: Sequence[Document]) -> "FactForm":
        """Offer the sources and the documents kept of the agreement."""
        self.source_id.choices = _sources(sources)
        self.document_id.choices = [
            SelectChoice("", message("agreements.choice.no_document")),
            *(SelectChoice(str(document.id), document.title) for document in documents),
        ]
        return self

    def details(self) -> FactDetails:
        """Return what was typed; call it after `validate`."""
        return FactDetails(
            text=typed_text(self, "text"),
            source_id=_key(self.source_id.data),
            locator=self.locator.data or "",
            document_id=_key(self.document_id.data),
        )


def party_form(
    party: AgreementParty | None, others: Sequence[AgreementParty], sources: Sequence[Source]
) -> PartyForm:
    """Open the form, empty or on a party as it is."""
    if party is None:
        return PartyForm().offer(others, sources)
    values = opened(party)
    values |= {
        "successor_id": party.successor_id or "",
        "source_id": party.source_id or "",
        "version": party.version,
    }
    return PartyForm(data=values).offer(others, sources)


def fact_form(
    fact: AgreementFact | None, sources: Sequence[Source], documents: Sequence[Document]
) -> FactForm:
    """Open the form, empty or on what is stated."""
    if fact is None:
        return FactForm().offer(sources, documents)
    values = opened(fact)
    values |= {
        "source_id": fact.source_id or "",
        "document_id": fact.document_id or "",
        "version": fact.version,
    }
    return FactForm(data=values).offer(sources, documents)
