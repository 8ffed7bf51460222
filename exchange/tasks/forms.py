"""Forms of tasks."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.messages import label, message
from exchange.tasks.enums import StepAnchor, TemplateUse, WaitingFor
from exchange.tasks.models import TaskStep, TaskTemplate
from exchange.tasks.services import StepPlan, TaskDetails, TemplatePlan
from exchange.web.fields import UNCHOSEN, in_languages, opened, typed_text
from exchange.web.forms import BaseForm, KeyedForm

_LONGEST: Final = 200


def _chosen(value: str | None) -> str:
    """Read a task's nothing as the choice of nothing, also where a post leaves the field out."""
    return value or ""


class TaskForm(KeyedForm):
    """What a person says of a task."""

    title = StringField(message("tasks.field.title"), [DataRequired(), Length(max=200)])
    due = DateField(
        message("tasks.field.due"), [Optional()], render_kw={"hint": message("tasks.hint.due")}
    )
    assignee_id = SelectField(message("tasks.field.assignee"), filters=[_chosen])
    fixed = BooleanField(
        message("tasks.field.fixed"), render_kw={"hint": message("tasks.hint.fixed")}
    )
    waiting_for = SelectField(
        message("tasks.field.waiting_for"),
        choices=[
            SelectChoice("", message("tasks.choice.not_waiting")),
            *enum_choices(WaitingFor, label=label),
        ],
        filters=[_chosen],
    )
    waiting_name = StringField(
        message("tasks.field.waiting_name"),
        [Length(max=100)],
        render_kw={"hint": message("tasks.hint.waiting_name")},
    )
    waiting_since = DateField(message("tasks.field.waiting_since"), [Optional()])
    note = TextAreaField(message("tasks.field.note"), [Length(max=4000)])

    def offer(self, users: list[User]) -> None:
        """Offer the people a task can be given to."""
        self.assignee_id.choices = [
            SelectChoice("", message("tasks.choice.nobody")),
            *(SelectChoice(str(user.id), user.name) for user in users),
        ]

    @property
    def details(self) -> TaskDetails:
        """What was typed, for the service."""
        assignee = self.assignee_id.data
        return TaskDetails(
            title=self.title.data,
            due=self.due.data,
            note=self.note.data or None,
            assignee_id=UUID(assignee) if assignee else None,
            fixed=bool(self.fixed.data),
            waiting_for=WaitingFor(self.waiting_for.data) if self.waiting_for.data else None,
            waiting_name=self.waiting_name.data or "",
            waiting_since=self.waiting_since.data,
        )


class TemplateForm(KeyedForm):
    """What a template of steps is called, and for which visits it is."""

    title, title_en, title_zh_hant = in_languages(
        message("tasks.field.template_title"), longest=_LONGEST
    )
    use = SelectField(
        message("tasks.field.use"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(TemplateUse, label=label)],
    )
    note = StringField(message("tasks.field.note"), [Length(max=500)])

    def plan(self) -> TemplatePlan:
        """Return what was typed; call it after `validate`."""
        return TemplatePlan(
            title=typed_text(self, "title"),
            use=TemplateUse(self.use.data),
            note=self.note.data or "",
        )


class StepForm(KeyedForm):
    """A step of a template, and when it is due."""

    title, title_en, title_zh_hant = in_languages(message("tasks.field.title"), longest=_LONGEST)
    anchor = SelectField(
        message("tasks.field.anchor"),
        [InputRequired()],
        choices=[UNCHOSEN, *enum_choices(StepAnchor, label=label)],
    )
    days = IntegerField(
        message("tasks.field.days"),
        [InputRequired()],
        render_kw={"hint": message("tasks.hint.days"), "example": "-30 / 0 / 14"},
    )
    fixed = BooleanField(
        message("tasks.field.fixed"), render_kw={"hint": message("tasks.hint.fixed")}
    )
    note = StringField(message("tasks.field.note"), [Length(max=500)])

    def plan(self) -> StepPlan:
        """Return what was typed; call it after `validate`."""
        return StepPlan(
            title=typed_text(self, "title"),
            anchor=StepAnchor(self.anchor.data),
            days=self.days.data,
            fixed=bool(self.fixed.data),
            note=self.note.data or "",
        )


class ChooseTemplateForm(BaseForm):
    """Which template's steps are put on a list."""

    template = SelectField(message("tasks.field.template"), [InputRequired()])

    def offer(self, templates: Sequence[TaskTemplate]) -> "ChooseTemplateForm":
        """Offer the templates to choose from."""
        self.template.choices = [SelectChoice(str(each.id), each.title) for each in templates]
        return self


def template_form(template: TaskTemplate) -> TemplateForm:
    """Open the form on a template."""
    return TemplateForm(data=opened(template))


def step_form(step: TaskStep) -> StepForm:
    """Open the form on a step."""
    return StepForm(data=opened(step))
