"""The follow-up form: health and passport, as a guardian writes them, or staff from paper."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.dates import Precision, parse_partial
from exchange.core.errors import DomainError
from exchange.core.hepburn import suggest
from exchange.core.messages import label, message
from exchange.web.forms import BaseForm
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Registration
from exchange.youth.rules.followups import (
    HEALTH_PARTS,
    NAME_LENGTH,
    PASSPORT_PARTS,
    FollowUp,
    HealthDetails,
    Needs,
    PassportDetails,
    asks_gender_too,
)
from exchange.youth.rules.seats import asks_gender

#: Nobody else at the same machine is offered what was typed.
_PRIVATE: Final[Mapping[str, object]] = {"autocomplete": "off"}
#: What is given together or not at all.
_PARTS: Final = (HEALTH_PARTS, (*PASSPORT_PARTS, "gender"))


def _as_printed(typed: str | None) -> str | None:
    """Write what a telephone typed as a passport prints it: narrow capitals, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", typed).upper().split()) if typed else typed


class FollowUpForm(BaseForm):
    """Health and passport; each part is there only where it is asked."""

    conditions = TextAreaField(
        message("youth.followup.field.conditions"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3, "hint": message("youth.followup.hint.nothing")},
    )
    medicines = TextAreaField(
        message("youth.followup.field.medicines"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3},
    )
    allergies = TextAreaField(
        message("youth.followup.field.allergies"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3},
    )
    diet = TextAreaField(
        message("youth.followup.field.diet"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3, "hint": message("youth.followup.hint.diet")},
    )
    emergency = StringField(
        message("youth.followup.field.emergency"),
        [DataRequired(), Length(max=300)],
        render_kw={**_PRIVATE, "hint": message("youth.followup.hint.emergency")},
    )
    holder = StringField(
        message("youth.followup.field.holder"),
        [DataRequired(), Length(max=NAME_LENGTH)],
        filters=[_as_printed],
        render_kw={**_PRIVATE, "autocapitalize": "characters"},
    )
    number = StringField(
        message("youth.followup.field.number"),
        [DataRequired(), Length(max=9)],
        filters=[_as_printed],
        render_kw={**_PRIVATE, "autocapitalize": "characters"},
    )
    expires = StringField(
        message("youth.followup.field.expires"),
        [InputRequired()],
        render_kw={**_PRIVATE, "example": message("youth.followup.example.expires")},
    )

    gender = SelectField(
        message("youth.field.gender"),
        [InputRequired()],
        choices=(
            SelectChoice("", message("youth.choice.gender")),
            *enum_choices(Gender, label=label),
        ),
        default="",
        render_kw={**_PRIVATE, "hint": message("youth.followup.hint.gender")},
    )

    #: Set by validation.
    last_day: date
    #: The parts that were left empty beside one that is given; set by validation.
    left: Sequence[str] = ()

    def validate(self, *arguments: object, **options: object) -> bool:
        """Take one part alone where both are asked; what was begun must be whole."""
        parts = [names for each in _PARTS if (names := [name for name in each if name in self])]
        empty = [names for names in parts if not any(self._fields[name].data for name in names)]
        if len(parts) > 1 and empty:
            self.left = [name for names in empty for name in names]
            for name in self.left:
                self._fields[name].validators = []
        accepted = super().validate(*arguments, **options)
        if len(parts) > 1 and empty == parts:
            self.show(DomainError(message("youth.followup.error.nothing")))
            return False
        return accepted

    def validate_expires(self, field: Field) -> None:
        """Read the day in any of the usual ways of writing it."""
        if not field.data:
            return
        try:
            found = parse_partial(field.data)
        except DomainError as error:
            raise ValidationError(error.sentence) from error
        if found.precision is not Precision.DAY:
            raise ValidationError(message("youth.followup.error.whole_day"))
        self.last_day = found.to_date()

    def ask(self, needs: Needs, registration: Registration) -> "FollowUpForm":
        """Leave out what is not asked; suggest a spelling, which the passport overrules."""
        pupil = registration.pupil
        known, counted = pupil.gender is not None, asks_gender(registration.edition)
        if not asks_gender_too(needs, known=known, counted=counted):
            del self["gender"]
        for name in (() if needs.health else HEALTH_PARTS) + (
            () if needs.passport else PASSPORT_PARTS
        ):
            del self[name]
        if needs.passport:
            spelt = pupil.name.romaji.upper() or suggest(pupil.name.kana)
            hint = message("youth.followup.hint.holder", suggestion=spelt)
            self.holder.render_kw = {**self.holder.render_kw, "hint": hint}
        return self

    def typed(self) -> FollowUp:
        """Return what was written; call it after `validate`."""
        health = passport = gender = None
        if self._gives("emergency"):
            health = HealthDetails(*(self._fields[name].data or "" for name in HEALTH_PARTS))
        if self._gives("holder"):
            passport = PassportDetails(self.holder.data, self.number.data, self.last_day)
        if self._gives("gender"):
            gender = Gender(self.gender.data)
        return FollowUp(health, passport, gender)

    def _gives(self, name: str) -> bool:
        return name in self._fields and name not in self.left
