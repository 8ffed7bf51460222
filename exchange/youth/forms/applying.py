"""Forms of guardians who register their children themselves, and of who answers them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Final, Self
from uuid import UUID

from wtforms import (
    BooleanField,
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
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.forms import BaseForm
from exchange.web.validators import reading
from exchange.youth.enums import Relationship
from exchange.youth.forms.consents import BirthDateForm
from exchange.youth.forms.guardians import mail, phone
from exchange.youth.forms.registrations import PupilForm
from exchange.youth.models import School
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.paper_applications import PaperApplication
from exchange.youth.services.written import Correction

_PRIVATE: Final = {"autocomplete": "off"}
_KANA: Final = (Length(max=100), reading)
#: What a guardian is told beside a field, where the school's desk is told something else.
_HINTS: Final = {
    "family_name": message("youth.apply.hint.name"),
    "family_kana": message("youth.apply.hint.kana"),
    "family_romaji": message("youth.apply.hint.romaji"),
    "gender": message("youth.apply.hint.gender"),
}
#: What a school's desk is told in numbers.
_FULL: Final = frozenset({"youth.error.full", "youth.error.school_full", "youth.error.gender_full"})


class LinkForm(BaseForm):
    """Ask for the link to register by."""

    mail = EmailField(
        message("youth.apply.field.mail"),
        [DataRequired(), Length(max=254), mail],
        render_kw={"autocomplete": "email"},
    )


class SchoolForm(PupilForm):
    """What a school writes of a pupil, written by or for a guardian; no school confirms it."""

    school_id = SelectField(message("youth.apply.field.school"), [InputRequired()])
    principal_confirmed_on = None
    drawn_first: ClassVar[Sequence[str]] = ("school_id",)

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - as FlaskForm
        super().__init__(*arguments, **values)
        # What is refused is listed in the order in which it is drawn.
        drawn = {name: self._fields.pop(name) for name in self.drawn_first} | self._fields
        self._fields.clear()
        self._fields.update(drawn)

    def offer(self, schools: Sequence[School]) -> Self:
        """Let one of the schools be chosen."""
        self.school_id.choices = school_choices(schools)
        return self

    @property
    def declared(self) -> Declared:
        """The guardian has read what the data is for: without the tick the form is refused."""
        return Declared(purpose_explained=True)

    @property
    def school(self) -> UUID:
        """The school that was chosen."""
        return UUID(self.school_id.data)


class ApplicationForm(SchoolForm):
    """What the guardian writes."""

    purpose_explained = BooleanField(
        message("youth.apply.field.purpose"), [InputRequired(message("youth.apply.error.purpose"))]
    )
    guardian_mail = None

    def __init__(self, *arguments: Any, **values: Any) -> None:  # noqa: ANN401 - as FlaskForm
        super().__init__(*arguments, **values)
        for name, hint in _HINTS.items():
            field = self[name]
            field.render_kw = {**field.render_kw, "hint": hint}

    def show(self, error: DomainError) -> None:
        """Say in a guardian's words that nothing is left; whose share it was is not told."""
        if error.sentence.id in _FULL:
            error = DomainError(message("youth.apply.error.full"))
        super().show(error)


class PaperApplicationForm(SchoolForm):
    """What stands on a guardian's form, entered by the division."""

    received_on = StringField(
        message("youth.paper.field.received_on"),
        [InputRequired()],
        render_kw={
            **_PRIVATE,
            "hint": message("youth.paper.hint.received_on"),
            "example": message("youth.roster.example.principal"),
        },
    )
    purpose_explained = BooleanField(
        message("youth.paper.field.purpose"),
        [InputRequired(message("youth.paper.error.purpose"))],
        render_kw={"hint": message("youth.paper.hint.purpose")},
    )

    drawn_first: ClassVar[Sequence[str]] = ("received_on", "school_id")

    #: Set by validation.
    received: date

    def validate_received_on(self, field: Field) -> None:
        """Read the day in any of the usual ways of writing it."""
        try:
            self.received = parse_birth_date(field.data)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.current())) from error

    @property
    def paper(self) -> PaperApplication:
        """The form as it was entered."""
        return PaperApplication(self.entry, self.received)


class PaperCorrectionForm(PaperApplicationForm):
    """Put right what was entered from paper; the school stays."""

    school_id = None
    drawn_first = ("received_on",)


class ProvenForm(BirthDateForm):
    """What the child's birth date opens, as it was written when applying."""

    def show_wrong_proof(self, left: int) -> None:
        """Say that the birth date is not the one that was written, and how many may follow."""
        sentence = message("youth.apply.error.wrong_date", left=left)
        super().show(DomainError(sentence, field="birth_date"))


class WithdrawalForm(ProvenForm):
    """Take the child out, with the reason."""

    reason = TextAreaField(message("youth.field.reason"), [DataRequired(), Length(max=500)])


class CorrectionForm(ProvenForm):
    """Write anew what changes; what is left empty stays. The birth date opens it."""

    family_name = StringField(
        message("youth.field.family_name"), [Length(max=100)], render_kw=_PRIVATE
    )
    given_name = StringField(
        message("youth.field.given_name"), [Length(max=100)], render_kw=_PRIVATE
    )
    family_kana = StringField(message("youth.field.family_kana"), _KANA, render_kw=_PRIVATE)
    given_kana = StringField(message("youth.field.given_kana"), _KANA, render_kw=_PRIVATE)
    new_birth_date = StringField(
        message("youth.apply.field.new_birth_date"),
        [Optional()],
        render_kw={**_PRIVATE, "example": message("youth.consent.example.birth_date")},
    )
    school_id = SelectField(message("youth.apply.field.school"), default="")
    grade = IntegerField(message("youth.field.grade"), [Optional()])
    school_class = StringField(
        message("youth.change.field.class"), [Length(max=20)], render_kw=_PRIVATE
    )
    guardian_name = StringField(
        message("youth.field.guardian_name"), [Length(max=200)], render_kw=_PRIVATE
    )
    guardian_relationship = SelectField(
        message("youth.field.guardian_relationship"),
        choices=(
            SelectChoice("", message("youth.choice.relationship")),
            *enum_choices(Relationship, label=label),
        ),
        default="",
    )
    guardian_phone = TelField(
        message("youth.field.guardian_phone"), [Length(max=40), phone], render_kw=_PRIVATE
    )

    #: Set by validation; empty where nothing was typed.
    born_anew: str = ""

    def offer(self, schools: Sequence[School]) -> Self:
        """Let the guardian choose another of the schools."""
        self.school_id.choices = school_choices(schools)
        return self

    def validate_new_birth_date(self, field: Field) -> None:
        """Read the date in any of the usual ways of writing it."""
        try:
            self.born_anew = parse_birth_date(field.data).isoformat()
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.words())) from error

    def show(self, error: DomainError) -> None:
        """Say what is wrong with a birth date beside the field in which it is corrected."""
        if isinstance(error, StaleRowError) and "birth_date" in error.theirs:
            theirs = dict(error.theirs)
            theirs["new_birth_date"] = theirs.pop("birth_date")
            error = StaleRowError(theirs=theirs, version=error.version)
        elif error.field == "birth_date":
            error = DomainError(error.sentence, field="new_birth_date")
        super().show(error)

    @property
    def correction(self) -> Correction:
        """What was typed."""
        return Correction(
            family_name=self.family_name.data or "",
            given_name=self.given_name.data or "",
            family_kana=self.family_kana.data or "",
            given_kana=self.given_kana.data or "",
            birth_date=self.born_anew,
            school_id=self.school_id.data or "",
            grade="" if self.grade.data is None else str(self.grade.data),
            school_class=(self.school_class.data or "").removesuffix("組"),
            guardian_name=self.guardian_name.data or "",
            guardian_relationship=self.guardian_relationship.data or "",
            guardian_phone=self.guardian_phone.data or "",
        )


def school_choices(schools: Sequence[School]) -> list[SelectChoice]:
    """Return the schools to choose from, none chosen."""
    return [
        SelectChoice("", message("youth.apply.choose_school")),
        *(SelectChoice(str(school.id), school.name) for school in schools),
    ]
