"""The form by which an edition is cancelled, and the one of somebody's early return."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from exchange.core.messages import message
from exchange.web.forms import BaseForm
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.models import Registration
from exchange.youth.rules.cancelling import MOST_YEN, Costs

_AMOUNT = (Optional(), NumberRange(min=0, max=MOST_YEN))


class CancelForm(ReasonForm):
    """Why an edition is cancelled, and what that costs."""

    fee = IntegerField(
        message("youth.cancel.field.fee"),
        _AMOUNT,
        render_kw={"hint": message("youth.cancel.hint.fee")},
    )
    refund = IntegerField(
        message("youth.cancel.field.refund"),
        _AMOUNT,
        render_kw={"hint": message("youth.cancel.hint.refund")},
    )
    charges = IntegerField(
        message("youth.cancel.field.charges"),
        _AMOUNT,
        render_kw={"hint": message("youth.cancel.hint.charges")},
    )
    charges_note = StringField(message("youth.cancel.field.charges_note"), [Length(max=500)])

    @property
    def costs(self) -> Costs:
        """The amounts as typed."""
        return Costs(
            fee=self.fee.data,
            refund=self.refund.data,
            charges=self.charges.data,
            charges_note=self.charges_note.data or "",
        )


class WishesForm(BaseForm):
    """Who of a cancelled edition wants to come a year later."""

    chosen = SelectMultipleField(message("youth.cancel.wish"), coerce=UUID, validate_choice=False)
    #: Who wanted to when the list was opened, and who stood on that page of it.
    seen = SelectMultipleField(coerce=UUID, validate_choice=False)
    listed = SelectMultipleField(coerce=UUID, validate_choice=False)

    def offer(self, rows: Sequence[Registration]) -> "WishesForm":
        """Name those who had a place: a list that is out of date is compared by name."""
        self.chosen.choices = [SelectChoice(str(row.id), row.pupil.name.written) for row in rows]
        return self


class EarlyReturnForm(ReasonForm):
    """On which day somebody came home before the others, and why."""

    day = DateField(message("youth.returning.field.day"), [InputRequired()])
