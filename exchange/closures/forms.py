"""The form of days to avoid."""

from collections.abc import Sequence

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.closures.queries import Place
from exchange.closures.services import AvoidedPlan
from exchange.core.messages import message
from exchange.web.fields import UNCHOSEN
from exchange.web.forms import KeyedForm


class AvoidedForm(KeyedForm):
    """Where, from when to when, and why."""

    place = SelectField(message("closures.field.place"), [InputRequired()])
    starts = DateField(message("closures.field.starts"), [InputRequired()])
    ends = DateField(message("closures.field.ends"), [InputRequired()])
    reason = StringField(
        message("closures.field.reason"),
        [DataRequired(), Length(max=300)],
        render_kw={"hint": message("closures.hint.reason")},
    )

    def offer(self, places: Sequence[Place]) -> "AvoidedForm":
        """Offer the places to choose from."""
        self.place.choices = [
            UNCHOSEN,
            *(SelectChoice(each.slug, each.names or message("closures.home")) for each in places),
        ]
        return self

    def plan(self) -> AvoidedPlan:
        """Return what was typed; call it after `validate`."""
        return AvoidedPlan(
            place=self.place.data,
            starts=self.starts.data,
            ends=self.ends.data,
            reason=self.reason.data,
        )
