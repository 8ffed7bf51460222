"""Forms of registrations: a pupil's, and what is decided about them."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from wtforms import (
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.database import Name
from exchange.core.dates import FiscalYear, parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.reading import whole
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.forms import BaseForm, KeyedForm
from exchange.web.validators import reading
from exchange.youth.enums import Relationship, SchoolLevel
from exchange.youth.enums.waiting import Gender
from exchange.youth.forms.declaring import DeclaringForm
from exchange.youth.forms.guardians import mail, phone
from exchange.youth.models import Registration
from exchange.youth.rules.pupils import ensure_age, ensure_grade
from exchange.youth.services import PupilEntry

_PART = (DataRequired(), Length(max=100))
_KANA = (*_PART, reading)
#: A pupil's data is not offered to whoever sits at the same machine next.
_PRIVATE = {"autocomplete": "off"}


class PupilForm(DeclaringForm, KeyedForm):
    """Register a pupil, or correct a returned registration."""

    family_name = StringField(
        message("youth.field.family_name"),
        [DataRequired(), Length(max=100)],
        render_kw={"autocomplete": "off", "hint": message("youth.hint.name")},
    )
    given_name = StringField(message("youth.field.given_name"), _PART, render_kw=_PRIVATE)
    family_kana = StringField(
        message("youth.field.family_kana"),
        _KANA,
        render_kw={"autocomplete": "off", "hint": message("youth.hint.kana")},
    )
    given_kana = StringField(message("youth.field.given_kana"), _KANA, render_kw=_PRIVATE)
    family_romaji = StringField(
        message("youth.field.family_romaji"),
        [Length(max=100)],
        render_kw={"autocomplete": "off", "hint": message("youth.hint.romaji")},
    )
    given_romaji = StringField(
        message("youth.field.given_romaji"), [Length(max=100)], render_kw=_PRIVATE
    )
    birth_date = StringField(
        message("youth.field.birth_date"),
        [InputRequired()],
        render_kw={"autocomplete": "off", "example": message("youth.example.birth_date")},
    )
    grade = IntegerField(message("youth.field.grade"), [InputRequired()])
    school_class = StringField(
        message("youth.change.field.class"), [Length(max=20)], render_kw=_PRIVATE
    )
    gender = SelectField(
        message("youth.field.gender"),
        choices=(
            SelectChoice("", message("youth.choice.gender")),
            *enum_choices(Gender, label=label),
        ),
        default="",
        render_kw={"hint": message("youth.hint.gender")},
    )
    guardian_name = StringField(
        message("youth.field.guardian_name"),
        [DataRequired(), Length(max=200)],
        render_kw=_PRIVATE,
    )
    guardian_relationship = SelectField(
        message("youth.field.guardian_relationship"),
        [InputRequired()],
        choices=(
            SelectChoice("", message("youth.choice.relationship")),
            *enum_choices(Relationship, label=label),
        ),
    )
    guardian_mail = EmailField(
        message("youth.field.guardian_mail"), [Length(max=254), mail], render_kw=_PRIVATE
    )
    guardian_phone = TelField(
        message("youth.field.guardian_phone"),
        [Length(max=40), phone],
        render_kw={"autocomplete": "off", "example": message("youth.example.phone")},
    )

    #: Set by validation.
    born: date
    #: What grade and age are measured by; None where the school is chosen on the form.
    measure: tuple[SchoolLevel, FiscalYear] | None = None

    def measured_by(self, level: SchoolLevel, year: int) -> Self:
        """Let grade and birth date be refused together with whatever else is wrong."""
        self.measure = (level, FiscalYear(year))
        return self

    def validate_birth_date(self, field: Field) -> None:
        """Read the date in any of the usual ways of writing it."""
        try:
            self.born = parse_birth_date(field.data)
            if self.measure:
                level, year = self.measure
                ensure_age(level, self.born, year)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.words())) from error

    def validate_grade(self, field: Field) -> None:
        """Refuse a year that the school does not have."""
        if self.measure is None or field.data is None:
            return
        try:
            ensure_grade(self.measure[0], field.data)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.words())) from error

    @property
    def entry(self) -> PupilEntry:
        """The pupil as typed."""
        return PupilEntry(
            name=Name(
                self.family_name.data,
                self.given_name.data,
                family_kana=self.family_kana.data,
                given_kana=self.given_kana.data,
                family_romaji=self.family_romaji.data or "",
                given_romaji=self.given_romaji.data or "",
            ),
            birth_date=self.born,
            grade=self.grade.data,
            guardian_name=self.guardian_name.data,
            guardian_relationship=Relationship(self.guardian_relationship.data),
            guardian_mail=(self.guardian_mail.data if self.guardian_mail else "") or None,
            guardian_phone=self.guardian_phone.data or None,
            gender=Gender(self.gender.data) if self.gender.data else None,
            school_class=(self.school_class.data or "").removesuffix("組") or None,
            declared=self.declared,
        )


def pupil_values(registration: Registration) -> dict[str, Any]:
    """Return a registration's values by field of its form; what is declared is declared anew."""
    pupil = registration.pupil
    names = (
        *("family_name", "given_name", "family_kana", "given_kana"),
        *("family_romaji", "given_romaji"),
    )
    guardian = ("guardian_name", "guardian_mail", "guardian_phone")
    relationship = registration.guardian_relationship
    return {name: getattr(pupil, name) for name in names} | {
        **{name: getattr(registration, name) for name in guardian},
        "version": registration.version,
        "birth_date": pupil.birth_date.isoformat(),
        "grade": registration.grade,
        "school_class": registration.school_class,
        "gender": pupil.gender.value if pupil.gender else "",
        "guardian_relationship": relationship.value if relationship else "",
    }


def entry_values(entry: PupilEntry) -> dict[str, Any]:
    """Return what is known of a pupil by field of the form to register the pupil again."""
    name, relationship = entry.name, entry.guardian_relationship
    return {
        "family_name": name.family,
        "given_name": name.given,
        "family_kana": name.family_kana,
        "given_kana": name.given_kana,
        "family_romaji": name.family_romaji,
        "given_romaji": name.given_romaji,
        "birth_date": entry.birth_date.isoformat(),
        "grade": entry.grade,
        "guardian_name": entry.guardian_name,
        "guardian_relationship": relationship.value if relationship else "",
        "guardian_mail": entry.guardian_mail,
        "guardian_phone": entry.guardian_phone,
    }


class ReasonForm(BaseForm):
    """Do something that needs a reason."""

    reason = TextAreaField(message("youth.field.reason"), [DataRequired(), Length(max=500)])


class ChosenForm(BaseForm):
    """Do something with what was ticked."""

    chosen = SelectMultipleField(message("youth.field.chosen"), coerce=UUID, validate_choice=False)


class KnownForm(DeclaringForm, ChosenForm):
    """Register the ticked pupils, known from earlier editions."""


class WholeListForm(BaseForm):
    """Decide about everybody on a list; `count` says how many those were."""

    count = HiddenField()
    reason = StringField(
        message("youth.field.decision_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.hint.decision_reason")},
    )

    @property
    def counted(self) -> int:
        """How many the page named; none where that is no number."""
        return whole(self.count.data or "") or 0


class DecisionForm(ChosenForm):
    """Decide about the chosen registrations of an edition; the button says what."""

    decision = StringField()
    reason = StringField(
        message("youth.field.decision_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.hint.decision_reason")},
    )
