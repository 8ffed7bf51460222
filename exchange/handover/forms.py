"""The forms of handing over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from exchange.accounts.models import User
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
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

    def offer(self, users: Sequence[User], leaving: Mapping[UUID, date]) -> "MoveForm":
        """Offer the people something can be given to, and say who of them is to leave when."""
        self.successor_id.choices = _choices(users, leaving)
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

    def offer(
        self, users: Sequence[User], leaving: Mapping[UUID, date], *, is_own: bool
    ) -> "PlanForm":
        """Offer the people who can take over; one's own account ends with a day alone."""
        self.successor_id.choices = _choices(users, leaving)
        if is_own:
            self.when.choices = [SelectChoice(Ending.DAY.value, label(Ending.DAY))]
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


def _choices(users: Sequence[User], leaving: Mapping[UUID, date]) -> list[SelectChoice]:
    return [
        UNCHOSEN,
        *(SelectChoice(str(user.id), _named(user, leaving.get(user.id))) for user in users),
    ]


def _named(user: User, last_day: date | None) -> str | Message:
    if last_day is None:
        return user.name
    return message("handover.choice.leaving", name=user.name, day=last_day)
