"""The forms of a lottery: what decides, whom the officer was shown, what the event gave."""

from datetime import date

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.web.forms import BaseForm
from exchange.youth.rules.lotteries import Event


class SeedForm(BaseForm):
    """Publish the seed of a lottery."""

    seed = StringField(
        message("youth.lottery.seed"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.lottery.seed_hint")},
    )


class EventForm(BaseForm):
    """Announce the public event whose result will be the seed."""

    event = StringField(
        message("youth.lottery.event"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.lottery.event_hint")},
    )
    event_on = DateField(
        message("youth.lottery.event_on"),
        [InputRequired()],
        render_kw={"hint": message("youth.lottery.event_on_hint")},
    )

    @property
    def announced(self) -> Event:
        """The event as typed."""
        day: date = self.event_on.data
        return Event(str(self.event.data), day)


class ResultForm(BaseForm):
    """Type in what the event gave."""

    result = StringField(
        message("youth.lottery.result"),
        [DataRequired(), Length(max=200)],
        render_kw={"hint": message("youth.lottery.result_hint")},
    )


class ListForm(BaseForm):
    """Close the list; carries how many sent back and not submitted again the officer was shown."""

    returned = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """How many were shown; none where the number was spoilt."""
        return whole(self.returned.data or "") or 0
