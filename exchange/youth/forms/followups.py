"""The follow-up form: health and passport, as a guardian writes them, or staff from paper."""

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Final

from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.core import clock
from exchange.core.dates import Precision, parse_partial
from exchange.core.errors import DomainError
from exchange.core.hepburn import suggest
from exchange.core.messages import Message, label, message
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
    ensure_holder,
    ensure_number,
    ensure_reachable,
    ensure_valid,
)
from exchange.youth.rules.seats import asks_gender

#: Nobody else at the same machine is offered what was typed.
_PRIVATE: Final[Mapping[str, object]] = {"autocomplete": "off"}
#: What may be said to be nothing any more, by the box that says so.
NO_MORE: Final[Mapping[str, str]] = {
    f"no_{name}": name for name in HEALTH_PARTS if name != "emergency"
}
#: What is given together or not at all.
_PARTS: Final = ((*HEALTH_PARTS, *NO_MORE), (*PASSPORT_PARTS, "gender"))


def _as_printed(typed: str | None) -> str | None:
    """Write what a telephone typed as a passport prints it: narrow capitals, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", typed).upper().split()) if typed else typed


def _no_more(field: Message) -> BooleanField:
    return BooleanField(message("youth.followup.field.no_more", field=field))


class FollowUpForm(BaseForm):
    """Health and passport; each part is there only where it is asked."""

    conditions = TextAreaField(
        message("youth.followup.field.conditions"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3, "hint": message("youth.followup.hint.nothing")},
    )
    no_conditions = _no_more(message("youth.followup.field.conditions"))
    medicines = TextAreaField(
        message("youth.followup.field.medicines"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3},
    )
    no_medicines = _no_more(message("youth.followup.field.medicines"))
    allergies = TextAreaField(
        message("youth.followup.field.allergies"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3},
    )
    no_allergies = _no_more(message("youth.followup.field.allergies"))
    diet = TextAreaField(
        message("youth.followup.field.diet"),
        [Length(max=1000)],
        render_kw={**_PRIVATE, "rows": 3, "hint": message("youth.followup.hint.diet")},
    )
    no_diet = _no_more(message("youth.followup.field.diet"))
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
        twice = [name for box, name in NO_MORE.items() if self._has(box) and self._has(name)]
        for name in twice:
            self.show(DomainError(message("youth.followup.error.both"), field=name))
        if empty == parts and (len(parts) > 1 or accepted):
            self.show(DomainError(message("youth.followup.error.nothing")))
            return False
        return accepted and not twice

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
        _check(lambda: ensure_valid(self.last_day, clock.today()))

    def validate_holder(self, field: Field) -> None:
        """Refuse what no passport prints."""
        if field.data:
            _check(lambda: ensure_holder(field.data))

    def validate_number(self, field: Field) -> None:
        """Refuse what is no passport number."""
        if field.data:
            _check(lambda: ensure_number(field.data))

    def validate_emergency(self, field: Field) -> None:
        """Refuse whom nobody can call."""
        if field.data:
            _check(lambda: ensure_reachable(field.data))

    def ask(
        self, needs: Needs, registration: Registration, on_file: Collection[str]
    ) -> "FollowUpForm":
        """Leave out what is not asked; suggest a spelling, which the passport overrules.

        What of health is on file may stay by being left empty, or be said to be nothing any more.
        """
        pupil = registration.pupil
        known, counted = pupil.gender is not None, asks_gender(registration.edition)
        if not asks_gender_too(needs, known=known, counted=counted):
            del self["gender"]
        for name in (() if needs.health else HEALTH_PARTS) + (
            () if needs.passport else PASSPORT_PARTS
        ):
            del self[name]
        for box, name in NO_MORE.items():
            if name not in on_file or not needs.health:
                del self[box]
        if needs.health and on_file:
            self._tell_what_stays(on_file)
        if needs.passport:
            spelt = pupil.name.romaji.upper() or suggest(pupil.name.kana)
            hint = message("youth.followup.hint.holder", suggestion=spelt)
            self.holder.render_kw = {**self.holder.render_kw, "hint": hint}
        return self

    def typed(self) -> FollowUp:
        """Return what was written; call it after `validate`."""
        health = passport = gender = None
        if self._gives("emergency"):
            health = HealthDetails(**{name: self._said(name) for name in HEALTH_PARTS})
        if self._gives("holder"):
            passport = PassportDetails(self.holder.data, self.number.data, self.last_day)
        if self._gives("gender"):
            gender = Gender(self.gender.data)
        return FollowUp(health, passport, gender)

    def _gives(self, name: str) -> bool:
        return name in self._fields and name not in self.left

    def _said(self, name: str) -> str | None:
        """Return what is said of a part of health: "" that it is nothing, None not a word."""
        return "" if self._has(f"no_{name}") else self._fields[name].data or None

    def _has(self, name: str) -> bool:
        return name in self._fields and bool(self._fields[name].data)

    def _tell_what_stays(self, on_file: Collection[str]) -> None:
        for name in HEALTH_PARTS:
            field = self._fields[name]
            hint = (
                message("youth.followup.hint.on_file")
                if name in on_file
                else message("youth.followup.hint.not_on_file")
            )
            field.render_kw = {**field.render_kw, "hint": hint}
        if "emergency" in on_file:
            hint = message("youth.followup.hint.emergency_on_file")
            self.emergency.render_kw = {**self.emergency.render_kw, "hint": hint}
            self.emergency.validators = [Optional(), *self.emergency.validators]
            self.emergency.flags.required = False


def _check(ensure: Callable[[], None]) -> None:
    """Say on a field what a rule refuses."""
    try:
        ensure()
    except DomainError as error:
        raise ValidationError(error.sentence) from error
