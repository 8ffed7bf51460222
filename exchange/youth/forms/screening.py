"""Forms of a screening."""

from collections.abc import Sequence

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from exchange.core.messages import message
from exchange.web.forms import BaseForm


class CriteriaForm(BaseForm):
    """Say what is scored."""

    criteria = TextAreaField(
        message("youth.screening.criteria"),
        [DataRequired(), Length(max=2000)],
        render_kw={"hint": message("youth.screening.criteria_hint")},
    )


class ScoresForm(BaseForm):
    """One assessor's sheet."""

    scores = TextAreaField(
        message("youth.screening.scores"),
        [DataRequired(), Length(max=20000)],
        render_kw={"hint": message("youth.screening.scores_hint"), "rows": 12},
    )


class OrderForm(BaseForm):
    """Decide by scores; ties are put in order by a person."""

    order = StringField(
        message("youth.screening.order"),
        [Length(max=2000)],
        render_kw={"hint": message("youth.screening.order_hint")},
    )

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers as typed; what is no number is left out and so stays undecided."""
        words = (self.order.data or "").replace(",", " ").replace("、", " ").split()
        return [int(word) for word in words if word.isdecimal()]
