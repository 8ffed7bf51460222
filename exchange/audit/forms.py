"""The filters of who used personal data."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from wtforms import DateField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, Optional

from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.uses import USES, Use
from exchange.audit.queries import UseFilter
from exchange.core.messages import label, message
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm

#: Of the lines that there may be.
_YEARS: Final = range(1900, 2200)


def task_field(**keywords: Any) -> SelectField:  # noqa: ANN401 - what WTForms takes
    """Return the field by which a person says what personal data is opened for."""
    return SelectField(
        message("audit.field.purpose"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(Purpose, label=label)],
        **keywords,
    )


class TaskForm(BaseForm):
    """What sealed data is about to be opened for; asked by an address, changes nothing."""

    task = task_field()

    def chosen(self) -> Purpose | None:
        """Return what was chosen; None before."""
        return Purpose(self.task.data) if self.task.data in set(Purpose) else None


class UsesForm(BaseForm):
    """Whose uses, of what, how, and when; what is empty narrows nothing."""

    who = SearchField(message("audit.field.who"), [Length(max=100)])
    use = SelectField(
        message("audit.field.use"),
        choices=[
            SelectChoice("", message("audit.choice.all")),
            *enum_choices(Use, label=label),
        ],
        default="",
    )
    act = SelectField(
        message("audit.field.act"),
        choices=[
            SelectChoice("", message("audit.choice.all")),
            *(SelectChoice(act.value, label(act)) for act in USES),
        ],
        default="",
    )
    purpose = SelectField(
        message("audit.field.purpose"),
        choices=[
            SelectChoice("", message("audit.choice.all")),
            *enum_choices(Purpose, label=label),
        ],
        default="",
    )
    subject = StringField(
        message("audit.field.subject"),
        [Length(max=36)],
        render_kw={"hint": message("audit.hint.subject")},
    )
    first = DateField(message("audit.field.first"), [Optional()])
    last = DateField(message("audit.field.last"), [Optional()])

    def wanted(self) -> UseFilter:
        """Return what was asked for; what makes no sense narrows nothing."""
        use, act, purpose = self.use.data or "", self.act.data or "", self.purpose.data or ""
        return UseFilter(
            who=self.who.data or None,
            use=Use(use) if use in set(Use) else None,
            deed=act if act in set(USES) else None,
            purpose=Purpose(purpose) if purpose in set(Purpose) else None,
            subject=_key(self.subject.data or ""),
            first=_day(self.first.data),
            last=_day(self.last.data),
        )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(typed: date | None) -> date | None:
    """Return a day on which a line may stand: at the ends of time no zone has a midnight."""
    return typed if typed is not None and typed.year in _YEARS else None
