"""Forms of a partner and of the end of a partnership."""

import re
from typing import Any, Final

from wtforms import FloatField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from exchange.core.languages import OWN_NAMES
from exchange.core.messages import label, message
from exchange.partners.enums import PartnerKind
from exchange.partners.forms.citing import CitingFields, offer_sources
from exchange.partners.models import Partner, Source
from exchange.partners.services import PartnerDetails
from exchange.web.fields import (
    PartialDateField,
    in_languages,
    opened,
    typed_text,
    typed_text_or_none,
)
from exchange.web.forms import BaseForm, KeyedForm
from exchange.web.validators import reading

_ALL: Final = tuple(OWN_NAMES)
_TAG: Final = r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-[A-Z]{2})?"
_TAGS: Final = re.compile(rf"{_TAG}(?:\s*,\s*{_TAG})*")


class PartnerForm(CitingFields, KeyedForm):
    """What a person states of a partner, and the source that says so."""

    slug = StringField(
        message("partners.field.slug"),
        [DataRequired(), Length(max=60)],
        render_kw={"hint": message("partners.hint.slug"), "example": "san-antonio"},
    )
    kind = SelectField(
        message("partners.field.kind"),
        [InputRequired()],
        choices=enum_choices(PartnerKind, label=label),
        default=PartnerKind.CITY.value,
    )
    parent, parent_en, parent_zh_hant = in_languages(
        message("partners.field.parent"), required=False, hint=message("partners.hint.parent")
    )
    names, names_en, names_zh_hant, names_zh_hans, names_ko, names_de, names_fr = in_languages(
        message("partners.field.names"), longest=200, tags=_ALL
    )
    kana = StringField(message("partners.column.kana"), [DataRequired(), Length(max=200), reading])
    native_name = StringField(message("partners.column.native"), [DataRequired(), Length(max=200)])
    native_language = StringField(
        message("partners.field.native_language"),
        [DataRequired(), Regexp(_TAG, message=message("partners.error.tag"))],
        render_kw={"example": "de"},
    )
    relation, relation_en, relation_zh_hant = in_languages(
        message("partners.column.relation"), hint=message("partners.hint.relation")
    )
    signed_wording, signed_wording_en, signed_wording_zh_hant = in_languages(
        message("partners.field.signed_wording"),
        required=False,
        hint=message("partners.hint.signed_wording"),
    )
    owner_section, owner_section_en, owner_section_zh_hant = in_languages(
        message("partners.field.owner_section"), required=False
    )
    place, place_en, place_zh_hant = in_languages(message("partners.column.place"), longest=100)
    country_code = StringField(
        message("partners.field.country_code"),
        [DataRequired(), Regexp(r"[A-Z]{2}$", message=message("partners.error.country_code"))],
        render_kw={"example": "DE"},
    )
    zone = StringField(
        message("partners.field.zone"), [DataRequired()], render_kw={"example": "Europe/Berlin"}
    )
    latitude = FloatField(
        message("partners.field.latitude"),
        [InputRequired(), NumberRange(-90, 90)],
        render_kw={"example": "49.40768"},
    )
    longitude = FloatField(
        message("partners.field.longitude"),
        [InputRequired(), NumberRange(-180, 180)],
        render_kw={"example": "8.69079"},
    )
    languages = StringField(
        message("partners.field.languages"),
        [DataRequired(), Regexp(_TAGS, message=message("partners.error.tag"))],
        render_kw={"example": "de-DE, fr"},
    )
    currency = StringField(
        message("partners.field.currency"),
        [DataRequired(), Regexp(r"[A-Z]{3}$", message=message("partners.error.currency"))],
        render_kw={"example": "EUR"},
    )
    site = StringField(
        message("partners.show.site"),
        [Length(max=500), Regexp(r"(https?://\S+)?$", message=message("partners.error.address"))],
    )

    def details(self) -> PartnerDetails:
        """Return what was typed; call it after `validate`."""
        texts: dict[str, Any] = {name: typed_text(self, name) for name in _TEXTS}
        texts |= {name: typed_text_or_none(self, name) for name in _PERHAPS}
        return PartnerDetails(
            kind=PartnerKind(self.kind.data),
            languages=[tag.strip() for tag in self.languages.data.split(",")],
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            site=self.site.data or None,
            **{name: self[name].data for name in _LINES},
            **texts,
        )

    def citation(self, sources: dict[str, str]) -> str:
        """Return the chosen source's short name with the place in it, as citations hold it."""
        return f"{sources[self.source_id.data]} {self.locator.data or ''}".strip()


_TEXTS: Final = ("names", "relation", "place")
_PERHAPS: Final = ("parent", "signed_wording", "owner_section")
_LINES: Final = ("kana", "native_name", "native_language", "country_code", "zone", "currency")


class EndForm(CitingFields, BaseForm):
    """When a partnership ended, and which source says so."""

    ended_on = PartialDateField(
        message("partners.field.ended_on"),
        [InputRequired()],
        render_kw={"example": message("partners.example.date")},
    )
    end_note = TextAreaField(
        message("partners.field.end_note"),
        [Length(max=500)],
        render_kw={"hint": message("partners.hint.staff_only")},
    )


def partner_form(partner: Partner, sources: list[Source]) -> PartnerForm:
    """Open the form on a partner as it is; its slug is no field of it."""
    form = PartnerForm(data={**opened(partner), "languages": ", ".join(partner.languages)})
    return without_slug(form, sources)


def without_slug(form: PartnerForm, sources: list[Source]) -> PartnerForm:
    """Offer the sources, and take the slug off: it never changes."""
    del form.slug
    offer_sources(form, sources)
    return form
