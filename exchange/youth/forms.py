"""Forms of youth exchange: programmes, editions, schools, pupils, and decisions about them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    DateField,
    EmailField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.database import Localized, Name, present_values
from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.forms import BaseForm, KeyedForm
from exchange.web.validators import reading
from exchange.youth.enums import Organiser, Relationship, SchoolLevel, YouthDirection
from exchange.youth.models import Edition, Registration
from exchange.youth.rules.editions import Plan
from exchange.youth.services import EditionDetails, ProgrammeDetails, PupilEntry, SchoolDetails

_PART = (DataRequired(), Length(max=100))
_KANA = (*_PART, reading)
#: A pupil's data is not offered to whoever sits at the same machine next.
_PRIVATE = {"autocomplete": "off"}
_YES_NO = (SelectChoice("yes", message("core.yes")), SelectChoice("no", message("core.no")))


class ProgrammeForm(KeyedForm):
    """Create a programme."""

    name_ja = StringField(message("youth.field.name_ja"), [DataRequired(), Length(max=200)])
    name_en = StringField(message("youth.field.name_en"), [Length(max=200)])
    name_zh_hant = StringField(message("youth.field.name_zh_hant"), [Length(max=200)])
    partner_id = SelectField(message("youth.field.partner"))
    section = StringField(
        message("youth.field.section"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.hint.section")},
    )
    organiser = SelectField(
        message("youth.field.organiser"), choices=enum_choices(Organiser, label=label)
    )
    counts = RadioField(
        message("youth.field.counts"),
        [InputRequired()],
        choices=_YES_NO,
        render_kw={"hint": message("youth.hint.counts")},
    )
    counts_reason = StringField(
        message("youth.field.counts_reason"), [DataRequired(), Length(max=500)]
    )

    @property
    def details(self) -> ProgrammeDetails:
        """The programme as typed."""
        return ProgrammeDetails(
            names=_localized(self.name_ja, self.name_en, self.name_zh_hant),
            section=self.section.data,
            organiser=Organiser(self.organiser.data),
            counts=self.counts.data == "yes",
            counts_reason=self.counts_reason.data,
            partner_id=UUID(self.partner_id.data) if self.partner_id.data else None,
        )


class EditionForm(KeyedForm):
    """Create or change an edition."""

    title_ja = StringField(message("youth.field.title_ja"), [DataRequired(), Length(max=200)])
    title_en = StringField(message("youth.field.title_en"), [Length(max=200)])
    title_zh_hant = StringField(message("youth.field.title_zh_hant"), [Length(max=200)])
    direction = SelectField(
        message("youth.field.direction"),
        choices=enum_choices(YouthDirection, label=label),
    )
    starts = DateField(message("youth.field.starts"), [InputRequired()])
    ends = DateField(message("youth.field.ends"), [InputRequired()])
    opens_on = DateField(message("youth.field.opens_on"), [InputRequired()])
    closes_on = DateField(
        message("youth.field.closes_on"),
        [InputRequired()],
        render_kw={"hint": message("youth.hint.closes_on")},
    )
    quota = IntegerField(message("youth.field.quota"), [InputRequired()])
    school_quota = IntegerField(
        message("youth.field.school_quota"),
        [Optional()],
        render_kw={"hint": message("youth.hint.school_quota")},
    )
    minimum = IntegerField(message("youth.field.minimum"), [Optional()])
    counts = SelectField(
        message("youth.field.counts"),
        choices=(SelectChoice("", message("youth.choice.as_programme")), *_YES_NO),
    )
    counts_reason = StringField(
        message("youth.field.counts_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.hint.edition_reason")},
    )

    @property
    def details(self) -> EditionDetails:
        """The edition as typed."""
        return EditionDetails(
            title=_localized(self.title_ja, self.title_en, self.title_zh_hant),
            direction=YouthDirection(self.direction.data),
            plan=Plan(
                starts=self.starts.data,
                ends=self.ends.data,
                opens_on=self.opens_on.data,
                closes_on=self.closes_on.data,
                quota=self.quota.data,
                school_quota=self.school_quota.data,
                minimum=self.minimum.data,
            ),
            counts=None if not self.counts.data else self.counts.data == "yes",
            counts_reason=self.counts_reason.data or "",
        )

    def show(self, error: DomainError) -> None:
        """Put a refusal on its field; a stale edition is compared field by field."""
        if isinstance(error, StaleRowError) and "title" in error.theirs:
            error = StaleRowError(theirs=_edition_fields(error.theirs), version=error.version)
        super().show(error)


def edition_values(edition: Edition) -> dict[str, Any]:
    """Return an edition's values by field of its form."""
    return _edition_fields(present_values(edition))


def _edition_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    columns = (
        *("starts", "ends", "opens_on", "closes_on"),
        *("quota", "school_quota", "minimum", "counts_reason", "version"),
    )
    title = values["title"]
    return {name: values[name] for name in columns} | {
        "title_ja": title["ja"],
        "title_en": title.get("en", ""),
        "title_zh_hant": title.get("zh-Hant", ""),
        "direction": values["direction"].value,
        "counts": "yes" if values["counts"] else "no",
    }


class SchoolForm(KeyedForm):
    """List a school."""

    name = StringField(message("youth.field.school_name"), [DataRequired(), Length(max=200)])
    kana = StringField(
        message("youth.field.school_kana"), [DataRequired(), Length(max=200), reading]
    )
    level = SelectField(
        message("youth.field.level"), choices=enum_choices(SchoolLevel, label=label)
    )

    @property
    def details(self) -> SchoolDetails:
        """The school as typed."""
        return SchoolDetails(self.name.data, self.kana.data, SchoolLevel(self.level.data))


class PupilForm(KeyedForm):
    """Register a pupil, or correct a returned registration."""

    family_name = StringField(
        message("youth.field.family_name"),
        [DataRequired(), Length(max=100)],
        render_kw={"autocomplete": "off", "hint": message("youth.hint.name")},
    )
    given_name = StringField(message("youth.field.given_name"), _PART, render_kw=_PRIVATE)
    family_kana = StringField(message("youth.field.family_kana"), _KANA, render_kw=_PRIVATE)
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
        message("youth.field.guardian_mail"), [Length(max=254)], render_kw=_PRIVATE
    )
    guardian_phone = TelField(
        message("youth.field.guardian_phone"), [Length(max=40)], render_kw=_PRIVATE
    )

    #: Set by validation.
    born: date

    def validate_birth_date(self, field: Field) -> None:
        """Read the date in any of the usual ways of writing it."""
        try:
            self.born = parse_birth_date(field.data)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.current())) from error

    def validate_guardian_mail(self, field: Field) -> None:
        """Refuse what is no mail address at all."""
        name, _, host = (field.data or "").partition("@")
        if field.data and not (name and "." in host):
            sentence = message("youth.error.mail")
            raise ValidationError(translate(sentence, languages.current()))

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
            guardian_mail=self.guardian_mail.data or None,
            guardian_phone=self.guardian_phone.data or None,
        )


def pupil_values(registration: Registration) -> dict[str, Any]:
    """Return a registration's values by field of its form."""
    pupil = registration.pupil
    names = (
        *("family_name", "given_name", "family_kana", "given_kana"),
        *("family_romaji", "given_romaji"),
    )
    guardian = ("guardian_name", "guardian_mail", "guardian_phone")
    return {name: getattr(pupil, name) for name in names} | {
        **{name: getattr(registration, name) for name in guardian},
        "version": registration.version,
        "birth_date": pupil.birth_date.isoformat(),
        "grade": registration.grade,
        "guardian_relationship": registration.guardian_relationship.value,
    }


class ReasonForm(BaseForm):
    """Do something that needs a reason."""

    reason = TextAreaField(message("youth.field.reason"), [DataRequired(), Length(max=500)])


class DecisionForm(BaseForm):
    """Decide about the chosen registrations of an edition; the button says what."""

    chosen = SelectMultipleField(message("youth.field.chosen"), coerce=UUID, validate_choice=False)
    decision = StringField()
    reason = StringField(
        message("youth.field.decision_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.hint.decision_reason")},
    )


def _localized(ja: Field, en: Field, zh_hant: Field) -> Localized:
    return Localized({"ja": ja.data, "en": en.data or "", "zh-Hant": zh_hant.data or ""})
