"""Forms of changing a registration, of a pupil who moved, and of the answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from wtforms import (
    EmailField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core.database import Name
from exchange.core.dates import parse_birth_date
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.forms import BaseForm, KeyedForm
from exchange.web.validators import reading
from exchange.youth.enums import Relationship
from exchange.youth.enums.changes import RequestState
from exchange.youth.forms.guardians import mail, phone
from exchange.youth.models import Registration, School
from exchange.youth.services.changing import Answer, Details
from exchange.youth.services.moving import Arrival

_PRIVATE: Final = {"autocomplete": "off"}
_PART: Final = (DataRequired(), Length(max=100))
_KANA: Final = (Length(max=100), Optional(), reading)


class _Born:
    """A birth date in any of the usual ways of writing it."""

    #: Set by validation.
    born: date

    def validate_birth_date(self, field: Field) -> None:
        """Read the date."""
        try:
            self.born = parse_birth_date(field.data)
        except DomainError as error:
            raise ValidationError(translate(error.sentence, languages.current())) from error


class ChangeForm(_Born, BaseForm):
    """Change a registration and its pupil."""

    family_name = StringField(message("youth.field.family_name"), _PART, render_kw=_PRIVATE)
    given_name = StringField(message("youth.field.given_name"), _PART, render_kw=_PRIVATE)
    family_kana = StringField(
        message("youth.field.family_kana"),
        _KANA,
        render_kw={"autocomplete": "off", "hint": message("youth.hint.kana")},
    )
    given_kana = StringField(
        message("youth.field.given_kana"),
        _KANA,
        render_kw=_PRIVATE,
    )
    birth_date = StringField(
        message("youth.field.birth_date"),
        [InputRequired()],
        render_kw={"autocomplete": "off", "example": message("youth.example.birth_date")},
    )
    family_romaji = StringField(
        message("youth.field.family_romaji"), [Length(max=100)], render_kw=_PRIVATE
    )
    given_romaji = StringField(
        message("youth.field.given_romaji"), [Length(max=100)], render_kw=_PRIVATE
    )
    grade = IntegerField(message("youth.field.grade"), [InputRequired()])
    school_class = StringField(message("youth.change.field.class"), [Length(max=20)])
    guardian_name = StringField(
        message("youth.field.guardian_name"), [Length(max=200)], render_kw=_PRIVATE
    )
    guardian_relationship = SelectField(
        message("youth.field.guardian_relationship"),
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
    reason = TextAreaField(
        message("youth.change.field.reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.change.hint.reason")},
    )

    @property
    def details(self) -> Details:
        """The registration as typed."""
        relationship = self.guardian_relationship.data
        return Details(
            name=Name(
                self.family_name.data,
                self.given_name.data,
                family_kana=self.family_kana.data or "",
                given_kana=self.given_kana.data or "",
                family_romaji=self.family_romaji.data or "",
                given_romaji=self.given_romaji.data or "",
            ),
            birth_date=self.born,
            guardian_name=self.guardian_name.data or "",
            guardian_relationship=Relationship(relationship) if relationship else None,
            guardian_mail=self.guardian_mail.data,
            guardian_phone=self.guardian_phone.data,
            school_class=self.school_class.data,
            grade=self.grade.data,
            reason=self.reason.data or "",
        )


def change_values(row: Registration) -> dict[str, Any]:
    """Return a registration's values by field of its form."""
    pupil = row.pupil
    names = ("family_name", "given_name", "family_kana", "given_kana")
    latin = ("family_romaji", "given_romaji")
    guardian = ("guardian_name", "guardian_mail", "guardian_phone")
    relationship = row.guardian_relationship
    return {
        **{name: getattr(pupil, name) for name in (*names, *latin)},
        **{name: getattr(row, name) for name in (*guardian, "grade", "school_class", "version")},
        "birth_date": pupil.birth_date.isoformat(),
        "guardian_relationship": relationship.value if relationship else "",
    }


class ArrivalForm(_Born, KeyedForm):
    """Name a pupil who has come from another school."""

    family_name = StringField(message("youth.field.family_name"), _PART, render_kw=_PRIVATE)
    given_name = StringField(message("youth.field.given_name"), _PART, render_kw=_PRIVATE)
    birth_date = StringField(
        message("youth.field.birth_date"),
        [InputRequired()],
        render_kw={"autocomplete": "off", "example": message("youth.example.birth_date")},
    )
    school_id = SelectField(message("youth.move.field.from_school"), [InputRequired()], choices=[])
    reason = TextAreaField(message("youth.move.field.reason"), [DataRequired(), Length(max=500)])

    def offer(self, schools: Sequence[School]) -> "ArrivalForm":
        """Offer the schools a pupil can have come from."""
        self.school_id.choices = school_choices(schools)
        return self

    @property
    def arrival(self) -> Arrival:
        """The pupil as typed."""
        return Arrival(
            self.family_name.data,
            self.given_name.data,
            self.born,
            UUID(self.school_id.data),
            self.reason.data,
        )


class MoveForm(BaseForm):
    """Move a pupil to another school, as the division knows it."""

    school_id = SelectField(message("youth.move.field.to_school"), [InputRequired()], choices=[])
    reason = TextAreaField(
        message("youth.move.field.known_from"), [DataRequired(), Length(max=500)]
    )

    def offer(self, schools: Sequence[School]) -> "MoveForm":
        """Offer the schools a pupil can go to."""
        self.school_id.choices = school_choices(schools)
        return self


class RequestAnswerForm(BaseForm):
    """Say yes or no to a request."""

    answer = RadioField(
        message("youth.change.field.answer"),
        [InputRequired()],
        choices=[
            SelectChoice(RequestState.ACCEPTED.value, message("youth.change.choice.yes")),
            SelectChoice(RequestState.REFUSED.value, message("youth.change.choice.no")),
        ],
    )
    reason = TextAreaField(
        message("youth.change.field.answer_reason"),
        [Length(max=500)],
        render_kw={"hint": message("youth.change.hint.answer_reason")},
    )

    @property
    def given(self) -> Answer:
        """The answer as given."""
        return Answer(RequestState(self.answer.data), self.reason.data or "", self.row_version)


def school_choices(schools: Sequence[School]) -> list[SelectChoice]:
    """Return schools to choose from, nothing chosen first."""
    first = SelectChoice("", message("youth.move.choice.school"))
    return [first, *(SelectChoice(str(each.id), each.name) for each in schools)]
