"""The filters of who did what, and who used personal data."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from wtforms import DateField, HiddenField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, Optional

from exchange.audit.enums import Act
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES, Use
from exchange.audit.enums.youth import YouthAct
from exchange.audit.queries import LineFilter, UseFilter
from exchange.core.messages import label, message
from exchange.core.naming import Kinds
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm, QuestionForm

#: The first of a filter's choices.
_ALL: Final = SelectChoice("", message("audit.choice.all"))
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


class LinesForm(QuestionForm):
    """Whose lines, about what, which act, and when; what is empty narrows nothing."""

    who = SearchField(message("audit.field.who"), [Length(max=100)])
    kind = SelectField(message("audit.field.kind"), default="")
    act = SelectField(
        message("audit.field.act"),
        choices=[
            _ALL,
            *(SelectChoice(act.value, label(act)) for act in (*Act, *TrustAct, *YouthAct)),
        ],
        default="",
    )
    subject = HiddenField()
    first = DateField(message("audit.field.first"), [Optional()])
    last = DateField(message("audit.field.last"), [Optional()])

    def offer(self, kinds: Kinds) -> Self:
        """Offer the kinds of subjects."""
        self.kind.choices = [
            _ALL,
            *(SelectChoice(name, each.words) for name, each in kinds.items()),
        ]
        return self

    def wanted(self) -> LineFilter:
        """Return what was asked for; what makes no sense narrows nothing."""
        return LineFilter(
            who=self.who.data or None,
            deed=_chosen(self.act),
            kind=_chosen(self.kind),
            subject=_key(self.subject.data or ""),
            first=_day(self.first.data),
            last=_day(self.last.data),
        )


class UsesForm(LinesForm):
    """The same of uses of personal data: how they were used, and what for."""

    use = SelectField(
        message("audit.field.use"), choices=[_ALL, *enum_choices(Use, label=label)], default=""
    )
    act = SelectField(
        message("audit.field.act"),
        choices=[_ALL, *(SelectChoice(act.value, label(act)) for act in USES)],
        default="",
    )
    purpose = SelectField(
        message("audit.field.purpose"),
        choices=[_ALL, *enum_choices(Purpose, label=label)],
        default="",
    )

    def wanted(self) -> UseFilter:
        """Return what was asked for; what makes no sense narrows nothing."""
        use, purpose = self.use.data or "", self.purpose.data or ""
        return UseFilter(
            **asdict(super().wanted()),
            use=Use(use) if use in set(Use) else None,
            purpose=Purpose(purpose) if purpose in set(Purpose) else None,
        )


def _chosen(field: SelectField) -> str | None:
    """Return what was chosen; None for no choice of this field."""
    typed = field.data or ""
    return typed if typed and typed in {choice.value for choice in field.choices} else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(typed: date | None) -> date | None:
    """Return a day on which a line may stand: at the ends of time no zone has a midnight."""
    return typed if typed is not None and typed.year in _YEARS else None
