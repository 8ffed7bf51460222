"""The filters of who did what, and who used personal data."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final, Self
from uuid import UUID

from wtforms import DateField, Field, HiddenField, SearchField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, Optional

from exchange.audit.enums import Act
from exchange.audit.enums.groups import GROUPS, ActGroup
from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES, Use
from exchange.audit.enums.youth import YouthAct
from exchange.audit.queries import LineFilter, UseFilter
from exchange.core.messages import label, message
from exchange.core.naming import Kinds
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm
from exchange.web.questions import QuestionForm, a_key

#: The first of a filter's choices.
_ALL: Final = SelectChoice("", message("audit.choice.all"))


def _grouped(acts: Collection[Act | TrustAct | YouthAct]) -> list[SelectChoice]:
    """Offer acts in groups, those of one room beside each other."""
    order = list(ActGroup)
    placed = sorted((order.index(_group_of(act)), act.value, act) for act in acts)
    return [
        SelectChoice(value, label(act), optgroup=label(_group_of(act)))
        for _at, value, act in placed
    ]


def _group_of(done: Act | TrustAct | YouthAct) -> ActGroup:
    return GROUPS[done.value.partition(".")[0]]


def _in_order(form: "LinesForm", field: Field) -> None:
    if field.data is not None and form.first.data is not None and field.data < form.first.data:
        raise ValidationError(message("audit.error.order"))


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
        choices=[_ALL, *_grouped((*Act, *TrustAct, *YouthAct))],
        default="",
    )
    subject = HiddenField(validators=[a_key])
    first = DateField(message("audit.field.first"), [Optional()])
    last = DateField(message("audit.field.last"), [Optional(), _in_order])

    def offer(self, kinds: Kinds) -> Self:
        """Offer the kinds of subjects that lines are about."""
        self.kind.choices = [
            _ALL,
            *(SelectChoice(name, each.words) for name, each in kinds.items() if each.has_lines),
        ]
        return self

    def wanted(self) -> LineFilter:
        """Return what was asked for, of a form that was found in order."""
        return LineFilter(
            who=self.who.data or None,
            deed=self.act.data or None,
            kind=self.kind.data or None,
            subject=UUID(self.subject.data) if self.subject.data else None,
            first=self.first.data,
            last=self.last.data,
        )


class UsesForm(LinesForm):
    """The same of uses of personal data: how they were used, and what for."""

    use = SelectField(
        message("audit.field.use"), choices=[_ALL, *enum_choices(Use, label=label)], default=""
    )
    act = SelectField(
        message("audit.field.act"),
        choices=[_ALL, *_grouped(USES)],
        default="",
    )
    purpose = SelectField(
        message("audit.field.purpose"),
        choices=[_ALL, *enum_choices(Purpose, label=label)],
        default="",
    )

    def wanted(self) -> UseFilter:
        """Return what was asked for, of a form that was found in order."""
        return UseFilter(
            **asdict(super().wanted()),
            use=Use(self.use.data) if self.use.data else None,
            purpose=Purpose(self.purpose.data) if self.purpose.data else None,
        )
