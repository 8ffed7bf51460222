"""The forms of handing over."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.handover.enums import Ending
from exchange.handover.rules import end_of
from exchange.handover.services import HandoverPlan
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import BaseForm


class MoveForm(BaseForm):
    """What is given to whom."""

    chosen = SelectMultipleField(
        message("handover.field.chosen"), coerce=UUID, validate_choice=False
    )
    successor_id = SelectField(message("handover.field.successor_id"), [InputRequired()])

    def offer(self, users: Sequence[User]) -> "MoveForm":
        """Offer the people something can be given to."""
        self.successor_id.choices = _choices(users)
        return self


class PlanForm(BaseForm):
    """Who takes over everything, and when the account ends."""

    successor_id = SelectField(
        message("handover.field.successor_id"),
        [InputRequired()],
        render_kw={"hint": message("handover.hint.successor")},
    )
    when = RadioField(
        message("handover.field.when"),
        [InputRequired()],
        choices=[SelectChoice(each.value, label(each)) for each in Ending],
        default=Ending.DAY.value,
    )
    last_day = DateField(
        message("handover.field.last_day"),
        [Optional()],
        render_kw={"hint": message("handover.hint.last_day")},
    )
    words = TextAreaField(
        message("handover.field.words"),
        [Length(max=2000)],
        render_kw={"hint": message("handover.hint.words")},
    )

    def offer(self, users: Sequence[User]) -> "PlanForm":
        """Offer the people who can take over."""
        self.successor_id.choices = _choices(users)
        return self

    def plan(self, *, today: date) -> HandoverPlan:
        """Return what was typed; raises DomainError for a day that is missing or over."""
        return HandoverPlan(
            successor_id=UUID(self.successor_id.data),
            ends_at=self._ends_at(self.last_day, today),
            words=self.words.data or "",
        )

    def _ends_at(self, field: Field, today: date) -> datetime | None:
        if self.when.data == Ending.NOW.value:
            return None
        if field.data is None:
            raise DomainError(message("handover.error.no_day"), field="last_day")
        return end_of(field.data, today)


def _choices(users: Sequence[User]) -> list[SelectChoice]:
    return [UNCHOSEN, *(SelectChoice(str(user.id), user.name) for user in users)]
