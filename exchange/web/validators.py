"""Checks of single fields that the forms of several features share."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wtforms import (
    DateField,
    DecimalField,
    Field,
    FloatField,
    Form,
    IntegerField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, StopValidation

from exchange.core.messages import Message, message
from exchange.core.text import clean_reading, is_kana

#: The years that a day may lie in: from Meiji on, and as far as plans reach.
_YEARS: Final = range(1868, 2200)
#: The first number that a column of integers does not hold.
_BEYOND: Final = 2**31


def reading(_form: Form, field: Field) -> None:
    """Refuse a reading that is not in kana, for names are put in order by it; widen half width.

    One that mixes hiragana and katakana is written in hiragana.
    """
    if not field.data:
        return
    field.data = clean_reading(field.data)
    if not is_kana(field.data):
        raise ValidationError(message("web.form.not_kana", name=field.label.text))


def of_a_column(_form: Form, field: Field) -> None:
    """Refuse a number that no column of integers holds, before any other check reckons with it."""
    if isinstance(field.data, int) and abs(field.data) >= _BEYOND:
        raise StopValidation(unreadable(field))


def of_our_time(_form: Form, field: Field) -> None:
    """Refuse a day of another age: a year with a digit too few or too many."""
    if isinstance(field.data, date) and field.data.year not in _YEARS:
        first, last = _YEARS[0], _YEARS[-1]
        raise StopValidation(
            message("web.form.far_day", name=field.label.text, first=str(first), last=str(last))
        )


def unreadable(field: Field) -> Message | None:
    """Say what a day, a time or a number looks like; None for any other field."""
    name = field.label.text
    match field:
        case DateField():
            return message("web.form.not_a_day", name=name)
        case TimeField():
            return message("web.form.not_a_time", name=name)
        case IntegerField():
            return message("web.form.not_whole", name=name)
        case DecimalField() | FloatField():
            return message("web.form.not_a_number", name=name)
    return None


def given(_form: Form, field: Field) -> None:
    """Refuse what must be given and was blanks alone: the library sees only that they came."""
    if not field.errors and field.data in (None, ""):
        raise ValidationError(_lacking(field))


def in_our_words(check: Any, field: Field) -> Any:  # noqa: ANN401 - any validator
    """Let a check of the library name the field and say what to do, in the reader's language."""
    if getattr(check, "message", None) is not None:
        return check
    name = field.label.text
    match check:
        case DataRequired() | InputRequired():
            named = copy(check)
            named.message = _lacking(field)
            return named
        case Length(min=-1):
            return _Worded(check, message("web.form.too_long", name=name, most=check.max))
        case Length():
            span = message("web.form.length", name=name, least=check.min, most=check.max)
            return _Worded(check, span)
        case NumberRange(max=None):
            return _Worded(check, message("web.form.at_least", name=name, least=check.min))
        case NumberRange(min=int() | float(), max=int() | float()):
            between = message("web.form.between", name=name, least=check.min, most=check.max)
            return _Worded(check, between)
    return check


def _lacking(field: Field) -> Message:
    unmade = hasattr(field, "choices")
    return message("web.form.unchosen" if unmade else "web.form.missing", name=field.label.text)


@dataclass(frozen=True, slots=True)
class _Worded:
    """A check whose refusal is our sentence."""

    check: Any
    sentence: Message

    def __call__(self, form: Form, field: Field) -> None:
        try:
            self.check(form, field)
        except ValidationError as error:
            raise ValidationError(self.sentence) from error
