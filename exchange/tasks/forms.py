"""Forms of tasks."""

from uuid import UUID

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.messages import message
from exchange.tasks.services import TaskDetails
from exchange.web.forms import KeyedForm


class TaskForm(KeyedForm):
    """What a person says of a task."""

    title = StringField(message("tasks.field.title"), [DataRequired(), Length(max=200)])
    due = DateField(
        message("tasks.field.due"), [Optional()], render_kw={"hint": message("tasks.hint.due")}
    )
    assignee_id = SelectField(message("tasks.field.assignee"), default="")
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
        )
