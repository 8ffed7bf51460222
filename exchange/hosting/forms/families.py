"""Forms of families and of the checks of their adults."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Self
from uuid import UUID

from wtforms import (
    DateField,
    EmailField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from exchange.core.messages import label, message
from exchange.hosting.enums import AgeBand, CheckKind, CheckResult, Preference, Smoking
from exchange.hosting.hostlist import FamilyDetails, MemberDetails
from exchange.hosting.hostlist.cells import animals_of, members_of
from exchange.hosting.models import HostFamily
from exchange.hosting.rules.languages import languages_of, words_of
from exchange.hosting.services import CheckDetails
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import KeyedForm
from exchange.web.validators import reading
from exchange.youth.models import Registration

_PRIVATE: Final = {"autocomplete": "off"}
#: A band as the age with which it is read back.
_AGES: Final = {
    AgeBand.SMALL: "0～6歳",
    AgeBand.CHILD: "7～12歳",
    AgeBand.TEEN: "13～17歳",
    AgeBand.YOUNG: "18～29歳",
    AgeBand.MIDDLE: "30～64歳",
    AgeBand.SENIOR: "65歳以上",
}


class FamilyForm(KeyedForm):
    """What is stated of a family."""

    name = StringField(
        message("hosting.field.name"), [DataRequired(), Length(max=200)], render_kw=_PRIVATE
    )
    kana = StringField(
        message("hosting.field.kana"), [Length(max=200), reading], render_kw=_PRIVATE
    )
    address = StringField(message("hosting.field.address"), [Length(max=300)], render_kw=_PRIVATE)
    phone = TelField(message("hosting.field.phone"), [Length(max=60)], render_kw=_PRIVATE)
    mail = EmailField(message("hosting.field.mail"), [Length(max=254)], render_kw=_PRIVATE)
    members = TextAreaField(
        message("hosting.field.members"),
        [DataRequired(), Length(max=1000)],
        render_kw={"rows": 4, "hint": message("hosting.hint.members"), **_PRIVATE},
    )
    languages = StringField(
        message("hosting.field.languages"),
        [Length(max=300)],
        render_kw={"hint": message("hosting.hint.words")},
    )
    hobbies = StringField(message("hosting.field.hobbies"), [Length(max=300)])
    pets = StringField(
        message("hosting.field.pets"),
        [Length(max=300)],
        render_kw={"hint": message("hosting.hint.pets")},
    )
    smoking = SelectField(
        message("hosting.field.smoking"), choices=enum_choices(Smoking, label=label)
    )
    meals = StringField(message("hosting.field.meals"), [Length(max=500)])
    preference = SelectField(
        message("hosting.field.preference"), choices=enum_choices(Preference, label=label)
    )
    places = IntegerField(
        message("hosting.field.places"), [InputRequired(), NumberRange(min=1, max=10)], default=1
    )
    free_from = DateField(
        message("hosting.field.free_from"),
        [Optional()],
        render_kw={"hint": message("hosting.hint.free")},
    )
    free_until = DateField(message("hosting.field.free_until"), [Optional()])
    registration_id = SelectField(
        message("hosting.field.child"), render_kw={"hint": message("hosting.hint.child")}
    )
    notes = TextAreaField(
        message("hosting.field.notes"),
        [Length(max=1000)],
        render_kw={"hint": message("hosting.hint.notes"), **_PRIVATE},
    )

    def offer(self, registrations: Iterable[Registration]) -> Self:
        """Let one of the edition's own pupils be the family's child."""
        self.registration_id.choices = [
            SelectChoice("", message("hosting.choice.no_child")),
            *(SelectChoice(str(row.id), row.pupil.name.written) for row in registrations),
        ]
        return self

    @property
    def child_id(self) -> UUID | None:
        """The registration of the family's child; None for none."""
        return UUID(self.registration_id.data) if self.registration_id.data else None

    def validate_mail(self, field: Field) -> None:
        """Refuse what is no mail address at all."""
        if field.data and "@" not in field.data:
            raise ValidationError(message("hosting.error.mail", text=field.data))

    def validate_free_from(self, _field: Field) -> None:
        """Refuse the first day without the last; an empty field is not asked."""
        if self.free_until.data is None:
            raise ValidationError(message("hosting.error.one_day"))

    def validate_free_until(self, _field: Field) -> None:
        """Refuse the last day without the first."""
        if self.free_from.data is None:
            raise ValidationError(message("hosting.error.one_day"))

    @property
    def details(self) -> FamilyDetails:
        """The family as typed."""
        first, last = self.free_from.data, self.free_until.data
        return FamilyDetails(
            name=self.name.data,
            kana=self.kana.data or "",
            address=self.address.data or "",
            phone=self.phone.data or "",
            mail=self.mail.data or "",
            members=members_of(self.members.data),
            languages=tuple(languages_of(self.languages.data or "")),
            hobbies=tuple(words_of(self.hobbies.data or "")),
            pets=self.pets.data or "",
            animals=animals_of(self.pets.data or ""),
            smoking=Smoking(self.smoking.data),
            meals=self.meals.data or "",
            preference=Preference(self.preference.data),
            places=self.places.data,
            available=None if first is None or last is None else (first, last),
            notes=self.notes.data or "",
        )


def family_values(
    family: HostFamily, details: FamilyDetails, words: Sequence[str]
) -> dict[str, Any]:
    """Return a family's values by field of its form; `words` are its languages, in words."""
    first, last = details.available or (None, None)
    same = ("name", "kana", "address", "phone", "mail", "pets", "meals", "places", "notes")
    return {name: getattr(details, name) for name in same} | {
        "version": family.version,
        "members": "\n".join(map(_member_line, details.members)),
        "languages": "、".join(words),
        "hobbies": "、".join(details.hobbies),
        "smoking": details.smoking.value,
        "preference": details.preference.value,
        "free_from": first,
        "free_until": last,
        "registration_id": str(family.registration_id or ""),
    }


def _member_line(member: MemberDetails) -> str:
    parts = (member.relation if member.relation != member.name else "", member.name)
    age = _AGES.get(member.age)
    return " ".join(filter(None, parts)) + (f"（{age}）" if age else "")


class CheckForm(KeyedForm):
    """Write down that an adult was checked."""

    kind = SelectField(
        message("hosting.field.check_kind"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(CheckKind, label=label)],
    )
    checked_on = DateField(message("hosting.field.checked_on"), [InputRequired()])
    result = SelectField(
        message("hosting.field.check_result"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(CheckResult, label=label)],
    )
    checked_by = StringField(
        message("hosting.field.checked_by"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("hosting.hint.checked_by")},
    )
    expires_on = DateField(
        message("hosting.field.expires_on"),
        [Optional()],
        render_kw={"hint": message("hosting.hint.expires_on")},
    )

    @property
    def details(self) -> CheckDetails:
        """The check as typed."""
        return CheckDetails(
            kind=CheckKind(self.kind.data),
            checked_on=self.checked_on.data,
            result=CheckResult(self.result.data),
            checked_by=self.checked_by.data,
            expires_on=self.expires_on.data,
        )
