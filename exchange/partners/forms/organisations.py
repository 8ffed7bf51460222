"""Forms of organisations, of relations between partners, and of sources."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from exchange.core.messages import label, message
from exchange.partners.enums import ExchangeField, Side, SourceKind
from exchange.partners.forms.citing import CitingFields, chosen_source, offer_sources
from exchange.partners.models import Organisation, Partner, Source
from exchange.partners.services import OrganisationDetails, RelationDetails, SourceDetails
from exchange.web.fields import UNCHOSEN, PartialDateField, in_languages, opened, typed_text
from exchange.web.forms import KeyedForm


class OrganisationForm(CitingFields, KeyedForm):
    """Who carries the exchange in a field."""

    field = SelectField(
        message("partners.field.field"),
        [InputRequired()],
        choices=enum_choices(ExchangeField, label=label),
    )
    side = SelectField(
        message("partners.field.side"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Side, label=label)],
    )
    names, names_en, names_zh_hant = in_languages(
        message("partners.field.organisation"), longest=200
    )
    native_name = StringField(message("partners.column.native"), [Length(max=200)])
    since = PartialDateField(
        message("partners.field.since"),
        render_kw={"example": message("partners.example.date")},
    )
    contact = TextAreaField(
        message("partners.field.contact"),
        [Length(max=500)],
        render_kw={"hint": message("partners.hint.staff_only")},
    )

    def details(self) -> OrganisationDetails:
        """Return what was typed; call it after `validate`."""
        return OrganisationDetails(
            side=Side(self.side.data),
            field=ExchangeField(self.field.data),
            names=typed_text(self, "names"),
            native_name=self.native_name.data or "",
            since=self.since.data,
            contact=self.contact.data or "",
            source_id=chosen_source(self),
            locator=self.locator.data or "",
        )


class RelationForm(CitingFields, KeyedForm):
    """That two partners are partners of one another."""

    other_id = SelectField(message("partners.field.other"), [InputRequired()])
    relation, relation_en, relation_zh_hant = in_languages(
        message("partners.field.their_relation"), longest=100
    )
    since = PartialDateField(
        message("partners.field.since"),
        render_kw={"example": message("partners.example.date")},
    )

    def details(self) -> RelationDetails:
        """Return what was typed; call it after `validate`."""
        return RelationDetails(
            relation=typed_text(self, "relation"),
            since=self.since.data,
            source_id=chosen_source(self),
            locator=self.locator.data or "",
        )

    @property
    def other(self) -> UUID:
        """The key of the other partner; call it after `validate`."""
        return UUID(self.other_id.data)


class SourceForm(KeyedForm):
    """A document or a page that facts and dates cite."""

    slug = StringField(
        message("partners.field.source_slug"),
        [DataRequired(), Length(max=40)],
        render_kw={"hint": message("partners.hint.source_slug"), "example": "KM-HD"},
    )
    kind = SelectField(
        message("partners.field.source_kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(SourceKind, label=label)],
    )
    title, title_en, title_zh_hant = in_languages(message("partners.field.source_title"))
    url = StringField(
        message("partners.field.url"),
        [Length(max=500), Regexp(r"(https?://\S+)?$", message=message("partners.error.address"))],
    )
    document = StringField(message("partners.field.document"), [Length(max=200)])

    def details(self) -> SourceDetails:
        """Return what was typed; call it after `validate`."""
        return SourceDetails(
            kind=SourceKind(self.kind.data),
            title=typed_text(self, "title"),
            url=self.url.data or None,
            document=self.document.data or None,
        )


def organisation_form(
    sources: Sequence[Source], organisation: Organisation | None = None
) -> OrganisationForm:
    """Open the form, empty or on an organisation as it is."""
    form = OrganisationForm(data=opened(organisation) if organisation else None)
    offer_sources(form, sources)
    return form


def relation_form(sources: Sequence[Source], others: Sequence[Partner]) -> RelationForm:
    """Open the form of a relation to one of the other partners."""
    form = RelationForm()
    form.other_id.choices = [SelectChoice(str(other.id), other.names) for other in others]
    offer_sources(form, sources)
    return form


def source_form(source: Source | None = None) -> SourceForm:
    """Open the form, empty or on a source as it is; the short name of a known one is no field."""
    form = SourceForm(data=opened(source) if source else None)
    if source is not None:
        del form.slug
    return form
