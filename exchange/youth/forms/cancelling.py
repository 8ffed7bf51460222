"""The form by which an edition is cancelled, and the one of somebody's early return."""

from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from exchange.core.messages import message
from exchange.youth.forms.registrations import ReasonForm
from exchange.youth.rules.cancelling import Costs

#: Yen; no exchange costs more.
_MOST = 99_999_999
_AMOUNT = (Optional(), NumberRange(min=0, max=_MOST))


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


class EarlyReturnForm(ReasonForm):
    """On which day somebody came home before the others, and why."""

    day = DateField(message("youth.returning.field.day"), [InputRequired()])
