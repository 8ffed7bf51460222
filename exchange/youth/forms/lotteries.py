"""The form of a lottery's seed."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from exchange.core.messages import message
from exchange.web.forms import BaseForm


class SeedForm(BaseForm):
    """Publish the seed of a lottery."""

    seed = StringField(
        message("youth.lottery.seed"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.lottery.seed_hint")},
    )
