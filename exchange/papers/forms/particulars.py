"""Forms of what a visit's papers need and stands nowhere else; every field may wait."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, Field, HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import message
from exchange.papers.emergency import FIELDS as CALL_FIELDS
from exchange.papers.emergency import WHOM
from exchange.papers.models import EmergencyContacts, VisaParticulars
from exchange.papers.particulars import EmergencyPlan, VisaPlan
from exchange.papers.visa import FIELDS
from exchange.web.fields import in_languages, opened, typed_text_or_none
from exchange.web.forms import ActionForm, BaseForm, KeyedForm


class ThanksForm(ActionForm, KeyedForm):
    """The button that logs a letter of thanks: to whom of the list."""

    to = HiddenField()


class VisaForm(BaseForm):
    """What the papers for guests' visas say of the city."""

    mission = StringField(
        FIELDS["mission"],
        [Length(max=120)],
        render_kw={"hint": message("papers.hint.mission"), "example": "在アトランタ日本国総領事"},
    )
    issued_on = DateField(
        FIELDS["issued_on"], [Optional()], render_kw={"hint": message("papers.hint.issued_on")}
    )
    inviter_address = StringField(FIELDS["inviter_address"], [Length(max=200)])
    inviter_post = StringField(
        FIELDS["inviter_post"], [Length(max=100)], render_kw={"example": "熊本市長"}
    )
    inviter_name = StringField(FIELDS["inviter_name"], [Length(max=100)])
    inviter_phone = StringField(FIELDS["inviter_phone"], [Length(max=60)])
    contact_section = StringField(FIELDS["contact_section"], [Length(max=120)])
    contact_name = StringField(FIELDS["contact_name"], [Length(max=100)])
    contact_phone = StringField(FIELDS["contact_phone"], [Length(max=60)])
    background = TextAreaField(
        FIELDS["background"],
        [Length(max=2000)],
        render_kw={"hint": message("papers.hint.background")},
    )
    relation = StringField(
        FIELDS["relation"], [Length(max=300)], render_kw={"hint": message("papers.hint.relation")}
    )
    same_guarantor = BooleanField(
        FIELDS["same_guarantor"], render_kw={"hint": message("papers.hint.same_guarantor")}
    )
    guarantor_address = StringField(FIELDS["guarantor_address"], [Length(max=200)])
    guarantor_post = StringField(FIELDS["guarantor_post"], [Length(max=100)])
    guarantor_name = StringField(FIELDS["guarantor_name"], [Length(max=100)])
    guarantor_phone = StringField(FIELDS["guarantor_phone"], [Length(max=60)])

    def plan(self) -> VisaPlan:
        """Return what was typed; call it after `validate`."""
        texts = {name: self[name].data or "" for name in FIELDS if name not in _NO_TEXT}
        return VisaPlan(
            issued_on=self.issued_on.data, same_guarantor=bool(self.same_guarantor.data), **texts
        )


_NO_TEXT = frozenset({"issued_on", "same_guarantor"})


class EmergencyForm(BaseForm):
    """Whom a visit's members call in an emergency, in any language of a partner."""

    city_phone = StringField(CALL_FIELDS["city_phone"], [Length(max=60)])
    host_phone = StringField(CALL_FIELDS["host_phone"], [Length(max=60)])
    lodging_phone = StringField(CALL_FIELDS["lodging_phone"], [Length(max=60)])
    hospital_phone = StringField(CALL_FIELDS["hospital_phone"], [Length(max=60)])
    mission_phone = StringField(CALL_FIELDS["mission_phone"], [Length(max=60)])
    insurance_phone = StringField(CALL_FIELDS["insurance_phone"], [Length(max=60)])
    insurance_number = StringField(
        CALL_FIELDS["insurance_number"],
        [Length(max=60)],
        render_kw={"hint": message("papers.hint.insurance_number")},
    )

    def plan(self) -> EmergencyPlan:
        """Return what was typed; call it after `validate`."""
        texts: dict[str, Any] = {name: typed_text_or_none(self, name) for name in WHOM}
        phones = {f"{name}_phone": self[f"{name}_phone"].data or "" for name in WHOM}
        number = self.insurance_number.data or ""
        return EmergencyPlan(insurance_number=number, **(texts | phones))

    def drawn(self, name: str, tongues: Sequence[str]) -> Sequence[Field]:
        """Return the fields of whom to call: in these languages, and where words are on record."""
        fields = [(tag, self[_field(name, tag)]) for tag in FEED_LANGUAGES]
        return [field for tag, field in fields if tag in tongues or field.data]


def _field(name: str, tag: str) -> str:
    return name if tag == "ja" else f"{name}_{tag.lower().replace('-', '_')}"


for _name in WHOM:
    _made = in_languages(CALL_FIELDS[_name], required=False, longest=200, tags=FEED_LANGUAGES)
    for _tag, _made_field in zip(FEED_LANGUAGES, _made, strict=True):
        setattr(EmergencyForm, _field(_name, _tag), _made_field)


def visa_form(row: VisaParticulars | None) -> VisaForm:
    """Open the form on what is stated for a visit's visa papers."""
    return VisaForm(data=opened(row) if row else {})


def emergency_form(row: EmergencyContacts | None, lodging: str) -> EmergencyForm:
    """Open the form on what is stated for the cards; at first with the programme's lodging."""
    return EmergencyForm(data=opened(row) if row else {"lodging": lodging})
