"""Small forms of a programme: publishing a version, moving a day."""

from wtforms import DateField, IntegerField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from exchange.core.messages import message
from exchange.itineraries.moving import Shift
from exchange.itineraries.services.moves import DayMove
from exchange.people.forms import NameFields
from exchange.web.forms import BaseForm, KeyedForm


class VersionForm(BaseForm):
    """Why a version is handed out."""

    note = StringField(
        message("itineraries.field.note"),
        [Length(max=300)],
        render_kw={"hint": message("itineraries.hint.note")},
    )


class NewPersonForm(NameFields, KeyedForm):
    """Somebody who is not known yet, to be named for an item."""


class MoveForm(BaseForm):
    """Which day moves, from what time on, and how far."""

    day = DateField(message("itineraries.field.move_day"), [InputRequired()])
    after = TimeField(
        message("itineraries.field.after"),
        [Optional()],
        render_kw={"hint": message("itineraries.hint.after")},
    )
    days = IntegerField(
        message("itineraries.field.days"),
        [Optional()],
        render_kw={"hint": message("itineraries.hint.days")},
    )
    minutes = IntegerField(
        message("itineraries.field.minutes"),
        [Optional()],
        render_kw={"hint": message("itineraries.hint.minutes")},
    )

    def asked(self) -> DayMove:
        """Return what was typed; call it after `validate`."""
        shift = Shift(self.days.data or 0, self.minutes.data or 0)
        return DayMove(self.day.data, shift, self.after.data)
